using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ResearchLab.Runner.Tests;

/// <summary>Chains as vendors send them on bad days, one symbol each, in a lake of two sessions.</summary>
public sealed class BadChainFixture : IDisposable
{
    internal const string Session = "2023-06-14";
    internal const string ChainHeader = "quote_date,underlying,underlying_price,expiry,strike,right,bid,ask,volume,open_interest\n";
    private const string Before = "2023-06-13";
    private static readonly string[] s_symbols = ["GOOD", "EXPD", "CROSS", "ZERO", "STALE", "CALLS", "HOLI", "THREE", "UNITS", "WILD", "NOASK", "ARB", "SPLIT"];
    private readonly TempFolder _folder = new();

    public BadChainFixture()
    {
        var bars = new StringBuilder("symbol,date,open,high,low,close,volume\n");
        foreach (string symbol in s_symbols.Append("SPY"))
        {
            // Those of SPLIT as a vendor adjusted them for four new shares an old one.
            double unit = symbol == "SPLIT" ? 0.25 : 1;
            bars.Append(CultureInfo.InvariantCulture, $"{symbol},{Before},{95 * unit},{96 * unit},{94 * unit},{95 * unit},1000000\n");
            bars.Append(CultureInfo.InvariantCulture, $"{symbol},{Session},{100 * unit},{101 * unit},{99 * unit},{100 * unit},1000000\n");
        }

        var chains = new StringBuilder(ChainHeader);
        foreach (string symbol in s_symbols)
        {
            Chain(chains, symbol, Before, 95);
            Chain(chains, symbol, Session, 100);
        }

        Ingested = [Ingest("bars.csv", bars.ToString()), Ingest("chains.csv", chains.ToString())];
    }

    internal string Path => _folder.Path;

    internal LabResult[] Ingested { get; }

    public void Dispose() => _folder.Dispose();

    private LabResult Ingest(string name, string text)
    {
        string file = System.IO.Path.Combine(_folder.Path, name);
        File.WriteAllText(file, text);
        // The price of the underlying is said to be right, so that a chain as stale as this one gets past the door.
        return LabProcess.Run(_folder.Path, ["ingest", "csv", file,
            .. text.StartsWith(ChainHeader, StringComparison.Ordinal) ? new[] { "--map", "spot=underlying_price" } : []]);
    }

    internal static void Chain(StringBuilder rows, string symbol, string session, double spot)
    {
        string[] expiries = symbol == "HOLI" ? ["2023-07-04", "2023-07-21"] : symbol == "EXPD" ? ["2023-06-02", "2023-07-21"] : ["2023-07-21", "2023-08-18"];
        foreach (string expiry in expiries)
        {
            double years = Math.Max(1, DateOnly.Parse(expiry, CultureInfo.InvariantCulture).DayNumber
                - DateOnly.Parse(symbol == "STALE" ? Session : session, CultureInfo.InvariantCulture).DayNumber) / 365.0;
            double[] strikes = symbol == "THREE" ? [95, 100, 105] : symbol == "UNITS"
                ? [9_000, 10_000, 11_000, 30_000]
                : [.. Enumerable.Range(0, 41).Select(i => 80.0 + i)];
            foreach (double strike in strikes)
            {
                foreach (char right in "CP")
                {
                    if (symbol == "CALLS" && right == 'P')
                        continue;
                    double priced = symbol == "STALE" ? 100 : spot, vol = symbol == "WILD" ? 9 : 0.25;
                    double mid = Price(right, priced, strike, vol, years), bid = Math.Round(Math.Max(0, mid - 0.02 - (0.01 * mid)), 2),
                        ask = Math.Round(mid + 0.02 + (0.01 * mid), 2);
                    (string Bid, string Ask) quote = symbol switch
                    {
                        "CROSS" => (Text(ask + 0.1), Text(bid)),
                        "ZERO" => ("0", Text(ask)),
                        "NOASK" => (Text(bid), ""),
                        // One quote that moved, or the whole chain would be left out as a copy at the door.
                        "STALE" when session == Session && strike == 80 && right == 'C' && expiry == "2023-08-18" => (Text(bid), Text(ask + 0.05)),
                        // One call dear by three: beyond its neighbours, its put and the later expiry.
                        "ARB" when strike == 100 && right == 'C' && expiry == "2023-07-21" => (Text(bid + 3), Text(ask + 3)),
                        _ => (Text(bid), Text(ask)),
                    };
                    rows.Append(CultureInfo.InvariantCulture, $"{session},{symbol},{spot},{expiry},{strike},{right},{quote.Bid},{quote.Ask},10,5000\n");
                }
            }
        }
    }

