using ResearchLab.Options;

namespace ResearchLab.Market;

/// <summary>The error of the chain model on real chains: modelled from indices and carry alone, compared quote by quote.</summary>
public static class ModelError
{
    private static readonly (int Min, int Max)[] s_days = [(7, 20), (21, 45), (46, 75), (76, 130), (131, 250)];

    private static readonly (string Name, OptionRight? Right, double Low, double High)[] s_wings =
    [
        ("put 5–20Δ", OptionRight.Put, 0.05, 0.2), ("put 20–40Δ", OptionRight.Put, 0.2, 0.4), ("40–65Δ", null, 0.4, 0.65),
        ("call 20–40Δ", OptionRight.Call, 0.2, 0.4), ("call 5–20Δ", OptionRight.Call, 0.05, 0.2),
    ];

    /// <summary>Errors by period, days and delta; buckets without quotes are left out.</summary>
    /// <param name="smiles">Real smiles, best of sessions the constants were not fitted on.</param>
    /// <param name="surface">The modelled surface of an underlying at a session; null where none can be.</param>
    public static List<ModelErrorBucket> Of(IReadOnlyList<ObservedSmile> smiles, Func<string, DateOnly, VolSurface?> surface)
    {
        ArgumentNullException.ThrowIfNull(smiles);
        ArgumentNullException.ThrowIfNull(surface);
        var misses = new SortedDictionary<(string Period, int Tenor, int Wing), List<(double Modelled, double Real, double Miss, double Spread)>>();
        foreach (ObservedSmile smile in smiles)
        {
            int tenor = Array.FindIndex(s_days, range => smile.Days >= range.Min && smile.Days <= range.Max);
            if (tenor < 0 || surface(smile.Underlying, smile.Session) is not { } modelled)
                continue;
            VolSlice slice = modelled.At(smile.Spot, smile.Years);
            SpreadModel spread = modelled.Spread ?? ChainModel.Shipped.Spread;
            string period = SessionLevel.PeriodOf(smile.Underlying, smile.Session);
            foreach (ObservedQuote quote in smile.Outside)
            {
                double delta = Math.Abs(quote.Delta), vol = slice.ImpliedVol(quote.Strike);
                int wing = Array.FindIndex(s_wings, found => delta >= found.Low && delta < found.High && (found.Right is null || found.Right == quote.Right));
                if (wing < 0)
                    continue;
                if (!misses.TryGetValue((period, tenor, wing), out var list))
                    misses[(period, tenor, wing)] = list = [];
                list.Add((
                    ModelledChainPricing.Mid(modelled, slice, smile.Spot, quote.Strike, quote.Right), quote.Mid, 100 * (vol - quote.Vol),
                    modelled.SpreadScale * spread.Of(smile.Spot, quote.TimeValue, smile.Years, 0) / quote.Spread));
            }
        }

        return [.. misses.Select(bucket =>
        {
            double[] ratios = [.. bucket.Value.Select(one => one.Spread).Order()];
            return new ModelErrorBucket(
                bucket.Key.Period, s_days[bucket.Key.Tenor], s_wings[bucket.Key.Wing].Name, ratios.Length,
                (bucket.Value.Sum(one => one.Modelled) / bucket.Value.Sum(one => one.Real)) - 1,
                bucket.Value.Average(one => Math.Abs(one.Miss)), bucket.Value.Average(one => one.Miss), ratios[ratios.Length / 2]);
        })];
    }
}
