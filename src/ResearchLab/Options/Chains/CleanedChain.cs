using ResearchLab.Basics;

namespace ResearchLab.Options;

/// <summary>A chain with its volatilities solved afresh and everything that is wrong with it.</summary>
/// <remarks>Columns have one entry a row of <see cref="Chain"/>. A number that does not exist is NaN and its row says why.</remarks>
public sealed record CleanedChain
{
    /// <summary>The quotes, with implied volatility and delta of the mid at the parity forward of each expiry.</summary>
    public required OptionChain Chain { get; init; }

    /// <summary>
    /// When the options may be exercised, as volatilities and greeks have it. A volatility of an American option is that of the underlying's
    /// lognormal moves, hence comparable with that of a European one.
    /// </summary>
    public required ExerciseStyle Exercise { get; init; }

    /// <summary>Why a row has an implied volatility or none.</summary>
    public required ImpliedVolStatus[] Status { get; init; }

    /// <summary>Price and greeks per unit at the implied volatility; all NaN where there is none.</summary>
    public required Greeks[] Greeks { get; init; }

    /// <summary>What is wrong with a row.</summary>
    public required QuoteFlags[] Flags { get; init; }

    /// <summary>The expiries, ascending.</summary>
    public required IReadOnlyList<CleanedExpiry> Expiries { get; init; }

    /// <summary>Prices of the chain that contradict each other by more than their spreads, by expiry and strike.</summary>
    public required IReadOnlyList<ChainViolation> Violations { get; init; }

    /// <summary>Quotes whose mid has an implied volatility.</summary>
    public int Solved => Expiries.Sum(expiry => expiry.Solved);

    /// <summary>One expiry.</summary>
    /// <exception cref="UsageException">The chain has no quote of that expiry; the message lists those near.</exception>
    public CleanedExpiry At(DateOnly expiry) => Expiries.FirstOrDefault(found => found.Expiry == expiry)
        ?? throw new UsageException(
            Expiries.Count == 0
                ? Invariant($"The chain of {Chain.Session:yyyy-MM-dd} has no quotes. Use another session.")
                : Invariant($"The chain of {Chain.Session:yyyy-MM-dd} has no quote that expires on {expiry:yyyy-MM-dd}. ")
                    + "The nearest expiries are "
                    + string.Join(", ", Expiries.OrderBy(found => Math.Abs(found.Expiry.DayNumber - expiry.DayNumber)).Take(3)
                        .Select(found => found.Expiry).Order().Select(date => Invariant($"{date:yyyy-MM-dd}")))
                    + ".");
}
