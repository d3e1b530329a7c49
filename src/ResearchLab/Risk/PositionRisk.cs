using MathNet.Numerics.Distributions;
using ResearchLab.Options;

namespace ResearchLab.Risk;

/// <summary>One-day risk of an option position by full repricing.</summary>
public static class PositionRisk
{
    private const int Outcomes = 999;

    /// <summary>
    /// One-day 95% value at risk of one structure unit, in dollars (0 when even the 5% outcome gains). The underlying moves by
    /// equally likely lognormal outcomes at the position's own volatility, without drift; implied volatilities stay; the legs
    /// are repriced one session later. Quantiles instead of random draws, so there is no Monte Carlo error.
    /// </summary>
    /// <param name="position">The position.</param>
    /// <param name="ratePerYear">Continuously compounded rate, fraction.</param>
    /// <exception cref="ArgumentException">A leg has no positive implied volatility.</exception>
    /// <remarks>Jorion (2006), "Value at Risk", chapter 10: full valuation.</remarks>
    public static double OneDayVar95(StructurePosition position, double ratePerYear)
    {
        double volatility = 0;
        foreach (Leg leg in position.Legs)
        {
            if (!(leg.ImpliedVol > 0))
                throw new ArgumentException(Invariant($"Leg {leg.Contract} has implied volatility {leg.ImpliedVol}; risk needs a positive one."),
                    nameof(position));
            volatility += leg.ImpliedVol / position.Legs.Count;
        }

        const double Day = 1.0 / 252;
        double deviation = volatility * Math.Sqrt(Day);
        Span<double> profits = stackalloc double[Outcomes];
        double today = Value(position, position.Spot, 0, ratePerYear);
        for (int i = 0; i < Outcomes; i++)
        {
            double normal = Normal.InvCDF(0, 1, (i + 1.0) / (Outcomes + 1));
            double spot = position.Spot * Math.Exp((deviation * normal) - (0.5 * deviation * deviation));
            profits[i] = Value(position, spot, 1, ratePerYear) - today;
        }

        profits.Sort();
        return Math.Max(0, -profits[(int)(0.05 * (Outcomes + 1)) - 1]);
    }

    private static double Value(StructurePosition position, double spot, int daysLater, double ratePerYear)
    {
        double value = 0;
        foreach (Leg leg in position.Legs)
        {
            // A calendar day at least is left at the risk horizon: the rules never choose a series that near.
            double years = Math.Max(1, leg.Contract.Expiry.DayNumber - position.Session.DayNumber - daysLater) / 365.0;
            value += leg.Quantity * OptionContract.Multiplier
                * BlackScholes.Price(leg.Contract.Right, spot, leg.Contract.Strike, leg.ImpliedVol, years, ratePerYear);
        }

        return value;
    }
}
