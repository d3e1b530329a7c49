using System.Globalization;
using ResearchLab.Market;

namespace ResearchLab.Models;

/// <summary>At which price of the underlying labels trade, and how wrong the chains they are modelled with may be.</summary>
/// <remarks>
/// A share at 44 dollars has coarse strikes, ticks and commissions that one at 470 has not, so labels of thirty years would teach the price level itself.
/// Labels on modelled chains therefore trade the underlying as if it stood at its own price of today at every session: its ladder of strikes, spreads and
/// commissions. Observed chains keep strikes and quotes; only commissions and fees are scaled.
/// </remarks>
/// <param name="ReferencePrice">Price of the underlying, on the split basis of its bars; positive.</param>
/// <param name="Vintage">Constants of the modelled chains.</param>
/// <param name="LevelError">Relative error of modelled volatilities that four in five periods stay within.</param>
/// <param name="SpreadError">The same of the logarithm of spreads.</param>
public sealed record LabelPricing(double ReferencePrice, string Vintage, double LevelError, double SpreadError)
{
    /// <summary>How far the price moves before the reference follows.</summary>
    public const double Band = 0.25;

    /// <summary>
    /// Ways in which modelled chains may be wrong that each outcome is computed for: level up or down, at entry and exit or at exit alone, spreads wide or
    /// narrow.
    /// </summary>
    public const int Corners = 8;

    /// <summary>The pricing of labels as of a session.</summary>
    /// <param name="bars">Bars of the underlying.</param>
    /// <param name="through">Session of knowledge.</param>
    /// <param name="model">Constants of the modelled chains.</param>
    public static LabelPricing AsOf(BarSeries bars, DateOnly through, ChainModel model)
    {
        ArgumentNullException.ThrowIfNull(bars);
        ArgumentNullException.ThrowIfNull(model);
        return new LabelPricing(ReferenceOf(bars, through), model.Vintage, model.LevelError, model.SpreadError);
    }

    /// <summary>The price that holds until the close leaves ± 25% of it, walked from the first bar; NaN without a close.</summary>
    /// <param name="bars">Bars of the underlying.</param>
    /// <param name="through">Last session walked to.</param>
    public static double ReferenceOf(BarSeries bars, DateOnly through)
    {
        ArgumentNullException.ThrowIfNull(bars);
        double reference = double.NaN;
        for (int i = 0; i < bars.Count && bars.Sessions[i] <= through; i++)
        {
            if (bars.Close[i] > 0 && !(Math.Abs((bars.Close[i] / reference) - 1) <= Band))
                reference = bars.Close[i];
        }

        return reference;
    }

    /// <summary>Text for the spec of labels.</summary>
    public string Spec => string.Create(
        CultureInfo.InvariantCulture, $"price {ReferencePrice:R}; chain model {Vintage} ±{100 * LevelError:R}% level ±{100 * SpreadError:R}% spread");

    /// <summary>The same without the corners of the chain model's error, where only the outcomes themselves are wanted.</summary>
    public LabelPricing Exact() => this with { LevelError = 0, SpreadError = 0 };

    /// <summary>One corner.</summary>
    /// <param name="corner">0 to <see cref="Corners"/> − 1.</param>
    /// <param name="scale">Factor on prices.</param>
    /// <param name="afterEntry">First session after the entry.</param>
    internal Backtesting.Repricing Corner(int corner, double scale, DateOnly afterEntry) => new(
        scale,
        (corner & 1) == 0 ? 1 - LevelError : 1 + LevelError,
        Math.Exp((corner & 2) == 0 ? -SpreadError : SpreadError),
        (corner & 4) == 0 ? default : afterEntry);
}
