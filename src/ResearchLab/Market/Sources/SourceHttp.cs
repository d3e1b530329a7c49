using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;
using ResearchLab.Lake;

namespace ResearchLab.Market.Sources;

/// <summary>An answer that arrived whole.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Body">Decompressed body.</param>
/// <param name="MediaType">Content type without its parameters.</param>
/// <param name="RetryAfter">Pause the vendor asks for.</param>
/// <param name="ETag">Tag of the answer.</param>
/// <param name="LastModified">When it changed.</param>
internal sealed record SourceAnswer(HttpStatusCode Status, byte[] Body, string MediaType, TimeSpan? RetryAfter, string? ETag, string? LastModified);

/// <summary>
/// Requests to vendors: paced by host, retried with jitter, given up in time, answered from disk where the vendor confirms or the caller allows.
/// Thread-safe; open one for all sources of a process.
/// </summary>
public sealed class SourceHttp : IDisposable
{
    private readonly HttpClient _client;
    private readonly SourceHttpOptions _options;
    private readonly TimeProvider _time;
    private readonly ResponseCache _cache;
    private readonly ConcurrentDictionary<string, Host> _hosts = new(StringComparer.OrdinalIgnoreCase);
    private int _requests;

    /// <summary>A client.</summary>
    /// <param name="folder">Folder of the sources; the response cache is a folder in it.</param>
    /// <param name="options">Patience and bounds.</param>
    /// <param name="time">The clock.</param>
    public SourceHttp(string folder, SourceHttpOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_options, _time) = (options, time);
        _cache = new ResponseCache(Path.Combine(folder, "cache"), options.MaxCacheBytes);
        // Redirects are not followed: a key must not travel to another host.
        var handler = new SocketsHttpHandler
        {
            AutomaticDecompression = DecompressionMethods.All,
            AllowAutoRedirect = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        _client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.UserAgent.ParseAdd("Mozilla/5.0 (compatible; ResearchLab)");
        _client.DefaultRequestHeaders.Accept.ParseAdd("application/json");
    }

    /// <summary>Requests sent so far, tries counted one by one.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    /// <summary>The JSON document a vendor answers with, whatever its status when it is JSON and not for a retry.</summary>
    internal async Task<(HttpStatusCode Status, JsonElement Json)> GetAsync(SourceRequest request, CancellationToken cancellation)
    {
        SourceEndpoint endpoint = request.Endpoint;
        if (endpoint.KeyVariable is { } variable && endpoint.Key is null)
            throw new SourceException(SourceFailure.Refused,
                $"{request.Source}: no key is set. Set {variable} to your key; docs/guide/data-sources.md says how to get one.");
        string address = endpoint.Url.AbsoluteUri.TrimEnd('/') + request.Path;
        CachedAnswer? kept = _cache.Find(address);
        if (kept is not null && _time.GetUtcNow() - kept.Stored is { Ticks: >= 0 } age && age < request.FreshFor)
            return (HttpStatusCode.OK, Parse(request, kept.Body));

        SourceAnswer answer = await SendAsync(request, address, kept, cancellation);
        if (answer.Status == HttpStatusCode.NotModified && kept is not null)
        {
            _cache.Keep(address, kept with { Stored = _time.GetUtcNow() });
            return (HttpStatusCode.OK, Parse(request, kept.Body));
        }

        RequireJson(request, answer);
        JsonElement json = Parse(request, answer.Body);
        bool revisitable = answer.ETag is not null || answer.LastModified is not null || request.FreshFor > TimeSpan.Zero;
        if (answer.Status == HttpStatusCode.OK && revisitable && !HoldsKey(endpoint, answer.Body))
            _cache.Keep(address, new CachedAnswer(answer.ETag, answer.LastModified, _time.GetUtcNow(), answer.Body));
        return (answer.Status, json);
    }

