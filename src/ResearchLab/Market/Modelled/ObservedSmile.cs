using ResearchLab.Options;

namespace ResearchLab.Market;

/// <summary>The quotes of one expiry of a real chain that a model can be fitted to or tested on.</summary>
/// <param name="Underlying">Symbol.</param>
/// <param name="Session">Session of the chain.</param>
/// <param name="Days">Calendar days to expiry.</param>
/// <param name="Spot">Price of the underlying.</param>
/// <param name="Forward">Forward from put–call parity, or of the carry where a chain is too thin for it.</param>
/// <param name="AtmVol">Volatility at the forward; NaN where a chain is too thin for it.</param>
/// <param name="Outside">Two-sided quotes out of the money with a volatility, by strike.</param>
/// <param name="Inside">Two-sided quotes in the money.</param>
public sealed record ObservedSmile(
    string Underlying, DateOnly Session, int Days, double Spot, double Forward, double AtmVol, IReadOnlyList<ObservedQuote> Outside,
    IReadOnlyList<ObservedQuote> Inside)
{
    /// <summary>Fewest days to expiry that are used: nearer ones hang on the hour of the snapshot.</summary>
    public const int MinDays = 7;

    /// <summary>Most days to expiry that are used: the two indices say nothing of later ones.</summary>
    public const int MaxDays = 250;

    private const int MinQuotes = 20;

    /// <summary>Years to expiry.</summary>
    public double Years => Days / BlackScholes.DaysPerYear;

    /// <summary>Log-moneyness of a strike in at-the-money deviations.</summary>
    public double Deviations(double strike) => Math.Log(strike / Forward) / (AtmVol * Math.Sqrt(Years));

    /// <summary>The smiles of a chain between 7 and 250 days with at least 20 quotes out of the money around a known forward.</summary>
    public static List<ObservedSmile> Of(OptionChain chain)
    {
        CleanedChain cleaned = ChainCleaning.Clean(chain);
        var smiles = new List<ObservedSmile>();
        foreach (CleanedExpiry expiry in cleaned.Expiries)
        {
            int days = expiry.Expiry.DayNumber - chain.Session.DayNumber;
            if (days is < MinDays or > MaxDays || expiry.Parity.Status is ParityStatus.NoPairs or ParityStatus.Implausible || !(expiry.AtmVol > 0))
                continue;
            var outside = new List<ObservedQuote>();
            var inside = new List<ObservedQuote>();
            for (int row = expiry.Start; row < expiry.End; row++)
            {
                OptionContract contract = chain.Contracts[row];
                double bid = chain.Bid[row], ask = chain.Ask[row];
                if (!(bid > 0 && ask > bid))
                    continue;
                bool isOutside = contract.Right == OptionRight.Call == contract.Strike >= expiry.Forward;
                double vol = cleaned.Chain.ImpliedVol[row], mid = 0.5 * (bid + ask);
                if (isOutside && vol > 0)
                    outside.Add(new(contract.Strike, contract.Right, mid, ask - bid, vol, cleaned.Chain.Delta[row], mid));
                else if (!isOutside)
                    inside.Add(new(contract.Strike, contract.Right, mid, ask - bid, double.NaN, double.NaN, double.NaN));
            }

            if (outside.Count < MinQuotes)
                continue;
            var value = outside.ToDictionary(quote => quote.Strike, quote => quote.Mid);
            smiles.Add(new ObservedSmile(chain.Underlying, chain.Session, days, chain.Spot, expiry.Forward, expiry.AtmVol, outside,
                [.. inside.Select(quote => quote with { TimeValue = value.GetValueOrDefault(quote.Strike, double.NaN) })]));
        }

        return smiles;
    }

    /// <summary>
    /// The quotes of a chain too thin for parity, such as a vendor's most active contracts: out-of-the-money quotes around the forward that a surface gives,
    /// solved for European volatilities, those of American calls without what exercise before a dividend is worth.
    /// </summary>
    /// <param name="chain">Chain.</param>
    /// <param name="surface">Rate, carry and style.</param>
    public static List<ObservedSmile> Thin(OptionChain chain, VolSurface surface)
    {
        ArgumentNullException.ThrowIfNull(chain);
        var smiles = new List<ObservedSmile>();
        foreach (IGrouping<DateOnly, int> expiry in Enumerable.Range(0, chain.Count).GroupBy(row => chain.Contracts[row].Expiry))
        {
            int days = expiry.Key.DayNumber - chain.Session.DayNumber;
            if (days is < MinDays or > MaxDays)
                continue;
            double years = days / BlackScholes.DaysPerYear;
            VolSlice slice = surface.At(chain.Spot, years);
            var outside = new List<ObservedQuote>();
            foreach (int row in expiry)
            {
                (OptionContract contract, double bid, double ask) = (chain.Contracts[row], chain.Bid[row], chain.Ask[row]);
                if (!(bid > 0 && ask > bid) || contract.Right == OptionRight.Call != contract.Strike >= slice.Forward)
                    continue;
                // At the prepaid forward without a yield the price is that of the forward.
                double mid = 0.5 * (bid + ask), prepaid = chain.Spot * slice.PrepaidShare;
                ImpliedVol solved = ImpliedVolatility.Solve(contract.Right, mid, prepaid, contract.Strike, years, surface.RatePerYear);
                if (solved.Status != ImpliedVolStatus.Solved)
                    continue;
                double vol = solved.VolAnnual;
                if (surface.Style == ExerciseStyle.American && contract.Right == OptionRight.Call && surface.Carry is { } carry)
                {
                    // The price is the dearest of several ends, so its volatility is the lowest that one of them needs.
                    for (int i = carry.Until(years) - 1; i >= 0; i--)
                    {
                        (double until, double share) = carry.ExerciseFor(i);
                        if (until <= 0)
                            continue;
                        ImpliedVol early = ImpliedVolatility.Solve(OptionRight.Call, mid, chain.Spot * share, contract.Strike, until, surface.RatePerYear);
                        vol = early.Status == ImpliedVolStatus.Solved ? Math.Min(vol, early.VolAnnual) : vol;
                    }
                }

                outside.Add(new(contract.Strike, contract.Right, mid, ask - bid, vol,
                    BlackScholes.Greeks(contract.Right, prepaid, contract.Strike, vol, years, surface.RatePerYear).DeltaPerUnit, mid));
            }

            if (outside.Count > 0)
                smiles.Add(new ObservedSmile(chain.Underlying, chain.Session, days, chain.Spot, slice.Forward, double.NaN, outside, []));
        }

        return smiles;
    }
}