    private static string Text(double price) => price.ToString("0.00", CultureInfo.InvariantCulture);

    // European without rates, good enough for a vendor.
    private static double Price(char right, double spot, double strike, double vol, double years) =>
        ResearchLab.Options.BlackScholes.Price(right == 'C' ? ResearchLab.Options.OptionRight.Call : ResearchLab.Options.OptionRight.Put, spot, strike,
            vol, years, 0);
}

/// <summary>What the command line makes of bad chains: statuses, reasons or one line, never a number that is none.</summary>
public sealed class ChainBadInputTests(BadChainFixture _bad) : IClassFixture<BadChainFixture>
{
    [Fact]
    public void Ingest_BadRows_AreCountedByReason()
    {
        Assert.Equal(0, _bad.Ingested[0].ExitCode);
        Assert.Equal(0, _bad.Ingested[1].ExitCode);
        foreach (string reason in new[] { "expired", "crossed", "zero_bid", "implausible" })
            Assert.Contains(reason, _bad.Ingested[1].Output, StringComparison.Ordinal);
    }

    /// <summary>Symbols whose chain is usable in part: the rest is said by row.</summary>
    [Theory]
    [InlineData("GOOD", 11)]
    [InlineData("EXPD", 1)]
    [InlineData("ZERO", 0)]
    [InlineData("STALE", 0)]
    [InlineData("CALLS", 0)]
    [InlineData("HOLI", 1)]
    [InlineData("THREE", 0)]
    [InlineData("WILD", 0)]
    [InlineData("NOASK", 0)]
    public void Structure_BadChain_TradesOnlyWithEveryNumberKnown(string symbol, int fewestTradable)
    {
        LabResult result = LabProcess.Run(_bad.Path, "structure", "all", "--symbol", symbol, "--session", BadChainFixture.Session, "--json");
        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.DoesNotContain("NaN", result.Output, StringComparison.OrdinalIgnoreCase);
        using JsonDocument document = JsonDocument.Parse(result.Output);
        int tradable = 0;
        foreach (JsonElement structure in document.RootElement.GetProperty("structures").EnumerateArray())
        {
            if (!structure.GetProperty("tradable").GetBoolean())
            {
                Assert.StartsWith("not tradable: ", structure.GetProperty("reason").GetString(), StringComparison.Ordinal);
                continue;
            }

            tradable++;
            foreach (string name in new[] { "limitPrice", "netMid", "maxLoss", "capitalAtRisk", "margin", "winProbability", "expectedMove" })
                Assert.Equal(JsonValueKind.Number, structure.GetProperty(name).ValueKind);
            Assert.All(structure.GetProperty("greeks").EnumerateObject(), greek => Assert.Equal(JsonValueKind.Number, greek.Value.ValueKind));
            Assert.All(structure.GetProperty("legs").EnumerateArray(), leg => Assert.InRange(leg.GetProperty("iv").GetDouble(), 0.001, 20));
        }

        Assert.True(tradable >= fewestTradable, $"{symbol}: {tradable} tradable\n{result.Output}");
        if (symbol == "STALE")
        {
            Assert.Equal(0, tradable);
            Assert.Contains("had the stale quotes of 2023-06-13 although the underlying moved from 95 to 100", result.Output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("STALE", "Stale")]
    [InlineData("ZERO", "ZeroBid")]
    [InlineData("WILD", "ExtremeVol")]
    [InlineData("THREE", "")]
    [InlineData("CALLS", "")]
    [InlineData("NOASK", "NoAsk")]
    public void ChainShow_BadChain_FlagsTheRows(string symbol, string flag)
    {
        LabResult result = LabProcess.Run(_bad.Path, "chain", "show", "--symbol", symbol, "--session", BadChainFixture.Session, "--expiry",
            "2023-07-21", "--json");
        Assert.True(result.ExitCode == 0, result.Errors);
        using JsonDocument document = JsonDocument.Parse(result.Output);
        JsonElement[] rows = [.. document.RootElement.GetProperty("strikes").EnumerateArray()];
        Assert.NotEmpty(rows);
        if (flag.Length > 0)
            Assert.Contains(rows, row => row.GetProperty("flags").GetString()!.Contains(flag, StringComparison.Ordinal));
        foreach (JsonElement row in rows.Where(row => row.GetProperty("iv").ValueKind == JsonValueKind.Null))
            Assert.NotEqual("Solved", row.GetProperty("status").GetString());
        string parity = document.RootElement.GetProperty("expiries")[0].GetProperty("parity").GetString()!;
        Assert.Equal(symbol is "CALLS" or "ZERO" or "NOASK", parity == "NoPairs");
    }

    [Theory]
    [InlineData("CROSS")]
    [InlineData("NONE")]
    public void ChainShow_NothingUsable_IsOneLineAndExitCode3(string symbol)
    {
        LabResult result = LabProcess.Run(_bad.Path, "chain", "show", "--symbol", symbol, "--session", BadChainFixture.Session);
        Assert.Equal(3, result.ExitCode);
        Assert.Contains(symbol, result.OneErrorLine(), StringComparison.Ordinal);
    }

    [Fact]
    public void ChainShow_DearCall_ReportsEveryLawItBreaks()
    {
        string[] line = ["chain", "show", "--symbol", "ARB", "--session", BadChainFixture.Session];
        using JsonDocument document = JsonDocument.Parse(LabProcess.Run(_bad.Path, [.. line, "--json"]).Output);
        JsonElement[] violations = [.. document.RootElement.GetProperty("violations").EnumerateArray()];
        foreach (string kind in new[] { "Vertical", "Butterfly", "Calendar", "Parity" })
            Assert.Contains(violations, found => found.GetProperty("kind").GetString() == kind && found.GetProperty("size").GetDouble() > 0);
        Assert.All(violations,
            found => Assert.Contains(found.GetProperty("contracts").EnumerateArray(), contract => contract.GetString() == "2023-07-21 100C"));
        LabResult text = LabProcess.Run(_bad.Path, line);
        Assert.Contains("arbitrage butterfly", text.Output, StringComparison.Ordinal);
        using JsonDocument good = JsonDocument.Parse(LabProcess.Run(_bad.Path, "chain", "show", "--symbol", "GOOD", "--session", BadChainFixture.Session,
            "--json").Output);
        Assert.Equal(0, good.RootElement.GetProperty("violations").GetArrayLength());
    }

    [Fact]
    public void ModelError_WithoutChainsOrIndex_IsOneLineAndExitCode3()
    {
        Assert.Contains("NONE", LabProcess.Run(_bad.Path, "chain", "model-error", "--symbol", "NONE").OneErrorLine(), StringComparison.Ordinal);
        LabResult noIndex = LabProcess.Run(_bad.Path, "chain", "model-error", "--symbol", "GOOD");
        Assert.Equal(3, noIndex.ExitCode);
        Assert.Contains("vix", noIndex.OneErrorLine(), StringComparison.Ordinal);
        Assert.Equal(2, LabProcess.Run(_bad.Path, "chain", "model-error", "--symbol", "GOOD", "--fit-through", "2020-01-02").ExitCode);
    }

    /// <summary>An index that ended half a year before: no estimate steps in for it, and a few sessions later its age is named.</summary>
    [Fact]
    public void Chain_AfterTheIndexEnded_IsRefusedWithItsAge_AndCarriedForAWeek()
    {
        using var folder = new TempFolder();
        DateOnly[] sessions = ResearchLab.Time.ExchangeCalendar.Nyse.Sessions(new(2023, 1, 3), new(2023, 6, 14));
        var bars = new StringBuilder("date,open,high,low,close,volume\n");
        for (int i = 0; i < sessions.Length; i++)
        {
            double close = 400 + (4 * Math.Sin(i)) + (0.1 * i);
            bars.Append(CultureInfo.InvariantCulture, $"{sessions[i]:yyyy-MM-dd},{close:0.00},{close + 1:0.00},{close - 1:0.00},{close:0.00},1000000\n");
        }

        string file = System.IO.Path.Combine(folder.Path, "bars.csv"), index = System.IO.Path.Combine(folder.Path, "vix.csv");
        File.WriteAllText(file, bars.ToString());
        File.WriteAllText(index, "date,close\n2023-01-03,22.9\n");
        Assert.Equal(0, LabProcess.Run(folder.Path, "ingest", "csv", file, "--symbol", "SPY").ExitCode);
        Assert.Equal(0, LabProcess.Run(folder.Path, "ingest", "csv", index, "--series", "vix=close").ExitCode);
        foreach (string[] command in (string[][])[["chain", "show"], ["structure", "iron_condor"]])
        {
            LabResult shown = LabProcess.Run(folder.Path, [.. command, "--symbol", "SPY", "--session", "2023-06-14"]);
            Assert.Equal(3, shown.ExitCode);
            Assert.Contains("none can be modelled without the volatility index: the volatility index 'vix' is that of 2023-01-03 (22.9), 112 sessions old",
                shown.OneErrorLine(), StringComparison.Ordinal);
            LabResult carried = LabProcess.Run(folder.Path, [.. command, "--symbol", "SPY", "--session", "2023-01-06"]);
            Assert.Equal(0, carried.ExitCode);
            Assert.Contains("the volatility index 'vix' is that of 2023-01-03 (22.9), 3 sessions old", carried.Errors, StringComparison.Ordinal);
            Assert.Contains("MODELLED", carried.Output, StringComparison.Ordinal);
        }
    }

    /// <summary>
    /// Of the sessions since January one has quotes, and the lake holds no index: that chain needs none; the sessions without do, and what there is is said.
    /// </summary>
    [Fact]
    public void Chain_ObservedOnOneSessionOfMany_NeedsNoIndex()
    {
        using var folder = new TempFolder();
        DateOnly[] sessions = ResearchLab.Time.ExchangeCalendar.Nyse.Sessions(new(2023, 1, 3), new(2023, 6, 14));
        var bars = new StringBuilder("symbol,date,open,high,low,close,volume\n");
        foreach (string symbol in new[] { "GOOD", "SPY" })
        {
            for (int i = 0; i < sessions.Length; i++)
            {
                double close = i == sessions.Length - 1 ? 100 : 100 + Math.Sin(i);
                bars.Append(CultureInfo.InvariantCulture,
                    $"{symbol},{sessions[i]:yyyy-MM-dd},{close:0.00},{close + 1:0.00},{close - 1:0.00},{close:0.00},1000000\n");
            }
        }

        var chain = new StringBuilder(BadChainFixture.ChainHeader);
        BadChainFixture.Chain(chain, "GOOD", BadChainFixture.Session, 100);
        foreach ((string name, string text) in new[] { ("bars.csv", bars.ToString()), ("chain.csv", chain.ToString()) })
        {
            string file = System.IO.Path.Combine(folder.Path, name);
            File.WriteAllText(file, text);
            Assert.Equal(0, LabProcess.Run(folder.Path, "ingest", "csv", file).ExitCode);
        }

        foreach (string[] command in (string[][])[["chain", "show"], ["structure", "iron_condor"]])
        {
            LabResult shown = LabProcess.Run(folder.Path, [.. command, "--symbol", "GOOD", "--session", BadChainFixture.Session]);
            Assert.True(shown.ExitCode == 0, shown.Errors);
            Assert.Contains("observed option prices", shown.Output, StringComparison.Ordinal);
        }

        LabResult none = LabProcess.Run(folder.Path, "chain", "show", "--symbol", "GOOD", "--session", "2023-06-13");
        Assert.Equal(3, none.ExitCode);
        Assert.Contains("neither option chains of GOOD nor the series 'vix'", none.OneErrorLine(), StringComparison.Ordinal);
        LabResult run = LabProcess.Run(folder.Path, "run", "--symbol", "GOOD", "--session", BadChainFixture.Session);
        Assert.Equal(3, run.ExitCode);
        Assert.Contains($"option chains of GOOD on 1 of {sessions.Length} sessions only, and not the series 'vix'", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Chain_OfAnotherBasisThanTheBars_IsNamed_AndNoOutcomeIsFollowed()
    {
        LabResult shown = LabProcess.Run(_bad.Path, "chain", "show", "--symbol", "SPLIT", "--session", BadChainFixture.Session);
        Assert.Equal(0, shown.ExitCode);
        Assert.Contains("quoted at a spot of 100, the bar of that session closed at 25", shown.OneErrorLine(), StringComparison.Ordinal);
        LabResult outcome = LabProcess.Run(_bad.Path, "structure", "long_call", "--symbol", "SPLIT", "--session", BadChainFixture.Session, "--outcome");
        Assert.Equal(3, outcome.ExitCode);
        Assert.Contains("--outcome follows the underlying by its bars", outcome.Errors, StringComparison.Ordinal);
    }

    // The fixture's chains come without volatilities; those the lab solves itself are no vendor's to agree with or to copy from.
    [Fact]
    public void ChainShow_WithoutVolatilitiesOfAVendor_SaysSo()
    {
        LabResult shown = LabProcess.Run(_bad.Path, "chain", "show", "--symbol", "GOOD", "--session", BadChainFixture.Session);
        Assert.Contains("no volatilities came with the chain", shown.Output, StringComparison.Ordinal);
        Assert.Contains("American exercise", shown.Output, StringComparison.Ordinal);
        LabResult stored = LabProcess.Run(_bad.Path, "chain", "show", "--symbol", "GOOD", "--session", BadChainFixture.Session, "--parity", "stored");
        Assert.Equal(2, stored.ExitCode);
        Assert.Contains("came without volatilities", stored.OneErrorLine(), StringComparison.Ordinal);
    }

    [Fact]
    public void ChainShow_QuotedEarlier_GivesOptionsMoreTime()
    {
        double Atm(params string[] more)
        {
            LabResult result = LabProcess.Run(_bad.Path, ["chain", "show", "--symbol", "GOOD", "--session", BadChainFixture.Session, "--json", .. more]);
            using JsonDocument document = JsonDocument.Parse(result.Output);
            Assert.Equal(JsonValueKind.Number, document.RootElement.GetProperty("storedVolatilities").GetProperty("compared").ValueKind);
            return document.RootElement.GetProperty("expiries")[0].GetProperty("atmVol").GetDouble();
        }

        // 37 days at 25% by construction; six hours more are a quarter of a day.
        double atClose = Atm(), atTen = Atm("--quoted-at", "10:00", "--parity", "nearest");
        Assert.Equal(0.25, atClose, 0.002);
        Assert.Equal(atClose * Math.Sqrt(37 / 37.25), atTen, 2e-4);
        LabResult wrong = LabProcess.Run(_bad.Path, "chain", "show", "--symbol", "GOOD", "--quoted-at", "25:00");
        Assert.Equal(2, wrong.ExitCode);
        Assert.Contains("--quoted-at is '25:00'", wrong.OneErrorLine(), StringComparison.Ordinal);
    }

    [Fact]
    public void Plot_GoodChain_WritesPagesThatStandAlone()
    {
        foreach ((string[] command, string expected) in new[]
        {
            ((string[])["chain", "show"], "smiles fitted"), (["structure", "iron_condor"], "over price and time"),
            (["structure", "put_calendar"], "Profit and loss of one put calendar"),
        })
        {
            string page = System.IO.Path.Combine(_bad.Path, "page.html");
            LabResult result = LabProcess.Run(_bad.Path, [.. command, "--symbol", "GOOD", "--session", BadChainFixture.Session, "--plot", page]);
            Assert.True(result.ExitCode is 0 or 1, result.Errors);
            if (result.ExitCode == 1)
                Assert.Skip(result.Errors); // plotly.js is not installed
            string text = File.ReadAllText(page);
            Assert.Contains(expected, text, StringComparison.Ordinal);
            string[] figures = [.. text.Split("<script type=\"application/json\">").Skip(1)
                .Select(part => part[..part.IndexOf("</script>", StringComparison.Ordinal)])];
            Assert.Equal(command[0] == "chain" ? 1 : 2, figures.Length);
            Assert.All(figures, figure => JsonDocument.Parse(figure).Dispose()); // a NaN is no JSON
            Assert.Equal(2, LabProcess.Run(_bad.Path, [.. command, "--symbol", "GOOD", "--session", BadChainFixture.Session, "--plot", "page.png"]).ExitCode);
        }
    }
}