    private async Task<SourceAnswer> SendAsync(SourceRequest request, string address, CachedAnswer? kept, CancellationToken cancellation)
    {
        Host host = _hosts.GetOrAdd(request.Endpoint.Url.Authority, _ => NewHost(request.Endpoint.RequestsPerMinute));
        TimeSpan wait = host.Bucket.Take();
        if (wait > TimeSpan.Zero)
            await Task.Delay(wait, _time, cancellation);
        string name = request.Endpoint.Url.Authority;
        try
        {
            SourceAnswer answer = await host.Pipeline.ExecuteAsync(
                async token =>
                {
                    request.BeforeTry?.Invoke();
                    Interlocked.Increment(ref _requests);
                    return await TryAsync(request, address, kept, token);
                },
                cancellation);
            return IsTransient(answer) ? throw Given(request, name, answer) : answer;
        }
        catch (BrokenCircuitException)
        {
            throw new SourceException(SourceFailure.Unavailable,
                Invariant($"{request.Source}: {name} kept failing and is left alone for {_options.BreakDuration.TotalSeconds:0} s. ")
                    + "Run the same command again later; what was stored stays.");
        }
        catch (TimeoutRejectedException)
        {
            throw new SourceException(SourceFailure.Unavailable,
                Invariant($"{request.Source}: {name} did not answer in time ({_options.TryTimeout.TotalSeconds:0.#} s a try, ")
                    + Invariant($"{_options.TotalTimeout.TotalSeconds:0.#} s in all). Run the same command again later."));
        }
        catch (Exception error) when (error is HttpRequestException or (IOException and not SourceException) or SocketException)
        {
            string why = error is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError }
                ? "cannot be reached"
                : "cut its answer off";
            throw new SourceException(SourceFailure.Unavailable,
                $"{request.Source}: {name} {why} ({LakeException.FirstLine(error)}). Check the connection, then run the same command again.", error);
        }
    }

    private async Task<SourceAnswer> TryAsync(SourceRequest request, string address, CachedAnswer? kept, CancellationToken cancellation)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, WithKey(request, address));
        if (request is { Endpoint.Key: { } key, KeyParameter: null })
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key.Reveal());
        if (kept?.ETag is { } tag)
            message.Headers.TryAddWithoutValidation("If-None-Match", tag);
        if (kept?.LastModified is { } modified)
            message.Headers.TryAddWithoutValidation("If-Modified-Since", modified);
        using HttpResponseMessage response = await _client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellation);
        byte[] body = await ReadAsync(request, response.Content, cancellation);
        return new SourceAnswer(
            response.StatusCode, body, response.Content.Headers.ContentType?.MediaType ?? "", RetryAfter(response.Headers.RetryAfter),
            response.Headers.ETag?.ToString(), response.Content.Headers.TryGetValues("Last-Modified", out IEnumerable<string>? values) ? values.First() : null);
    }

    private static Uri WithKey(SourceRequest request, string address) => request is { Endpoint.Key: { } key, KeyParameter: { } parameter }
        ? new Uri($"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{parameter}={Uri.EscapeDataString(key.Reveal())}")
        : new Uri(address);

    private async Task<byte[]> ReadAsync(SourceRequest request, HttpContent content, CancellationToken cancellation)
    {
        await using Stream stream = await content.ReadAsStreamAsync(cancellation);
        using var body = new MemoryStream();
        byte[] buffer = new byte[1 << 16];
        for (int read; (read = await stream.ReadAsync(buffer, cancellation)) > 0;)
        {
            body.Write(buffer, 0, read);
            if (body.Length > _options.MaxAnswerBytes)
                throw new SourceException(SourceFailure.BadAnswer,
                    Invariant($"{request.Source}: the answer is larger than {_options.MaxAnswerBytes:#,0} bytes. Ask for a shorter range with --from and ")
                        + "--to.");
        }

        return body.ToArray();
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header)
    {
        TimeSpan? wait = header?.Delta ?? (header?.Date is { } date ? date - _time.GetUtcNow() : null);
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    private Host NewHost(double requestsPerMinute)
    {
        var bucket = new TokenBucket(requestsPerMinute, _time);
        return new Host(bucket, Pipeline(bucket));
    }

    private ResiliencePipeline<SourceAnswer> Pipeline(TokenBucket bucket)
    {
        return new ResiliencePipelineBuilder<SourceAnswer> { TimeProvider = _time }
            .AddTimeout(_options.TotalTimeout)
            .AddRetry(new RetryStrategyOptions<SourceAnswer>
            {
                MaxRetryAttempts = _options.Retries,
                Delay = _options.BaseDelay,
                MaxDelay = _options.MaxDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                // A vendor that asks for a longer pause than we take is not asked again.
                ShouldHandle = arguments => ValueTask.FromResult(Failed(arguments.Outcome) && !(arguments.Outcome.Result?.RetryAfter > _options.MaxDelay)),
                DelayGenerator = arguments => ValueTask.FromResult(arguments.Outcome.Result?.RetryAfter),
                // A retry takes its place like any request: what its turn is later than the pause is waited here, outside the time of the try.
                OnRetry = async arguments =>
                {
                    TimeSpan wait = bucket.Take() - arguments.RetryDelay;
                    if (wait > TimeSpan.Zero)
                        await Task.Delay(wait, _time, arguments.Context.CancellationToken);
                },
            })
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<SourceAnswer>
            {
                FailureRatio = 0.9,
                MinimumThroughput = _options.FailuresToBreak,
                SamplingDuration = TimeSpan.FromSeconds(30),
                BreakDuration = _options.BreakDuration,
                ShouldHandle = arguments => ValueTask.FromResult(Failed(arguments.Outcome)),
            })
            .AddTimeout(_options.TryTimeout)
            .Build();
    }

    private static bool Failed(Outcome<SourceAnswer> outcome) => outcome.Exception switch
    {
        null => IsTransient(outcome.Result!),
        HttpRequestException or TimeoutRejectedException => true,
        IOException and not (SourceException or LakeException) => true,
        _ => false,
    };

    // 418 is Binance's: too many requests after a 429 was ignored.
    private static bool IsTransient(SourceAnswer answer) =>
        (int)answer.Status is 408 or 418 or 429 or >= 500;

    private SourceException Given(SourceRequest request, string host, SourceAnswer answer)
    {
        bool limited = (int)answer.Status is 418 or 429;
        string text = Clip(Redact(request.Endpoint, Encoding.UTF8.GetString(answer.Body.AsSpan(0, Math.Min(answer.Body.Length, 400)))));
        string says = text.Length == 0 || text[0] == '<' ? "" : $", '{text}'";
        string wait = answer.RetryAfter is { } pause ? Invariant($" and asks to wait {pause.TotalSeconds:0} s") : "";
        return limited
            ? new SourceException(SourceFailure.Exhausted, Invariant($"{request.Source}: {host} says that there were too many requests (HTTP ")
                + Invariant($"{(int)answer.Status}{says}){wait}. Wait, then run the same command again; what was stored stays."))
            : new SourceException(SourceFailure.Unavailable, Invariant($"{request.Source}: {host} failed with HTTP {(int)answer.Status}{says}{wait}, ")
                + Invariant($"{_options.Retries + 1} times. Run the same command again later; what was stored stays."));
    }

    private static void RequireJson(SourceRequest request, SourceAnswer answer)
    {
        if ((int)answer.Status is >= 300 and < 400)
            throw new SourceException(SourceFailure.BadAnswer, Invariant($"{request.Source}: {request.Endpoint.Url.Authority} redirects to another address ")
                + Invariant($"(HTTP {(int)answer.Status}), which is not followed with a key. Set the base address to where it leads."));
        int first = answer.Body.AsSpan().IndexOfAnyExcept(" \t\r\n"u8);
        bool markup = answer.MediaType.Contains("html", StringComparison.OrdinalIgnoreCase) || (first >= 0 && answer.Body[first] == (byte)'<');
        if ((int)answer.Status is 401 or 403 && (markup || first < 0))
            throw Refused(request, answer.Status, "");
        if (markup)
            throw new SourceException(SourceFailure.BadAnswer, Invariant($"{request.Source}: {request.Endpoint.Url.Authority} answered with a web page ")
                + Invariant($"(HTTP {(int)answer.Status}, '{Clip(Redact(request.Endpoint, Encoding.UTF8.GetString(answer.Body)))}') instead of JSON. ")
                + "It may be down, or a proxy stands in between; try again later.");
    }

    /// <summary>The key was refused.</summary>
    internal static SourceException Refused(SourceRequest request, HttpStatusCode status, string says)
    {
        string text = Redact(request.Endpoint, says);
        string detail = text.Length == 0 ? "" : $", '{Clip(text)}'";
        return new SourceException(SourceFailure.Refused, request.Endpoint.KeyVariable is { } variable
            ? Invariant($"{request.Source}: {request.Endpoint.Url.Authority} refused the request (HTTP {(int)status}{detail}). ")
                + Invariant($"Check the key in {variable} and what its plan includes.")
            : Invariant($"{request.Source}: {request.Endpoint.Url.Authority} refused the request (HTTP {(int)status}{detail}). It may block this network; ")
                + "try again later or set a proxy as its base address.");
    }

    /// <summary>What a vendor says, without our key should it repeat it.</summary>
    internal static string Redact(SourceEndpoint endpoint, string text) =>
        endpoint.Key?.Reveal() is { Length: > 0 } key
            ? text.Replace(key, "***", StringComparison.Ordinal).Replace(Uri.EscapeDataString(key), "***", StringComparison.Ordinal)
            : text;

    private static bool HoldsKey(SourceEndpoint endpoint, byte[] body) =>
        endpoint.Key?.Reveal() is { Length: > 0 } key && body.AsSpan().IndexOf(Encoding.UTF8.GetBytes(key)) >= 0;

    private static JsonElement Parse(SourceRequest request, byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(body);
        }
        catch (JsonException error)
        {
            string text = Clip(Redact(request.Endpoint, Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, 200)))));
            throw new SourceException(SourceFailure.BadAnswer, Invariant($"{request.Source}: {request.Endpoint.Url.Authority} answered with something that ")
                + Invariant($"is not JSON ('{text}', {body.Length:#,0} bytes, wrong at byte {error.BytePositionInLine}). Try again later; if it stays, ")
                + "the vendor changed its format.");
        }
    }

    /// <summary>The start of a text on one line.</summary>
    internal static string Clip(string text)
    {
        string line = text.ReplaceLineEndings(" ").Trim();
        return line.Length <= 80 ? line : string.Concat(line.AsSpan(0, 79), "…");
    }

    private sealed record Host(TokenBucket Bucket, ResiliencePipeline<SourceAnswer> Pipeline);
}
