using BenchmarkDotNet.Attributes;
using ResearchLab.Options;

namespace ResearchLab.Bench;

/// <summary>Cleaning and fitting one index chain of 13,000 quotes; budget of the options issue: 60 ms.</summary>
[MemoryDiagnoser]
public class ChainBench
{
    private OptionChain _chain = null!;
    private CleanedChain _cleaned = null!;

    [GlobalSetup]
    public void Setup()
    {
        _chain = Made();
        _cleaned = ChainCleaning.Clean(_chain);
    }

    /// <summary>An index chain of 38 expiries and 171 strikes with quotes rounded to nickels.</summary>
    internal static OptionChain Made()
    {
        const double spot = 2_900, rate = 0.024;
        DateOnly session = new(2019, 5, 14);
        var quotes = new List<RawQuote>();
        for (int i = 0; i < 38; i++)
        {
            DateOnly expiry = session.AddDays(2 + (3 * i) + (i * i / 5));
            double years = BlackScholes.Years(session, expiry), theta = 0.0225 * years;
            SviSmile smile = SviSmile.Ssvi(theta, -0.6, 1.2 / Math.Sqrt(theta));
            for (int j = 0; j < 171; j++)
            {
                double strike = 1_900 + (j * 8), vol = Math.Sqrt(smile.TotalVariance(Math.Log(strike / (spot * Math.Exp(rate * years)))) / years);
                foreach (OptionRight right in new[] { OptionRight.Call, OptionRight.Put })
                {
                    double price = BlackScholes.Price(right, spot, strike, vol, years, rate), half = 0.05 + (0.004 * price);
                    quotes.Add(new(new(expiry, strike, right), Math.Max(0, Math.Round((price - half) * 20) / 20),
                        Math.Round(((price + half) * 20) + 1) / 20, 10, 500));
                }
            }
        }

        return ChainBuilder.Build("SPX", session, spot, rate, ChainOrigin.Modelled, [.. quotes]).Chain;
    }

    /// <summary>Forwards, volatilities, greeks, flags and contradictions.</summary>
    [Benchmark]
    public CleanedChain Clean() => ChainCleaning.Clean(_chain);

    /// <summary>The smiles of all expiries.</summary>
    [Benchmark]
    public ChainSurface Fit() => ChainSurface.Fit(_cleaned);

    /// <summary>Both.</summary>
    [Benchmark]
    public ChainSurface CleanAndFit() => ChainSurface.Fit(_chain);
}
