using ResearchLab.Options;
using ResearchLab.Risk;

namespace ResearchLab.Daily;

/// <summary>What every walk over the same sessions shares.</summary>
/// <param name="Trades">Trades the desk could make.</param>
/// <param name="Refreshes">Calendar positions, ascending, at which calibrations, pickers and skill were taken anew; the first lies before the first tested
/// session.</param>
/// <param name="RiskFree">What a dollar of cash earned since the session before, by calendar position.</param>
/// <param name="OutOfRange">Share of features outside of the fold's training rows, by tested session.</param>
/// <param name="Similar">What similar sessions led to at a tested session, as known at a refresh.</param>
/// <param name="AccountValue">Dollars at the start.</param>
/// <param name="Limits">The limits.</param>
internal sealed record DeskGround(
    DeskTrades Trades, int[] Refreshes, double[] RiskFree, double[] OutOfRange, Func<int, int, Structure, SimilarRecord> Similar, double AccountValue,
    RiskLimits Limits)
{
    /// <summary>Calendar position of the first tested session.</summary>
    public int Start => Trades.Rows.Spans[Trades.Tested[0]].Position;

    /// <summary>Calendar position of the last session with data.</summary>
    public int End => RiskFree.Length - 1;

    /// <summary>The refresh in force at each tested session.</summary>
    public int RefreshAt(int tested)
    {
        int position = Trades.Rows.Spans[Trades.Tested[tested]].Position, at = Array.BinarySearch(Refreshes, position);
        // What is learned at a close decides from the next session on.
        return (at >= 0 ? at : ~at) - 1;
    }
}
