namespace ResearchLab.Models;

/// <summary>What a metric must name to exist: no number without its evidence.</summary>
/// <param name="LabelSpec">Text that names the labels.</param>
/// <param name="SplitId">Id of the split object that separated training from test rows: a walk-forward, a combinatorial split, a holdout.</param>
/// <param name="Samples">Out-of-sample rows measured; at least 1.</param>
/// <param name="EffectiveSamples">Rows after the overlap of labels is taken out; in (0, Samples].</param>
/// <param name="MajorityBaseline">
/// What always naming the most frequent class of the training rows scores on the same rows; for log_loss, brier and ece: what
/// always giving the class shares of the training rows scores; for a policy: what the best baseline earns.
/// </param>
/// <param name="Trials">Specifications tried for this purpose up to this one, itself included: at least 1; see <see cref="TrialLedger"/>.</param>
/// <param name="Snapshot">Snapshot id of the data.</param>
/// <param name="CodeVersion">Code that measured it.</param>
/// <param name="Seed">Seed of everything random in it.</param>
public sealed record MetricContext(
    string LabelSpec, string SplitId, int Samples, double EffectiveSamples, double MajorityBaseline, int Trials, string Snapshot, string CodeVersion,
    ulong Seed)
{
    /// <summary>The context, when nothing of it is missing.</summary>
    /// <param name="name">Name of what is measured, for the message.</param>
    /// <param name="context">The context.</param>
    /// <exception cref="ArgumentException">A part of it is missing.</exception>
    internal static MetricContext Require(string name, MetricContext context)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(context);
        foreach ((string what, string text) in ((string, string)[])[("a label spec", context.LabelSpec), ("a split id", context.SplitId),
            ("a data snapshot", context.Snapshot), ("a code version", context.CodeVersion)])
        {
            if (string.IsNullOrWhiteSpace(text))
                throw new ArgumentException($"Metric '{name}' needs {what}; got '{text}'.", nameof(context));
        }

        if (context.Samples < 1 || !(context.EffectiveSamples > 0) || context.EffectiveSamples > context.Samples)
            throw new ArgumentException(
                Invariant($"Metric '{name}' needs samples ≥ 1 and effective samples in (0, samples]; got {context.Samples} and {context.EffectiveSamples}."),
                nameof(context));
        if (context.Trials < 1)
            throw new ArgumentException(Invariant($"Metric '{name}' needs the number of trials, at least 1; got {context.Trials}."), nameof(context));
        if (!double.IsFinite(context.MajorityBaseline))
            throw new ArgumentException(Invariant($"Metric '{name}' needs its baseline on the same rows; got {context.MajorityBaseline}."), nameof(context));
        return context;
    }

    /// <summary>Refuses a value that is not finite or lies outside its interval.</summary>
    internal static void RequireInside(string name, double value, double low, double high)
    {
        if (!(double.IsFinite(low) && double.IsFinite(high) && low <= value && value <= high))
            throw new ArgumentException(Invariant($"Metric '{name}' is {value}, which must be finite and inside its interval [{low}, {high}]."), nameof(value));
    }
}
