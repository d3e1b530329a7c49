namespace ResearchLab.Market.Sources;

/// <summary>A key that no text shows: printing it, a record that holds it or an error about it gives <c>(secret)</c>.</summary>
/// <param name="value">The key.</param>
public sealed class Secret(string value)
{
    /// <summary>The key itself, for the one place that sends it.</summary>
    internal string Reveal() => value;

    /// <inheritdoc/>
    public override string ToString() => "(secret)";
}

/// <summary>Where a vendor is asked, with which key and how fast.</summary>
/// <param name="Url">Base address; a proxy or a test server can stand in for the vendor.</param>
/// <param name="RequestsPerMinute">Requests a minute; as many may go out at once after a pause.</param>
public sealed record SourceEndpoint(Uri Url, double RequestsPerMinute)
{
    /// <summary>The key; null when none was set.</summary>
    public Secret? Key { get; init; }

    /// <summary>Environment variable the key is read from, named by the error when it is missing; null when the vendor needs none.</summary>
    public string? KeyVariable { get; init; }
}

/// <summary>Addresses, keys and limits of all vendors. Nothing here is read from the machine: the caller binds it.</summary>
public sealed record SourceSettings
{
    /// <summary>Folder of the response cache, the day's quota and what vendors were found not to have.</summary>
    public required string Folder { get; init; }

    /// <summary>Yahoo's chart API; it needs no key.</summary>
    public SourceEndpoint Yahoo { get; init; } = new(new Uri("https://query1.finance.yahoo.com"), 60);

    /// <summary>Massive, formerly Polygon; the free plan allows five requests a minute.</summary>
    public SourceEndpoint Massive { get; init; } = new(new Uri("https://api.massive.com"), 5) { KeyVariable = "MASSIVE_API_KEY" };

    /// <summary>Financial Modeling Prep.</summary>
    public SourceEndpoint Fmp { get; init; } = new(new Uri("https://financialmodelingprep.com"), 240) { KeyVariable = "FMP_API_KEY" };

    /// <summary>Binance's public market data; it needs no key.</summary>
    public SourceEndpoint Binance { get; init; } = new(new Uri("https://api.binance.com"), 600);

    /// <summary>FRED and ALFRED of the Federal Reserve Bank of St. Louis.</summary>
    public SourceEndpoint Fred { get; init; } = new(new Uri("https://api.stlouisfed.org"), 100) { KeyVariable = "FRED_API_KEY" };

    /// <summary>FMP calls a day; 250 on the free plan.</summary>
    public int FmpCallsPerDay { get; init; } = 250;

    /// <summary>Zone of the hour at which FMP's day of calls begins.</summary>
    public string FmpResetZone { get; init; } = "America/New_York";

    /// <summary>Hour at which FMP's day of calls begins, in its zone.</summary>
    public TimeOnly FmpResetHour { get; init; } = new(15, 0);

    /// <summary>How answers are fetched.</summary>
    public SourceHttpOptions Http { get; init; } = new();
}

/// <summary>Patience and bounds of the requests to every vendor.</summary>
public sealed record SourceHttpOptions
{
    /// <summary>Longest one try may take, body included.</summary>
    public TimeSpan TryTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest a request may take with all its tries.</summary>
    public TimeSpan TotalTimeout { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Tries after the first.</summary>
    public int Retries { get; init; } = 4;

    /// <summary>Pause before the second try; it doubles from try to try, with jitter.</summary>
    public TimeSpan BaseDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest pause taken, whether asked for by the vendor (Retry-After) or not.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Failed tries in a row of a host, within 30 seconds, after which it is left alone for <see cref="BreakDuration"/>.</summary>
    public int FailuresToBreak { get; init; } = 10;

    /// <summary>How long a host that keeps failing is left alone.</summary>
    public TimeSpan BreakDuration { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Largest answer read, after decompression.</summary>
    public long MaxAnswerBytes { get; init; } = 64L << 20;

    /// <summary>Bound of the response cache on disk.</summary>
    public long MaxCacheBytes { get; init; } = 256L << 20;
}
