using ResearchLab.Lake;
using ResearchLab.Market;
using ResearchLab.Options;
using ResearchLab.Time;

namespace ResearchLab.Daily;

/// <summary>The chains a symbol is given where none was observed: surfaces, the constants behind them and the dividends its forwards know.</summary>
/// <param name="Model">Constants, of the one vintage of this run.</param>
/// <param name="Surfaces">One a bar; null where none can be made.</param>
/// <param name="Carries">Expected dividends, one a bar.</param>
/// <param name="Dividends">Cash dividends on the bars' split basis, ascending.</param>
internal sealed record ModelledMarket(ChainModel Model, VolSurface?[] Surfaces, Carry[] Carries, IReadOnlyList<(DateOnly ExSession, double Cash)> Dividends)
{
    private const string FromActions = "recorded dividends", FromCloses = "dividends between closes and adjusted closes";

    /// <summary>Reads dividends and builds the surfaces.</summary>
    /// <param name="view">What is known.</param>
    /// <param name="bars">Bars of the symbol.</param>
    /// <param name="context">The market around it, with the rate that prices are made with.</param>
    /// <param name="observed">Summaries of the observed chains that refit the model, by underlying and session; empty when the lake has none.</param>
    /// <param name="underlying">Symbol of <paramref name="observed"/>.</param>
    public static ModelledMarket Of(LakeView view, BarSeries bars, MarketContext context, IReadOnlyList<ChainSummary> observed, string underlying)
    {
        (IReadOnlyList<(DateOnly, double)> dividends, string basis) = DividendsOf(view, bars);
        Carry[] carries = ExerciseStyles.Of(bars.Symbol) == ExerciseStyle.European && dividends.Count == 0
            ? IndexCarries(view, bars, context, underlying == bars.Symbol ? observed : [])
            : CarryHistory.FromDividends(bars, dividends, basis);
        ChainModel model = Refit(view, bars, context, carries, observed, underlying);
        return new ModelledMarket(model, ModelledChainSurfaces.Of(bars, context, model, carries), carries, dividends);
    }

    /// <summary>
    /// The surfaces of an underlying with any constants, as if none of its own chains had been observed; the market's closes stand in for an index without
    /// bars.
    /// </summary>
    /// <param name="view">What is known.</param>
    /// <param name="underlying">Symbol.</param>
    /// <param name="context">The market around it.</param>
    public static Func<ChainModel, Func<DateOnly, VolSurface?>> SurfacesOf(LakeView view, string underlying, MarketContext context)
    {
        BarSeries bars = LakeMarket.Bars(view, underlying) is { Count: > 0 } own ? own : context.Market with { Symbol = underlying };
        (IReadOnlyList<(DateOnly, double)> dividends, string basis) = DividendsOf(view, bars);
        Carry[] carries = ExerciseStyles.Of(underlying) == ExerciseStyle.European && dividends.Count == 0
            ? IndexCarries(view, bars, context, [])
            : CarryHistory.FromDividends(bars, dividends, basis);
        return model =>
        {
            VolSurface?[] surfaces = ModelledChainSurfaces.Of(bars, context, model, carries);
            return session => bars.IndexOf(session) is >= 0 and var row ? surfaces[row] : null;
        };
    }

    private static ChainModel Refit(LakeView view, BarSeries bars, MarketContext context, Carry[] carries, IReadOnlyList<ChainSummary> observed,
        string underlying)
    {
        // Only whole quarters: constants that moved with every session's chain would change each session's features, and with them the model.
        DateOnly last = bars.Sessions[^1], next = ExchangeCalendar.Nyse.Next(last);
        DateOnly quarter = new(last.Year, ((last.Month - 1) / 3 * 3) + 1, 1);
        bool complete = next.Year != last.Year || (next.Month - 1) / 3 != (last.Month - 1) / 3;
        observed = [.. observed.Where(summary => complete ? summary.Session <= last : summary.Session < quarter)];
        if (observed.Count == 0)
            return ChainModel.Shipped;
        BarSeries of = underlying == bars.Symbol ? bars : LakeMarket.Bars(view, underlying) is { Count: > 0 } own
            ? own
            : context.Market with { Symbol = underlying };
        VolSurface?[] shipped = ModelledChainSurfaces.Of(of, context, ChainModel.Shipped, underlying == bars.Symbol ? carries : null);
        return ChainRefit.Of(ChainModel.Shipped, underlying,
        [
            .. observed.Select(summary => (summary, Row: of.IndexOf(summary.Session)))
                .Where(one => one.Row >= 0 && shipped[one.Row] is not null)
                .Select(one => (one.summary, ModelledChainSummary.Of(one.summary.Session, of.Close[one.Row], shipped[one.Row]!.Value))),
        ]);
    }

    // Recorded dividends are as paid; bars are on the split basis of today.
    private static (IReadOnlyList<(DateOnly, double)> Dividends, string Basis) DividendsOf(LakeView view, BarSeries bars)
    {
        IReadOnlyList<(DateOnly Session, double Ratio)> splits = LakeMarket.Splits(view, bars.Symbol);
        (DateOnly, double)[] recorded = [.. LakeMarket.Dividends(view, bars.Symbol).Select(paid => (
            paid.ExSession, splits.Where(split => split.Session > paid.ExSession).Aggregate(paid.Cash, (cash, split) => cash / split.Ratio)))];
        if (recorded.Length > 0)
            return (recorded, FromActions);
        DailySeries adjusted = LakeMarket.AdjustedCloses(view, bars.Symbol);
        if (!adjusted.Sessions.AsSpan().SequenceEqual(bars.Sessions))
            return ([], "no dividends recorded");
        IReadOnlyList<(DateOnly, double)> found = CarryHistory.FromAdjustedCloses(bars, adjusted.Values);
        return found.Count > 0 ? (found, FromCloses)
            : (found, adjusted.Values.All(double.IsNaN) ? "no dividends recorded" : "prices that hold their dividends already");
    }

    private static Carry[] IndexCarries(LakeView view, BarSeries bars, MarketContext context, IReadOnlyList<ChainSummary> own)
    {
        var implied = own.ToDictionary(summary => summary.Session, summary => summary.ImpliedYield + ChainModel.Shipped.Financing);
        IReadOnlyList<(DateOnly, double)> market = DividendsOf(view, context.Market).Dividends;
        double[] trailing = CarryHistory.TrailingYield(context.Market, market);
        return CarryHistory.OfIndex(
            bars.Sessions,
            [.. bars.Sessions.Select(session => implied.GetValueOrDefault(session, double.NaN))],
            [.. bars.Sessions.Select(session => market.Count > 0 && context.Market.IndexOf(session) is >= 0 and var row ? trailing[row] : double.NaN)]);
    }
}
