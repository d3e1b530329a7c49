using ResearchLab.Options;
using ResearchLab.Tests.Shared;

namespace ResearchLab.Tests.Market;

/// <summary>One real index-option quote, out of the money at the forward, in the units the surface is fitted in.</summary>
internal readonly record struct SpxQuote(double Forward, double Spot, double Strike, OptionRight Right, double Mid, double Spread, double ImpliedVol, double AbsDelta);

/// <summary>The smile of one expiry on one day.</summary>
internal sealed record SpxSmile(DateOnly Date, int Days, double Spot, double Forward, double AtmVol, SpxQuote[] Quotes, SpxQuote[] InTheMoney)
{
    public double Years => Days / 365.0;
}

/// <summary>Reads the SPX chains of April–June 2019 into smiles: forward by put–call parity, out-of-the-money quotes with a bid.</summary>
internal static class SpxChains
{
    private static readonly Lazy<SpxSmile[]> s_smiles = new(Load);

    public static SpxSmile[] Smiles
    {
        get
        {
            RealData.Path("options_SPX_2019.csv.gz"); // skips here, outside the lazy value, so that every test is skipped alike
            return s_smiles.Value;
        }
    }

    public static Dictionary<DateOnly, double> Closes(string file)
    {
        var closes = new Dictionary<DateOnly, double>();
        using StreamReader reader = RealData.OpenText(file);
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            string[] cells = line.Split(',');
            closes[DateOnly.ParseExact(cells[0], "yyyy-MM-dd")] = double.Parse(cells[4]);
        }

        return closes;
    }

    private static SpxSmile[] Load()
    {
        var smiles = new List<SpxSmile>();
        var rows = new List<(double Strike, OptionRight Right, double Bid, double Ask, double Iv, double Delta)>();
        string key = "";
        DateOnly date = default, expiry = default;
        double spot = 0;
        using StreamReader reader = RealData.OpenText("options_SPX_2019.csv.gz");
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            string[] cells = line.Split(',');
            string next = cells[0] + cells[3] + cells[4];
            if (next != key)
            {
                if (rows.Count > 0 && Smile(date, expiry, spot, rows) is { } smile)
                    smiles.Add(smile);
                rows.Clear();
                key = next;
                date = DateOnly.ParseExact(cells[0], "yyyy-MM-dd");
                expiry = DateOnly.ParseExact(cells[4], "yyyy-MM-dd");
                spot = double.Parse(cells[2]);
            }

            if (cells[7].Length > 0 && cells[8].Length > 0)
            {
                rows.Add((double.Parse(cells[5]), cells[6] == "C" ? OptionRight.Call : OptionRight.Put, double.Parse(cells[7]),
                    double.Parse(cells[8]), cells[12].Length > 0 ? double.Parse(cells[12]) : 0, cells[13].Length > 0 ? double.Parse(cells[13]) : 0));
            }
        }

        if (rows.Count > 0 && Smile(date, expiry, spot, rows) is { } last)
            smiles.Add(last);
        return [.. smiles];
    }

    private static SpxSmile? Smile(DateOnly date, DateOnly expiry, double spot,
        List<(double Strike, OptionRight Right, double Bid, double Ask, double Iv, double Delta)> rows)
    {
        int days = expiry.DayNumber - date.DayNumber;
        if (days is < 5 or > 250)
            return null;
        const double ratePerYear = 0.023; // T-bill yield of spring 2019
        double discount = Math.Exp(-ratePerYear * days / 365.0);
        var calls = rows.Where(r => r.Right == OptionRight.Call && r.Bid > 0).ToDictionary(r => r.Strike, r => 0.5 * (r.Bid + r.Ask));
        double[] forwards = [.. rows
            .Where(r => r.Right == OptionRight.Put && r.Bid > 0 && calls.ContainsKey(r.Strike))
            .Select(r => (r.Strike, Gap: calls[r.Strike] - (0.5 * (r.Bid + r.Ask))))
            .OrderBy(r => Math.Abs(r.Gap)).Take(7).Select(r => r.Strike + (r.Gap / discount)).Order()];
        if (forwards.Length < 7)
            return null;
        double forward = forwards[3];
        SpxQuote Quote((double Strike, OptionRight Right, double Bid, double Ask, double Iv, double Delta) r) =>
            new(forward, spot, r.Strike, r.Right, 0.5 * (r.Bid + r.Ask), r.Ask - r.Bid, r.Iv, Math.Abs(r.Delta));
        SpxQuote[] quotes = [.. rows.Where(r => r.Bid > 0 && r.Ask > r.Bid && r.Iv > 0.01 && (r.Right == OptionRight.Call) == (r.Strike >= forward))
            .Select(Quote).OrderBy(q => q.Strike)];
        SpxQuote[] inside = [.. rows.Where(r => r.Bid > 0 && r.Ask > r.Bid && (r.Right == OptionRight.Call) != (r.Strike >= forward)).Select(Quote)];
        int above = Array.FindIndex(quotes, q => q.Strike >= forward);
        if (quotes.Length < 20 || above < 1 || quotes[above].Strike - quotes[above - 1].Strike > 50)
            return null;
        SpxQuote low = quotes[above - 1], high = quotes[above];
        double weight = (forward - low.Strike) / (high.Strike - low.Strike);
        return new SpxSmile(date, days, spot, forward, ((1 - weight) * low.ImpliedVol) + (weight * high.ImpliedVol), quotes, inside);
    }
}
