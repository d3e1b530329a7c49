namespace ResearchLab.Notebooks;

/// <summary>What a notebook that is a report states about itself; cells call it as <c>Report</c>.</summary>
public sealed class NotebookReport
{
    private readonly object _lock = new();
    private readonly List<ReportMetric> _metrics = [];
    private readonly List<(DateTimeOffset Newest, TimeSpan Age)> _ages = [];

    internal NotebookReport()
    {
    }

    /// <summary>Metrics in the order they were stated.</summary>
    public IReadOnlyList<ReportMetric> Metrics
    {
        get
        {
            lock (_lock)
                return [.. _metrics];
        }
    }

    /// <summary>States a number that <c>lab notebook verify</c> compares with the last accepted run; the last value of a name counts.</summary>
    /// <param name="name">Name, not empty.</param>
    /// <param name="value">Value; NaN is a value of its own.</param>
    /// <param name="tolerance">Largest difference that still counts as the same, ≥ 0.</param>
    /// <exception cref="ArgumentException">The name is empty or the tolerance negative or NaN.</exception>
    public void Metric(string name, double value, double tolerance = 0)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (!(tolerance >= 0))
            throw new ArgumentException(Invariant($"The tolerance of '{name}' is {tolerance}. Give 0 or more."), nameof(tolerance));
        lock (_lock)
        {
            _metrics.RemoveAll(metric => metric.Name == name);
            _metrics.Add(new ReportMetric(name, value, tolerance));
        }
    }

    /// <summary>States how old the newest data may be. A run whose data are older carries a banner and ends with exit code 3.</summary>
    /// <param name="age">Largest age, above 0.</param>
    /// <param name="newest">When the newest data became known, such as the close of their last session.</param>
    /// <exception cref="ArgumentOutOfRangeException">The age is not above 0.</exception>
    public void Tolerates(TimeSpan age, DateTimeOffset newest)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(age, TimeSpan.Zero);
        lock (_lock)
            _ages.Add((newest, age));
    }

    /// <summary>What is too old at an instant, in words; null when nothing is.</summary>
    internal string? StaleAt(DateTimeOffset now)
    {
        lock (_lock)
        {
            foreach ((DateTimeOffset newest, TimeSpan age) in _ages)
            {
                if (now - newest > age)
                    return Invariant($"Stale data: the newest is of {newest.UtcDateTime:yyyy-MM-dd HH:mm}Z, ")
                        + Invariant($"{Words(now - newest)} before {now.UtcDateTime:yyyy-MM-dd HH:mm}Z; this report tolerates {Words(age)}.");
            }
        }

        return null;
    }

    private static string Words(TimeSpan span) => span.TotalDays >= 2 ? Invariant($"{span.TotalDays:0.#} days") : Invariant($"{span.TotalHours:0.#} hours");
}
