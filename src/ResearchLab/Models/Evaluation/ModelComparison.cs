using ResearchLab.Basics;
using ResearchLab.Statistics;

namespace ResearchLab.Models;

/// <summary>Two models on the sessions that both were tested on without having been fitted on them.</summary>
/// <param name="First">Id of the first.</param>
/// <param name="Second">Id of the second.</param>
/// <param name="Sessions">Sessions in common.</param>
/// <param name="FirstMean">Mean return on capital at risk a session of the first; NaN without sessions in common.</param>
/// <param name="SecondMean">Of the second.</param>
/// <param name="Low">Lower end of the 95% paired block-bootstrap interval of the difference; NaN without.</param>
/// <param name="High">Upper end.</param>
/// <param name="Differences">What they were made from, where it differs.</param>
public sealed record ModelComparison(
    string First, string Second, int Sessions, double FirstMean, double SecondMean, double Low, double High, IReadOnlyList<ModelDifference> Differences)
{
    /// <summary>Fewest sessions that a difference is measured on.</summary>
    public const int MinimumSessions = 60;

    /// <summary>Such as <c>0.12% a session (95% −0.30%…0.51%, 2,400 sessions)</c>.</summary>
    public string InWords => double.IsNaN(Low)
        ? Invariant($"not measurable: they share {Sessions} out-of-sample sessions, at least {MinimumSessions} are needed")
        : Invariant($"{Display.Percent(FirstMean - SecondMean, 2)} a session (95% {Display.Percent(Low, 2)}…{Display.Percent(High, 2)}, ")
            + Invariant($"{Sessions:N0} sessions)");

    /// <summary>Compares two registered models by what their files say.</summary>
    /// <exception cref="InvalidDataException">The files of one cannot be used.</exception>
    public static ModelComparison Of(RegisteredModel first, RegisteredModel second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        using TrainedModel one = ModelRegistry.Load(first), two = ModelRegistry.Load(second);
        return Of(one, two);
    }

    /// <summary>Compares two models.</summary>
    public static ModelComparison Of(TrainedModel first, TrainedModel second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        PolicyReturns one = first.OutOfSample, two = second.OutOfSample;
        Dictionary<DateOnly, double> other = one.Sessions.Zip(one.Returns).ToDictionary(pair => pair.First, pair => pair.Second);
        int[] shared = first.Card.Symbol != second.Card.Symbol
            ? []
            : [.. Enumerable.Range(0, two.Sessions.Length).Where(i => other.ContainsKey(two.Sessions[i]))];
        double[] a = [.. shared.Select(i => other[two.Sessions[i]])], b = [.. shared.Select(i => two.Returns[i])];
        Interval interval = new(double.NaN, double.NaN);
        if (shared.Length >= MinimumSessions)
        {
            double[] gap = [.. a.Zip(b, (x, y) => x - y)];
            interval = BlockBootstrap.Percentile(BlockBootstrap.Means([gap],
                new BootstrapOptions(Math.Max(BlockLength.Automatic(gap).Stationary, 20), 1_000, 1))[0]).Including(gap.Average());
        }

        return new ModelComparison(
            first.Card.Id, second.Card.Id, shared.Length, shared.Length == 0 ? double.NaN : a.Average(), shared.Length == 0 ? double.NaN : b.Average(),
            interval.Low, interval.High, Diff(first.Card, second.Card));
    }

    /// <summary>What two models were made from and measured at, where it differs.</summary>
    public static IReadOnlyList<ModelDifference> Diff(ModelCard first, ModelCard second)
    {
        Dictionary<string, string> one = Facts(first), two = Facts(second);
        return [.. one.Keys.Union(two.Keys).Where(name => one.GetValueOrDefault(name, "") != two.GetValueOrDefault(name, ""))
            .Select(name => new ModelDifference(name, one.GetValueOrDefault(name, ""), two.GetValueOrDefault(name, "")))];
    }

    private static Dictionary<string, string> Facts(ModelCard card)
    {
        MetricContext context = card.Evaluation.Metrics[0].Context;
        var facts = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["symbol"] = card.Symbol,
            ["known_through"] = Invariant($"{card.KnownThrough:yyyy-MM-dd}"),
            ["feature_set"] = Invariant($"{card.FeatureSetVersion}"),
            ["snapshot"] = card.Snapshot,
            ["code"] = card.CodeVersion,
            ["seed"] = $"{card.Seed}",
            ["labels"] = context.LabelSpec,
            ["split"] = context.SplitId,
            ["training_rows"] = Invariant($"{card.TrainingRows}"),
            ["calibration"] = card.Calibration,
            ["class_balance"] = Invariant($"{card.ClassBalance:0.00}"),
            ["tuning"] = card.Tuning is { } tuning ? Invariant($"{tuning.Candidates} candidates") : "none",
            ["temperature"] = Invariant($"{card.Temperature:0.000}"),
            ["trials"] = Invariant($"{context.Trials}"),
            ["edge"] = card.Evaluation.HasEdge ? "yes" : "no",
        };
        foreach (string part in card.Parameters.Split(' '))
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            facts[part[..equals]] = part[(equals + 1)..];
        }

        foreach (Metric metric in card.Evaluation.Metrics)
            facts[metric.Name] = Invariant($"{metric.Value:0.0000} ({metric.Low:0.0000}…{metric.High:0.0000})");
        PolicyResult policy = card.Evaluation.Policies[0];
        facts["mean_return"] = $"{Display.Percent(policy.MeanReturn, 2)} ({Display.Percent(policy.Low, 2)}…{Display.Percent(policy.High, 2)})";
        return facts;
    }
}
