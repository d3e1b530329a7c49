using ResearchLab.Time;

namespace ResearchLab.Market;

/// <summary>
/// The strikes of the simulated market by expiry and session. As on an exchange a strike stays listed until it expires, however far the
/// price moves away, so that what was bought can be sold; new ones are added around each close.
/// </summary>
internal sealed class SimulatedMarketListing
{
    private readonly Dictionary<DateOnly, (double[] Strikes, int[] Since)> _expiries = [];

    /// <summary>Lists around every close of a history.</summary>
    public SimulatedMarketListing(BarSeries bars, VolSurface[] surfaces)
    {
        var since = new Dictionary<DateOnly, Dictionary<double, int>>();
        Span<double> room = stackalloc double[ModelledChainStrikes.Capacity];
        for (int row = 0; row < bars.Count; row++)
        {
            foreach (DateOnly expiry in OptionExpiries.Listed(bars.Sessions[row]))
            {
                if (!since.TryGetValue(expiry, out Dictionary<double, int>? strikes))
                    since[expiry] = strikes = [];
                double years = (expiry.DayNumber - bars.Sessions[row].DayNumber) / 365.0;
                int count = ModelledChainStrikes.ListCoarse(bars.Close[row], surfaces[row].AtmVol(years) * Math.Sqrt(years), room);
                foreach (double strike in room[..count])
                    strikes.TryAdd(strike, row);
            }
        }

        foreach ((DateOnly expiry, Dictionary<double, int> strikes) in since)
        {
            KeyValuePair<double, int>[] sorted = [.. strikes.OrderBy(listed => listed.Key)];
            _expiries[expiry] = (Array.ConvertAll(sorted, listed => listed.Key), Array.ConvertAll(sorted, listed => listed.Value));
        }
    }

    /// <summary>Strikes of an expiry listed by the close of a row of the bars, ascending.</summary>
    public double[] At(DateOnly expiry, int row)
    {
        (double[] strikes, int[] since) = _expiries[expiry];
        var listed = new List<double>(strikes.Length);
        for (int i = 0; i < strikes.Length; i++)
        {
            if (since[i] <= row)
                listed.Add(strikes[i]);
        }

        return [.. listed];
    }
}
