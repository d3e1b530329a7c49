using System.Runtime.InteropServices;
using ResearchLab.Options;

namespace ResearchLab.Market;

/// <summary>How far modelled quotes are from real ones in one bucket of days and delta.</summary>
/// <param name="Days">Fewest and most days to expiry.</param>
/// <param name="Wing">Name of the delta bucket, such as <c>put 5–15Δ</c>.</param>
/// <param name="Quotes">Real quotes out of the money in the bucket.</param>
/// <param name="MeanAbsolutePoints">Mean absolute difference of volatility, points.</param>
/// <param name="BiasPoints">Mean of modelled less real volatility, points.</param>
/// <param name="ShapePoints">
/// Mean absolute difference, points, where the model is given the expiry's own at-the-money volatility: what is wrong with the smile alone.
/// </param>
/// <param name="SpreadRatio">Median of modelled over real bid–ask spread; NaN without a usable quote.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ModelErrorBucket(
    (int Min, int Max) Days, string Wing, int Quotes, double MeanAbsolutePoints, double BiasPoints, double ShapePoints, double SpreadRatio);

/// <summary>The error of the chain model on real chains: modelled from the volatility indices alone, compared quote by quote.</summary>
public static class ModelError
{
    private static readonly (int Min, int Max)[] s_days = [(7, 20), (21, 45), (46, 100), (101, 250)];

    private static readonly (string Name, OptionRight? Right, double Low, double High)[] s_wings =
    [
        ("put 5–15Δ", OptionRight.Put, 0.05, 0.15), ("put 15–35Δ", OptionRight.Put, 0.15, 0.35), ("35–65Δ", null, 0.35, 0.65),
        ("call 15–35Δ", OptionRight.Call, 0.15, 0.35), ("call 5–15Δ", OptionRight.Call, 0.05, 0.15),
    ];

    /// <summary>Errors by days and delta; buckets without quotes are left out.</summary>
    /// <param name="smiles">Real smiles, best of sessions the constants were not fitted on.</param>
    /// <param name="constants">The model.</param>
    /// <param name="vix">30-day index in points by session; sessions without one are left out.</param>
    /// <param name="vix3M">3-month index in points by session.</param>
    public static List<ModelErrorBucket> Of(
        IReadOnlyList<ObservedSmile> smiles, ModelConstants constants, Func<DateOnly, double> vix, Func<DateOnly, double> vix3M)
    {
        ArgumentNullException.ThrowIfNull(smiles);
        ArgumentNullException.ThrowIfNull(constants);
        var misses = new List<(double Miss, double Shape, double SpreadRatio)>[s_days.Length, s_wings.Length];
        foreach (ObservedSmile smile in smiles)
        {
            int tenor = Array.FindIndex(s_days, range => smile.Days >= range.Min && smile.Days <= range.Max);
            double near = vix(smile.Session), far = vix3M(smile.Session);
            if (tenor < 0 || !(near > 0) || !(far > 0))
                continue;
            VolSurface surface = constants.Surface(near, far);
            double variance = smile.AtmVol * smile.AtmVol;
            VolSlice slice = surface.At(smile.Forward, smile.Years);
            VolSlice shape = (surface with { ShortVariance = variance, LongVariance = variance }).At(smile.Forward, smile.Years);
            foreach (ObservedQuote quote in smile.Outside)
            {
                double delta = Math.Abs(quote.Delta);
                int wing = Array.FindIndex(s_wings, found => delta >= found.Low && delta < found.High && (found.Right is null || found.Right == quote.Right));
                if (wing < 0)
                    continue;
                (misses[tenor, wing] ??= []).Add((
                    100 * (slice.ImpliedVol(quote.Strike) - quote.Vol), 100 * (shape.ImpliedVol(quote.Strike) - quote.Vol),
                    constants.Spread(smile.Spot, quote.TimeValue, smile.Years, 0) / quote.Spread));
            }
        }

        var buckets = new List<ModelErrorBucket>();
        for (int t = 0; t < s_days.Length; t++)
        {
            for (int w = 0; w < s_wings.Length; w++)
            {
                if (misses[t, w] is not { } found)
                    continue;
                double[] ratios = [.. found.Select(miss => miss.SpreadRatio).Order()];
                buckets.Add(new ModelErrorBucket(
                    s_days[t], s_wings[w].Name, found.Count, found.Average(miss => Math.Abs(miss.Miss)), found.Average(miss => miss.Miss),
                    found.Average(miss => Math.Abs(miss.Shape)), ratios[ratios.Length / 2]));
            }
        }

        return buckets;
    }
}
