using ResearchLab.Basics;
using ResearchLab.Options;

namespace ResearchLab.Models;

/// <summary>The ways to pick a structure that a model is compared with.</summary>
public static class Policies
{
    /// <summary>IV rank from which selling premium is the textbook's choice.</summary>
    public const double HighIvRank = 0.5;

    /// <summary>IV rank below which buying premium is the textbook's choice.</summary>
    public const double LowIvRank = 0.25;

    /// <summary>Distance from the 50-session average, as a fraction, from which there is a trend.</summary>
    public const double Trend = 0.02;

    /// <summary>
    /// The rule table that introductions to options give, by implied-volatility rank and trend:
    /// <code>
    /// IV rank      | falling          | sideways       | rising
    /// ≥ 0.50       | bear_call_spread | iron_condor    | bull_put_spread
    /// 0.25 to 0.50 | bear_put_spread  | put_calendar   | bull_call_spread
    /// below 0.25   | long_put         | long_straddle  | long_call
    /// </code>
    /// </summary>
    /// <param name="ivRank252">Feature 56 in [0, 1].</param>
    /// <param name="closeToSma50">Feature 10, fraction.</param>
    /// <returns>No trade when either is NaN.</returns>
    /// <remarks>After McMillan (2012), "Options as a Strategic Investment", 5th ed., chapters 36–39: sell dear volatility, buy cheap, with the trend.</remarks>
    public static Structure Textbook(double ivRank252, double closeToSma50)
    {
        if (double.IsNaN(ivRank252) || double.IsNaN(closeToSma50))
            return Structure.NoTrade;
        int trend = closeToSma50 >= Trend ? 1 : closeToSma50 <= -Trend ? -1 : 0;
        return (ivRank252, trend) switch
        {
            ( >= HighIvRank, -1) => Structure.BearCallSpread,
            ( >= HighIvRank, 0) => Structure.IronCondor,
            ( >= HighIvRank, _) => Structure.BullPutSpread,
            ( >= LowIvRank, -1) => Structure.BearPutSpread,
            ( >= LowIvRank, 0) => Structure.PutCalendar,
            ( >= LowIvRank, _) => Structure.BullCallSpread,
            (_, -1) => Structure.LongPut,
            (_, 0) => Structure.LongStraddle,
            _ => Structure.LongCall,
        };
    }

    /// <summary>One of the eleven trading structures, the same for a seed and session whatever else is drawn.</summary>
    public static Structure Random(ulong seed, DateOnly session) =>
        (Structure)new Pcg32(seed, (ulong)session.DayNumber).NextInt(Structures.Count);

    /// <summary>The class with the highest probability; the first of equals.</summary>
    public static Structure Likeliest(ReadOnlySpan<double> probabilities)
    {
        int best = 0;
        for (int i = 1; i < probabilities.Length; i++)
        {
            if (probabilities[i] > probabilities[best])
                best = i;
        }

        return (Structure)best;
    }

    /// <summary>The class with the highest probability among no trade and the structures that are eligible; the first of equals.</summary>
    internal static Structure Likeliest(ReadOnlySpan<double> probabilities, LabeledRows rows, int row)
    {
        var best = Structure.NoTrade;
        double highest = probabilities[(int)Structure.NoTrade];
        for (int s = 0; s < Structures.Count; s++)
        {
            if ((probabilities[s] > highest || (probabilities[s] == highest && s < (int)best)) && rows.IsEligible(row, (Structure)s))
                (best, highest) = ((Structure)s, probabilities[s]);
        }

        return best;
    }

    /// <summary>Picks of the model and of every baseline on the same rows, by policy name; the model comes first.</summary>
    internal static IReadOnlyList<(string Name, Structure[] Picks)> All(LabeledRows rows, int[] tested, Structure[] model, Structure[] mostFrequent, ulong seed)
    {
        double[][] columns = rows.Features.Columns;
        Structure[] textbook = [.. tested.Select(row => Textbook(
            columns[ModelFeatures.IvRank252][rows.FeatureRow[row]], columns[ModelFeatures.CloseToSma50][rows.FeatureRow[row]]))];
        var policies = new List<(string, Structure[])>
        {
            ("model", model),
            ("no_trade", [.. tested.Select(_ => Structure.NoTrade)]),
            ("most_frequent", mostFrequent),
            ("textbook", textbook),
            ("random", [.. tested.Select(row => Random(seed, rows.Spans[row].Session))]),
        };
        for (int i = 0; i < Structures.Count; i++)
        {
            var always = (Structure)i;
            policies.Add(($"always_{always.Name()}", [.. tested.Select(_ => always)]));
        }

        return policies;
    }
}
