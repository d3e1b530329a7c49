using ResearchLab.Basics;

namespace ResearchLab.Runner.Commands;

/// <summary>Whether forecasts of a loss have the sign, the unit and the confidence that they are tested with.</summary>
internal static class StatsVarChecks
{
    /// <summary>Refuses forecasts of the other sign or unit, returns that are losses, and a confidence other than the forecast is named for.</summary>
    /// <param name="file">The file.</param>
    /// <param name="returned">Name of the returns.</param>
    /// <param name="returns">The returns or profits, as wished.</param>
    /// <param name="forecast">Name of the forecasts.</param>
    /// <param name="losses">The forecasts, positive for a loss.</param>
    /// <param name="turned">Whether their sign was turned on demand.</param>
    /// <exception cref="DataUnusableException">They cannot be compared as they are.</exception>
    public static void Forecasts(StatsFile file, string returned, double[] returns, string forecast, double[] losses, bool turned)
    {
        StatsChecks.Shape(file, returned, returns);
        if (returns.Length >= StatsChecks.FewestRows && returns.Min() >= 0 && !file.Wishes.Contains(returned))
        {
            throw new DataUnusableException(
                $"Column '{returned}' in '{file.Name}' has no value below 0 in {returns.Length} rows: losses of positive sign, where returns are expected. " +
                $"Read losses with {StatsArguments.Typed(returned, StatsKind.Losses)}, and returns with {StatsArguments.Typed(returned, StatsKind.Returns)}.");
        }

        double[] gains = [.. losses.Where(loss => loss < 0)];
        if (gains.Length > 0 && losses.All(loss => loss <= 0))
        {
            throw new DataUnusableException(turned
                ? $"Forecasts of column '{forecast}' in '{file.Name}' are positive, so they are losses already. Leave --negative out."
                : $"Forecasts of column '{forecast}' in '{file.Name}' are negative: value at risk as a return, where a positive loss is expected. "
                    + "Turn them with --negative.");
        }

        bool insisted = file.Wishes[forecast].Contains(StatsKind.Returns);
        // A forecast that turns into a gain passes 0 on its way; one of the usual size has lost its sign.
        if (!insisted && gains.Length > 0 && StatsShape.Middle(gains) > StatsShape.Middle(losses) / 2)
        {
            throw new DataUnusableException(
                $"Forecasts of column '{forecast}' in '{file.Name}' have two signs: {gains.Length} of {losses.Length} are below 0 and as large as the others. "
                    +
                $"Write losses with one sign, or, if these forecast gains, say {StatsArguments.Typed(forecast, StatsKind.Returns)}.");
        }

        if (gains.Length > 0)
            file.Notes.Add($"{gains.Length} of {losses.Length} forecasts of column '{forecast}' are below 0: they forecast a gain even in the worst case");
        // A forecast is some three times the usual return; a hundred times is another unit.
        if (insisted || !StatsShape.AreOfOtherScale(losses, returns))
            return;
        double ratio = StatsShape.Middle(losses) / StatsShape.Middle(returns);
        (string larger, double times) = ratio > 1 ? (forecast, ratio) : (returned, 1 / ratio);
        double size = StatsShape.Middle(ratio > 1 ? losses : returns);
        // No period moves by half of everything on the usual day: such numbers are amounts of money.
        StatsKind? unit = times < 1_000 && size < 50 ? StatsKind.Percent : times is > 1_000 and < 50_000 && size < 5_000 ? StatsKind.BasisPoints : null;
        throw new DataUnusableException(
            $"Forecasts of column '{forecast}' in '{file.Name}' are about {ratio:0.####} times the returns of '{returned}', so they are in another unit. " +
            (unit is { } kind ? $"Read '{larger}' with {StatsArguments.Typed(larger, kind)}, or, if they are in one unit, "
                + $"say {StatsArguments.Typed(forecast, StatsKind.Returns)}."
                : $"Write both as fractions or both in one currency, or, if they are, say {StatsArguments.Typed(forecast, StatsKind.Returns)}."));
    }

    /// <summary>The confidence to test with: the one given, else the one the forecast is named for, else 0.95.</summary>
    /// <param name="file">The file, for its notes.</param>
    /// <param name="forecast">Name of the forecasts.</param>
    /// <param name="given">What --level says; null when left out.</param>
    /// <exception cref="DataUnusableException">The name says another confidence than 0.95, and --level says none.</exception>
    public static double Level(StatsFile file, string forecast, double? given)
    {
        if (StatsNames.Confidence(forecast) is not { } named || Math.Abs(named - (given ?? 0.95)) < 1e-9)
            return given ?? 0.95;
        if (given is null)
            throw new DataUnusableException(Invariant($"Forecasts of column '{forecast}' in '{file.Name}' are named for a confidence of {named}, ")
                + Invariant($"where 0.95 is tested unless another is given. Say --level {named}, or --level 0.95 if the name misleads."));
        file.Notes.Add($"forecasts of column '{forecast}' are named for a confidence of {named}, and tested at {given}");
        return given.Value;
    }
}
