using ResearchLab.Options;
using ResearchLab.Time;

namespace ResearchLab.Market.Sources;

/// <summary>
/// The option snapshot of an underlying as the chain of the session whose close it shows. Quotes of another session than that, and contracts that
/// were adjusted (another number of shares), are left out and counted.
/// </summary>
/// <param name="underlying">Symbol.</param>
/// <param name="session">Session of the snapshot.</param>
internal sealed class MassiveChain(string underlying, DateOnly session)
{
    private const int StandardShares = 100;
    private const long NanosecondsPerTick = 100;

    private readonly List<(OptionContract Contract, double Bid, double Ask, double Volume, double OpenInterest, double Iv, double Delta)> _quotes = [];
    private double _spot = double.NaN;
    private int _adjusted, _old, _unquoted;

    /// <summary>The session whose closing quotes a snapshot taken now shows.</summary>
    /// <exception cref="SourceException">The market is open, or its quotes are not final yet.</exception>
    public static DateOnly SessionAt(SourceQuery query)
    {
        DateOnly today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(query.Now, ExchangeCalendar.Nyse.Zone).DateTime);
        if (ExchangeCalendar.Nyse.IsSession(today) && query.Now >= ExchangeCalendar.Nyse.OpenOf(today) && query.Now < KnownAt.Daily(today))
            throw new SourceException(SourceFailure.Exhausted, Invariant($"massive: the chain of {query.Symbol} is not final while the market is open; ")
                + Invariant($"a snapshot is the chain of a close. Run again after {KnownAt.Daily(today):HH:mm} UTC."));
        return ExchangeCalendar.Nyse.LastCompleted(query.Now - KnownAt.DailyLag);
    }

    public void Add(JsonFields result)
    {
        JsonFields details = result.Object("details");
        if (result.OptionalObject("underlying_asset") is { } asset)
        {
            if (asset.Has("ticker") && !asset.Text("ticker").Equals(underlying, StringComparison.OrdinalIgnoreCase))
                throw new SourceException(SourceFailure.BadAnswer,
                    $"massive: asked for the chain of {underlying}, answered with that of '{asset.Text("ticker")}'. Nothing of it was stored; "
                        + "try again later.");
            double price = asset.OptionalNumber("price");
            _spot = double.IsNaN(_spot) ? double.IsNaN(price) ? asset.OptionalNumber("value") : price : _spot;
        }

        string type = details.Text("contract_type");
        if (type is not ("call" or "put"))
            throw details.Wrong($"'{details.Path}.contract_type'", details.Element.GetProperty("contract_type"), "call or put");
        if (details.Has("shares_per_contract") && details.Number("shares_per_contract") != StandardShares)
        {
            _adjusted++;
            return;
        }

        if (result.OptionalObject("last_quote") is not { } quote)
        {
            _unquoted++;
            return;
        }

        if (quote.Has("last_updated") && SessionOf(quote.Whole("last_updated")) != session)
        {
            _old++;
            return;
        }

        double delta = result.OptionalObject("greeks") is { } greeks ? greeks.OptionalNumber("delta") : double.NaN;
        double volume = result.OptionalObject("day") is { } day ? day.OptionalNumber("volume") : double.NaN;
        _quotes.Add((
            new OptionContract(details.Date("expiration_date"), details.Number("strike_price"), type == "call" ? OptionRight.Call : OptionRight.Put),
            quote.Number("bid"), quote.Number("ask"), volume, result.OptionalNumber("open_interest"), result.OptionalNumber("implied_volatility"), delta));
    }

    public SourceRows Rows()
    {
        if (_quotes.Count == 0 && _unquoted > 0)
            throw new SourceException(SourceFailure.Refused,
                Invariant($"massive: {_unquoted} contracts of {underlying} came without quotes. Its plan must include option quotes; ")
                    + "see docs/guide/data-sources.md.");
        if (_quotes.Count > 0 && !(_spot > 0))
            throw new SourceException(SourceFailure.BadAnswer,
                $"massive: the chain of {underlying} came without the price of the underlying. Its plan must include it; see docs/guide/data-sources.md.");
        List<string> remarks = [];
        if (_old > 0)
            remarks.Add(Invariant($"{underlying}: {_old} quotes are not of {session:yyyy-MM-dd} and were left out"));
        if (_adjusted > 0)
            remarks.Add(Invariant($"{underlying}: {_adjusted} adjusted contracts (not {StandardShares} shares) were left out"));
        if (_unquoted > 0)
            remarks.Add(Invariant($"{underlying}: {_unquoted} contracts without a quote were left out"));
        var rows = _quotes.DistinctBy(quote => quote.Contract).OrderBy(quote => quote.Contract.Expiry).ThenBy(quote => quote.Contract.Strike)
            .ThenBy(quote => quote.Contract.Right).ToArray();
        return new SourceRows
        {
            Remarks = remarks,
            Chain = new OptionChain
            {
                Underlying = underlying,
                Session = session,
                Spot = _spot,
                RatePerYear = double.NaN,
                Origin = ChainOrigin.Observed,
                Contracts = Array.ConvertAll(rows, row => row.Contract),
                Bid = Array.ConvertAll(rows, row => row.Bid),
                Ask = Array.ConvertAll(rows, row => row.Ask),
                Volume = Array.ConvertAll(rows, row => row.Volume),
                OpenInterest = Array.ConvertAll(rows, row => row.OpenInterest),
                ImpliedVol = Array.ConvertAll(rows, row => row.Iv),
                Delta = Array.ConvertAll(rows, row => row.Delta),
            },
        };
    }

    private static DateOnly SessionOf(long nanoseconds) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(DateTimeOffset.UnixEpoch.AddTicks(nanoseconds / NanosecondsPerTick),
            ExchangeCalendar.Nyse.Zone).DateTime);
}
