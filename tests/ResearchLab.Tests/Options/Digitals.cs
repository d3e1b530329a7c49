using ResearchLab.Options;

namespace ResearchLab.Tests.Options;

/// <summary>What the quotes themselves say of where a price ends: the slope between two strikes of one right, without any smile.</summary>
internal static class Digitals
{
    private const int MostStrikesApart = 8;
    private const double Coarse = 0.3;

    /// <summary>P(S ≤ price) and the width between its bid and ask; null where strikes lie too far apart to tell.</summary>
    /// <param name="distributions">The chain; forward, discount and the worth of early exercise come from its distribution.</param>
    /// <param name="expiry">An expiry with a distribution.</param>
    /// <param name="price">The price.</param>
    /// <param name="maxWidth">Pairs of strikes further apart are taken until the width is at most this.</param>
    /// <remarks>Slopes belong to the middle between their strikes, so the two around the price are interpolated. Out-of-the-money options are used.</remarks>
    public static (double Below, double Width)? Of(ChainDistributions distributions, DateOnly expiry, double price, double maxWidth = double.PositiveInfinity)
    {
        OptionChain chain = distributions.Chain;
        RiskNeutralDistribution distribution = distributions.At(expiry).Distribution!;
        OptionRight right = price < distribution.Forward ? OptionRight.Put : OptionRight.Call;
        int[] rows = [.. Enumerable.Range(0, chain.Count)
            .Where(row => chain.Contracts[row].Expiry == expiry && chain.Contracts[row].Right == right && Quotes.IsTwoSided(chain, row))];
        for (int apart = 1; apart <= MostStrikesApart; apart++)
        {
            (double At, double Below, double Width)? before = null;
            for (int i = 0; i + apart < rows.Length; i++)
            {
                (double At, double Below, double Width) next = Slope(rows[i], rows[i + apart]);
                if (next.At >= price)
                {
                    if (before is not { } low || next.At - low.At > Coarse * distribution.Forward * distribution.AtmDeviation)
                        return null;
                    double share = (price - low.At) / (next.At - low.At), width = low.Width + (share * (next.Width - low.Width));
                    if (width <= maxWidth || apart == MostStrikesApart)
                        return (low.Below + (share * (next.Below - low.Below)), width);
                    break;
                }

                before = next;
            }
        }

        return null;

        (double At, double Below, double Width) Slope(int low, int high)
        {
            double near = chain.Contracts[low].Strike, far = chain.Contracts[high].Strike, scale = 1 / (distribution.Discount * (far - near));
            double slope = scale * (European(high) - European(low));
            return (0.5 * (near + far), right == OptionRight.Put ? slope : 1 + slope,
                scale * (chain.Ask[low] - chain.Bid[low] + chain.Ask[high] - chain.Bid[high]));
        }

        double European(int row) => 0.5 * (chain.Bid[row] + chain.Ask[row]) - EarlyExercise(distributions, distribution, chain.Contracts[row]);
    }

    /// <summary>What the right to exercise early is worth in a quote; 0 in European ones.</summary>
    public static double EarlyExercise(ChainDistributions distributions, RiskNeutralDistribution distribution, OptionContract contract)
    {
        if (distributions.Exercise == ExerciseStyle.European)
            return 0;
        double years = distribution.Years, rate = -Math.Log(distribution.Discount) / years,
            yield = rate - (Math.Log(distribution.Forward / distribution.Spot) / years);
        return AmericanVolatilities.Premium(contract.Right, distribution.Spot, contract.Strike, distribution.Vol(contract.Strike), years, rate, yield);
    }

    /// <summary>Win probability of a position by digitals at its breakevens, and the sum of their widths.</summary>
    public static (double Win, double Width)? Win(ChainDistributions distributions, StructurePosition position, double maxWidth = double.PositiveInfinity)
    {
        double win = 0, width = 0, low = 0, below = 0;
        for (int i = 0; i <= position.Breakevens.Count; i++)
        {
            bool last = i == position.Breakevens.Count;
            double high = last ? 2 * Math.Max(low, position.Spot) : position.Breakevens[i], upTo = 1;
            if (!last)
            {
                if (Of(distributions, position.Expiry, high, maxWidth) is not { } digital)
                    return null;
                upTo = digital.Below;
                width += digital.Width;
            }

            if (Payoff.Profit(position, 0.5 * (low + high), distributions.Chain.RatePerYear) > 0)
                win += upTo - below;
            (low, below) = (high, upTo);
        }

        return (win, width);
    }
}
