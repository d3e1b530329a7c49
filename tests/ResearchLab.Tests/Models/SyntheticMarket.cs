using ResearchLab.Backtesting;
using ResearchLab.Basics;
using ResearchLab.Features;
using ResearchLab.Models;
using ResearchLab.Options;

namespace ResearchLab.Tests.Models;

/// <summary>Features and outcomes made from a seed, with a signal or without one.</summary>
internal static class SyntheticMarket
{
    public static readonly TrainingOptions Options = new()
    {
        Snapshot = "snapshot-1",
        CodeVersion = "code-1",
        Rounds = 15,
        Leaves = 7,
        Split = new WalkForwardOptions(Folds: 3),
        Resamples = 300,
        Seed = 5,
    };

    public static DateOnly[] Sessions(int count)
    {
        var sessions = new List<DateOnly>(count);
        for (DateOnly day = new(2000, 1, 3); sessions.Count < count; day = day.AddDays(1))
        {
            if (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
                sessions.Add(day);
        }

        return [.. sessions];
    }

    /// <summary>84 columns: slow random walks and noise, with some warm-up missing.</summary>
    public static FeatureMatrix Features(int count, ulong seed)
    {
        var columns = new double[84][];
        for (int column = 0; column < 84; column++)
        {
            var random = new Pcg32(seed, (ulong)column);
            double memory = column % 3 == 0 ? 0.98 : 0, state = 0;
            columns[column] = new double[count];
            for (int i = 0; i < count; i++)
            {
                state = (memory * state) + random.NextNormal();
                columns[column][i] = i < column % 7 ? double.NaN : state;
            }
        }

        return new FeatureMatrix("SIM", 1, Sessions(count), columns);
    }

    /// <summary>Outcomes whose returns come from <paramref name="meanReturn"/> plus noise; labels last 5 to 25 sessions.</summary>
    public static OutcomeMatrix Outcomes(FeatureMatrix features, ulong seed, Func<int, Structure, double> meanReturn)
    {
        int count = features.Sessions.Length;
        var outcomes = new TradeOutcome[count * Structures.Count];
        for (int row = 0; row < count; row++)
        {
            var random = new Pcg32(seed, (ulong)row);
            for (int s = 0; s < Structures.Count; s++)
            {
                var structure = (Structure)s;
                int exit = row + 5 + random.NextInt(21);
                double result = meanReturn(row, structure) + (0.3 * random.NextNormal());
                bool open = exit >= count;
                bool refused = !open && random.NextInt(50) == 0;
                outcomes[(row * Structures.Count) + s] = open
                    ? new TradeOutcome(structure, features.Sessions[row], row + 1 < count ? features.Sessions[row + 1] : default, default, ExitReason.Open,
                        double.NaN, 0, 500)
                    : refused
                        ? new TradeOutcome(structure, features.Sessions[row], default, default, ExitReason.NotTraded, double.NaN, 0, double.NaN)
                        : new TradeOutcome(structure, features.Sessions[row], features.Sessions[row + 1], features.Sessions[exit], ExitReason.TimeLimit,
                            500 * result, 3, 500);
            }
        }

        return new OutcomeMatrix("SIM", "synthetic labels", ChainOrigin.Demo, features.Sessions, outcomes);
    }

    /// <summary>Every structure loses its costs on average.</summary>
    public static OutcomeMatrix NoSignal(FeatureMatrix features, ulong seed) => Outcomes(features, seed, (_, _) => -0.05);

    /// <summary>The sign of the first column says whether long calls or iron condors pay.</summary>
    public static OutcomeMatrix Planted(FeatureMatrix features, ulong seed) => Outcomes(features, seed, (row, structure) => structure switch
    {
        Structure.LongCall => features.Columns[0][row] > 0 ? 0.8 : -0.8,
        Structure.IronCondor => features.Columns[0][row] > 0 ? -0.8 : 0.8,
        _ => -0.5,
    });

    public static double[] Row(FeatureMatrix features, int row)
    {
        var values = new double[features.Columns.Length];
        features.CopyRow(row, values);
        return values;
    }
}
