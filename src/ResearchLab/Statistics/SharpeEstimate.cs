using MathNet.Numerics.Distributions;

namespace ResearchLab.Statistics;

/// <summary>A Sharpe ratio with its standard error under three assumptions; all per period unless named annual.</summary>
/// <param name="Count">Number of returns.</param>
/// <param name="PerPeriod">Mean excess return over its sample deviation; NaN with fewer than two returns or without variation.</param>
/// <param name="Skewness">Of the returns; 0 for a normal law.</param>
/// <param name="Kurtosis">Of the returns, not in excess: 3 for a normal law.</param>
/// <param name="ErrorNormal">Standard error if returns were independent and normal.</param>
/// <param name="ErrorIndependent">Standard error if they were independent, whatever their law.</param>
/// <param name="ErrorDependent">Standard error that also allows for autocorrelation, of the returns and of their squares.</param>
/// <param name="Annual">Times √periods: right when returns are independent.</param>
/// <param name="AnnualDependent">Times the factor that allows for autocorrelation; see <see cref="SharpeRatio.AnnualisationFactor"/>.</param>
/// <param name="PeriodsPerYear">Periods of a year.</param>
public sealed record SharpeEstimate(
    int Count, double PerPeriod, double Skewness, double Kurtosis, double ErrorNormal, double ErrorIndependent, double ErrorDependent,
    double Annual, double AnnualDependent, double PeriodsPerYear)
{
    /// <summary>Interval of <see cref="Annual"/> from the standard error that allows for dependence.</summary>
    /// <param name="level">Confidence in (0, 1).</param>
    public Interval AnnualInterval(double level = 0.95)
    {
        double half = Normal.InvCDF(0, 1, 0.5 + (level / 2)) * ErrorDependent * Math.Sqrt(PeriodsPerYear);
        return new Interval(Annual - half, Annual + half);
    }
}
