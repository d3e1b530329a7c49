using System.Globalization;
using ResearchLab.Options;

namespace ResearchLab.Backtesting;

/// <summary>What trading an option structure costs, on top of its mid.</summary>
/// <param name="CommissionPerContract">Broker's commission in dollars a contract, each way.</param>
/// <param name="FeePerContract">Exchange and regulatory fees in dollars a contract, each way.</param>
/// <param name="ShareOneLeg">Share of the bid–ask spread paid by a single option: 0.5 buys at the ask and sells at the bid.</param>
/// <param name="ShareTwoLegs">Share of each leg's spread paid by an order of two legs.</param>
/// <param name="ShareThreeLegs">Share of each leg's spread paid by an order of three legs.</param>
/// <param name="ShareFourLegs">Share of each leg's spread paid by an order of four legs or more.</param>
/// <param name="AssignmentFee">Dollars a contract exercised or assigned; most brokers ask nothing.</param>
/// <param name="StockCostPerShare">Dollars a share to trade away what an exercise or assignment delivers: half its spread.</param>
/// <remarks>
/// A combination trades inside the sum of its legs' spreads, since its market maker carries less risk than in each leg alone; the
/// falling shares say how far inside. They are assumptions, not measurements: vary them before trusting a result that depends on them.
/// </remarks>
public sealed record CostModel(
    double CommissionPerContract = 0.65,
    double FeePerContract = 0.05,
    double ShareOneLeg = 0.50,
    double ShareTwoLegs = 0.45,
    double ShareThreeLegs = 0.40,
    double ShareFourLegs = 0.35,
    double AssignmentFee = 0,
    double StockCostPerShare = 0.01)
{
    /// <summary>The usual costs.</summary>
    public static CostModel Default { get; } = new();

    /// <summary>Trading at mids for free, to see what costs take.</summary>
    public static CostModel Free { get; } = new(0, 0, 0, 0, 0, 0, 0, 0);

    /// <summary>All costs of a contract that are not spread, dollars each way.</summary>
    public double PerContract => CommissionPerContract + FeePerContract;

    /// <summary>Text that names every parameter with all its digits, for the context of results: other costs are another text.</summary>
    public string Spec => string.Create(
        CultureInfo.InvariantCulture,
        $"commission {CommissionPerContract:R}+{FeePerContract:R}, spread share {ShareOneLeg:R}/{ShareTwoLegs:R}/{ShareThreeLegs:R}/{ShareFourLegs:R}, "
            + $"delivery {AssignmentFee:R}+{StockCostPerShare:R}");

    /// <summary>Returns these costs when they can be: dollars a contract from 0 to 100, a share from 0 to 10, shares of the spread from 0 to 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One cannot; the message names it, its value and its range.</exception>
    public CostModel Validated()
    {
        Check(nameof(CommissionPerContract), CommissionPerContract, 100);
        Check(nameof(FeePerContract), FeePerContract, 100);
        Check(nameof(ShareOneLeg), ShareOneLeg, 1);
        Check(nameof(ShareTwoLegs), ShareTwoLegs, 1);
        Check(nameof(ShareThreeLegs), ShareThreeLegs, 1);
        Check(nameof(ShareFourLegs), ShareFourLegs, 1);
        Check(nameof(AssignmentFee), AssignmentFee, 100);
        Check(nameof(StockCostPerShare), StockCostPerShare, 10);
        return this;
    }

    private static void Check(string name, double value, double highest)
    {
        if (!(value >= 0 && value <= highest))
            throw new ArgumentOutOfRangeException(name, value,
                string.Create(CultureInfo.InvariantCulture, $"Cost {name} is {value:R}; it must be between 0 and {highest}."));
    }

    /// <summary>These costs where the share of the spread paid departs from the rules.</summary>
    public CostModel With(RuleOptions options) => options.SpreadShare is { } share
        ? this with { ShareOneLeg = share, ShareTwoLegs = share, ShareThreeLegs = share, ShareFourLegs = share }
        : this;

    /// <summary>The same share of the price at another price of the underlying: all dollar amounts scaled.</summary>
    /// <param name="factor">Price traded at over the price that these costs are meant for.</param>
    public CostModel AtPrice(double factor) => this with
    {
        CommissionPerContract = CommissionPerContract * factor,
        FeePerContract = FeePerContract * factor,
        AssignmentFee = AssignmentFee * factor,
        StockCostPerShare = StockCostPerShare * factor,
    };

    /// <summary>Share of each leg's spread paid on one side of the trade by an order of <paramref name="legs"/> legs.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="legs"/> is below 1.</exception>
    public double SpreadShare(int legs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(legs, 1);
        return legs switch { 1 => ShareOneLeg, 2 => ShareTwoLegs, 3 => ShareThreeLegs, _ => ShareFourLegs };
    }
}
