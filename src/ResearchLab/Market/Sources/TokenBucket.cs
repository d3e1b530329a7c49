namespace ResearchLab.Market.Sources;

/// <summary>Lets a number of requests through a minute: a bucket that holds that many and refills steadily.</summary>
/// <param name="perMinute">Requests a minute, above 0.</param>
/// <param name="time">Measures the pauses.</param>
internal sealed class TokenBucket(double perMinute, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly double _capacity = Math.Max(1, perMinute);
    private double _tokens = Math.Max(1, perMinute);
    private long _last = time.GetTimestamp();

    /// <summary>Takes a place and says how long to wait before using it.</summary>
    public TimeSpan Take()
    {
        lock (_lock)
        {
            long now = time.GetTimestamp();
            double perSecond = perMinute / 60;
            _tokens = Math.Min(_capacity, _tokens + (time.GetElapsedTime(_last, now).TotalSeconds * perSecond)) - 1;
            _last = now;
            return _tokens >= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(-_tokens / perSecond);
        }
    }
}
