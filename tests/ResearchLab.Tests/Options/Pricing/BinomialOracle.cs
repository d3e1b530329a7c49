using ResearchLab.Options;

namespace ResearchLab.Tests.Options;

/// <summary>American prices by another road: the tree of Leisen and Reimer (1996) with an odd number of steps, extrapolated.</summary>
internal static class BinomialOracle
{
    /// <summary>Premium from about <paramref name="steps"/> and twice as many steps, the leading 1/steps error removed.</summary>
    public static double Price(OptionRight right, double spot, double strike, double vol, double years, double rate, double yield, int steps = 2_501)
    {
        double coarse = Tree(right, spot, strike, vol, years, rate, yield, steps), fine = Tree(right, spot, strike, vol, years, rate, yield, (2 * steps) + 1);
        double ratio = ((2 * steps) + 1) / (double)steps;
        return ((ratio * fine) - coarse) / (ratio - 1);
    }

    private static double Tree(OptionRight right, double spot, double strike, double vol, double years, double rate, double yield, int steps)
    {
        double dt = years / steps, deviation = vol * Math.Sqrt(years);
        double d1 = (Math.Log(spot / strike) + ((rate - yield) * years) + (0.5 * vol * vol * years)) / deviation;
        double Invert(double z)
        {
            double x = z / (steps + (1.0 / 3) + (0.1 / (steps + 1)));
            return 0.5 + (Math.Sign(z) * 0.5 * Math.Sqrt(1 - Math.Exp(-x * x * (steps + (1.0 / 6)))));
        }

        double up = Invert(d1 - deviation), growth = Math.Exp((rate - yield) * dt), discount = Math.Exp(-rate * dt);
        double u = growth * Invert(d1) / up, d = (growth - (up * u)) / (1 - up), sign = right == OptionRight.Call ? 1 : -1;
        var value = new double[steps + 1];
        var price = new double[steps + 1];
        for (int i = 0; i <= steps; i++)
        {
            price[i] = spot * Math.Exp((i * Math.Log(u)) + ((steps - i) * Math.Log(d)));
            value[i] = Math.Max(sign * (price[i] - strike), 0);
        }

        for (int n = steps - 1; n >= 0; n--)
        {
            for (int i = 0; i <= n; i++)
            {
                price[i] /= d;
                value[i] = Math.Max(discount * ((up * value[i + 1]) + ((1 - up) * value[i])), sign * (price[i] - strike));
            }
        }

        return value[0];
    }
}
