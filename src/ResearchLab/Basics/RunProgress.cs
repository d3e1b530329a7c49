namespace ResearchLab.Basics;

/// <summary>How far a run is.</summary>
/// <param name="Step">What it does now, for people.</param>
/// <param name="Fraction">Share of the whole run that is done, in [0, 1].</param>
public readonly record struct RunProgress(string Step, double Fraction)
{
    /// <summary>Maps the 0…1 of one step onto its part of the whole run.</summary>
    /// <param name="whole">Where the run reports; may be null.</param>
    /// <param name="step">Name of the step.</param>
    /// <param name="from">Fraction of the run at the start of the step.</param>
    /// <param name="to">Fraction at its end.</param>
    public static IProgress<double>? Part(IProgress<RunProgress>? whole, string step, double from, double to) =>
        whole is null ? null : new PartProgress(whole, step, from, to);

    /// <summary>The same for steps that name themselves.</summary>
    public static IProgress<RunProgress>? Part(IProgress<RunProgress>? whole, double from,
        double to) => whole is null ? null : new StepsProgress(whole, from, to);

    private sealed class StepsProgress(IProgress<RunProgress> whole, double from, double to) : IProgress<RunProgress>
    {
        public void Report(RunProgress value) => whole.Report(value with { Fraction = from + ((to - from) * Math.Clamp(value.Fraction, 0, 1)) });
    }

    private sealed class PartProgress(IProgress<RunProgress> whole, string step, double from, double to) : IProgress<double>
    {
        public void Report(double value) => whole.Report(new RunProgress(step, from + ((to - from) * Math.Clamp(value, 0, 1))));
    }
}
