using ResearchLab.Options;
using ResearchLab.Time;

namespace ResearchLab.Market;

/// <summary>
/// Open interest and volume of the demo's chains: most near the money, in monthly expiries and at round strikes, building up as
/// expiry nears; open interest of a contract drifts with its moneyness and never jumps at random from day to day.
/// </summary>
internal static class SimulatedMarketActivity
{
    internal static void Fill(OptionChain chain, in VolSurface surface, ulong seed, double scale, double activity)
    {
        DateOnly expiry = default;
        double weight = 0, deviation = 1, turnover = 0;
        ulong daySeed = seed ^ ((ulong)chain.Session.DayNumber << 20);
        double putTilt = Math.Exp(0.2 * SimulatedMarketNoise.Bell(daySeed));
        for (int i = 0; i < chain.Count; i++)
        {
            OptionContract contract = chain.Contracts[i];
            if (contract.Expiry != expiry)
            {
                expiry = contract.Expiry;
                int days = expiry.DayNumber - chain.Session.DayNumber;
                double years = days / 365.0;
                deviation = surface.AtmVol(years) * Math.Sqrt(years);
                bool monthly = OptionExpiries.IsMonthly(expiry);
                weight = scale * (monthly ? 4200 : 1100) * Math.Exp(-days / (monthly ? 90.0 : 45.0));
                turnover = 0.05 + (0.25 * Math.Exp(-days / 20.0));
            }

            double z = Math.Log(contract.Strike / chain.Spot) / deviation;
            bool isPut = contract.Right == OptionRight.Put;
            double moneyness = isPut ? -z : z; // positive out of the money
            double profile = moneyness >= 0 ? Math.Exp(-0.5 * moneyness * moneyness / (isPut ? 2.6 : 1.9)) : Math.Exp(1.1 * moneyness);
            double round = contract.Strike % 10 == 0 ? 2 : contract.Strike % 5 == 0 ? 1.4 : 0.8;
            double own = Math.Exp(0.6 * SimulatedMarketNoise.Bell(SimulatedMarketNoise.OfContract(seed, contract)));
            double interest = weight * profile * round * own;
            chain.OpenInterest[i] = Math.Round(interest);
            double today = Math.Exp(0.8 * SimulatedMarketNoise.Bell(SimulatedMarketNoise.OfContract(daySeed + 1, contract)));
            chain.Volume[i] = Math.Floor(interest * turnover * activity * today * (isPut ? putTilt : 1));
        }
    }
}
