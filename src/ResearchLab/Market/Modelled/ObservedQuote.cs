using System.Runtime.InteropServices;
using ResearchLab.Options;

namespace ResearchLab.Market;

/// <summary>One real quote in the units the model is fitted in.</summary>
/// <param name="Strike">Strike.</param>
/// <param name="Right">Call or put.</param>
/// <param name="Mid">Mid of bid and ask.</param>
/// <param name="Spread">Ask less bid.</param>
/// <param name="Vol">Implied volatility of the mid; NaN in the money, where it is not used.</param>
/// <param name="Delta">Spot delta; NaN where <paramref name="Vol"/> is.</param>
/// <param name="TimeValue">Mid of the out-of-the-money option of the strike; NaN when it is not quoted.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ObservedQuote(double Strike, OptionRight Right, double Mid, double Spread, double Vol, double Delta, double TimeValue);
