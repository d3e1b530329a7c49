using ResearchLab.Options;

namespace ResearchLab.Tests.Market;

/// <summary>What any made-up chain must satisfy.</summary>
internal static class ChainChecks
{
    public static void Sane(OptionChain chain)
    {
        int rows = chain.Contracts.Length;
        Assert.All((double[][])[chain.Bid, chain.Ask, chain.Volume, chain.OpenInterest, chain.ImpliedVol, chain.Delta], c => Assert.Equal(rows, c.Length));
        for (int i = 0; i < rows; i++)
        {
            OptionContract contract = chain.Contracts[i];
            if (i > 0)
                Assert.True(OptionChain.Compare(chain.Contracts[i - 1], contract) < 0, $"{contract} out of order");
            Assert.True(contract.Expiry > chain.Session && contract.Strike > 0);
            Assert.True(chain.Bid[i] >= 0 && chain.Ask[i] > chain.Bid[i], $"{contract} {chain.Bid[i]} {chain.Ask[i]}");
            Assert.InRange(chain.ImpliedVol[i], 0.01, 5);
            Assert.True(contract.Right == OptionRight.Call ? chain.Delta[i] is >= 0 and <= 1 : chain.Delta[i] is <= 0 and >= -1);
            foreach (double price in (ReadOnlySpan<double>)[chain.Bid[i], chain.Ask[i]])
            {
                double ticks = price * (price < 3 ? 100 : 20);
                Assert.Equal(Math.Round(ticks), ticks, 1e-6);
            }

            Assert.Equal(i, chain.IndexOf(contract));
        }

        for (int i = 0; i + 1 < rows; i += 2)
        {
            // Rows come in pairs: put–call parity must hold inside the spreads, or a trader could lock in a profit.
            OptionContract call = chain.Contracts[i], put = chain.Contracts[i + 1];
            Assert.Equal((call.Expiry, call.Strike), (put.Expiry, put.Strike));
            double years = (call.Expiry.DayNumber - chain.Session.DayNumber) / 365.0;
            double forwardValue = chain.Spot - (call.Strike * Math.Exp(-chain.RatePerYear * years));
            Assert.True(chain.Bid[i] - chain.Ask[i + 1] <= forwardValue + 1e-9 && chain.Ask[i] - chain.Bid[i + 1] >= forwardValue - 1e-9,
                $"parity {call} on {chain.Session}");
            if (i < 2 || chain.Contracts[i - 2].Expiry != call.Expiry)
                continue;
            Assert.True(Mid(chain, i) <= Mid(chain, i - 2) + 0.05, $"call mids rise at {call}"); // a tick of rounding at most
            Assert.True(Mid(chain, i + 1) >= Mid(chain, i - 1) - 0.05, $"put mids fall at {put}");
        }
    }

    public static double Mid(OptionChain chain, int row) => 0.5 * (chain.Bid[row] + chain.Ask[row]);
}
