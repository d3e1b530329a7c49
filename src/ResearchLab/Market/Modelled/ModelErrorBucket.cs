using System.Runtime.InteropServices;

namespace ResearchLab.Market;

/// <summary>How far modelled quotes are from real ones in one bucket of period, days and delta.</summary>
/// <param name="Period">Underlying and calendar quarter.</param>
/// <param name="Days">Fewest and most days to expiry.</param>
/// <param name="Wing">Name of the delta bucket, such as <c>put 5–15Δ</c>.</param>
/// <param name="Quotes">Real quotes out of the money in the bucket.</param>
/// <param name="PriceBias">All modelled mids over all real ones, less 1: +0.05 is 5% too dear.</param>
/// <param name="MeanAbsolutePoints">Mean absolute difference of volatility, points.</param>
/// <param name="BiasPoints">Mean of modelled less real volatility, points.</param>
/// <param name="SpreadRatio">Median of modelled over real bid–ask spread; NaN without a usable quote.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ModelErrorBucket(
    string Period, (int Min, int Max) Days, string Wing, int Quotes, double PriceBias, double MeanAbsolutePoints, double BiasPoints, double SpreadRatio);
