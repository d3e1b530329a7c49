using System.Text;
using System.Text.Json;
using ResearchLab.Market.Sources;
using ResearchLab.Tests.Shared;

namespace ResearchLab.Tests.Market.Sources;

/// <summary>Requests against a vendor that misbehaves in every way they do.</summary>
[Trait("Tier", "full")]
public sealed class SourceHttpTests
{
    private const string Good = """{"value":1}""";

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(429)]
    [InlineData(408)]
    public async Task Get_FailsOnce_IsAskedAgain(int status)
    {
        int tries = 0;
        using var fixture = new SourceFixture(_ => Interlocked.Increment(ref tries) == 1 ? new("{}", status) : new(Good));
        Assert.Equal(1, (await Get(fixture)).GetProperty("value").GetInt32());
        Assert.Equal((2, 2), (tries, fixture.Http.Requests));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Get_RetryAfter_IsWaitedFor(bool asDate)
    {
        int tries = 0;
        SourceFixture? fixture = null;
        using SourceFixture held = fixture = new SourceFixture(_ => Interlocked.Increment(ref tries) > 1 ? new(Good) : new VendorAnswer("{}", 429)
        {
            Headers = { ["Retry-After"] = asDate ? fixture!.Lake.Clock.Now.AddSeconds(1).ToString("r") : "1" },
        });
        long start = TimeProvider.System.GetTimestamp();
        await Get(fixture);
        Assert.True(TimeProvider.System.GetElapsedTime(start).TotalSeconds >= 0.9);
    }

    [Fact]
    public async Task Get_RetryAfterBeyondPatience_GivesUpAtOnceAndSaysHowLong()
    {
        using var fixture = new SourceFixture(_ => new VendorAnswer("{}", 429) { Headers = { ["Retry-After"] = "3600" } });
        SourceException error = await Fails(fixture);
        Assert.Equal((SourceFailure.Exhausted, 1), (error.Failure, fixture.Http.Requests));
        Assert.Contains("wait 3600 s", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_AlwaysFails_SaysSoOnOneLine()
    {
        using var fixture = new SourceFixture(_ => new("{\"error\":\"boom\"}", 502));
        SourceException error = await Fails(fixture);
        Assert.Equal((SourceFailure.Unavailable, 3), (error.Failure, fixture.Http.Requests));
        Assert.Contains("502", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public async Task Get_Slow_TimesOutEachTry()
    {
        using var fixture = new SourceFixture(_ => new VendorAnswer(Good) { Delay = TimeSpan.FromSeconds(5) },
            options: SourceFixture.Fast with { TryTimeout = TimeSpan.FromMilliseconds(100) });
        SourceException error = await Fails(fixture);
        Assert.Contains("in time", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, fixture.Http.Requests);
    }

    [Fact]
    public async Task Get_CutOffOnce_IsAskedAgain_AlwaysCutOff_SaysSo()
    {
        int tries = 0;
        using var fixture = new SourceFixture(_ => new VendorAnswer(Good) { CutAfter = Interlocked.Increment(ref tries) == 1 ? 4 : null });
        Assert.Equal(1, (await Get(fixture)).GetProperty("value").GetInt32());
        fixture.Vendor.Answer = _ => new VendorAnswer(Good) { CutAfter = 4 };
        Assert.Contains("cut its answer off", (await Fails(fixture)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_NobodyListens_SaysThatItCannotBeReached()
    {
        using var fixture = new SourceFixture(_ => new(Good));
        fixture.Vendor.Dispose();
        SourceException error = await Fails(fixture);
        Assert.Contains("cannot be reached", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<html><body>Sorry</body></html>", "text/html", 200, "web page")]
    [InlineData("<!DOCTYPE html>", "application/json", 200, "web page")]
    [InlineData("{\"value\":1", "application/json", 200, "not JSON")]
    [InlineData("", "application/json", 200, "not JSON")]
    [InlineData("oops", "text/plain", 200, "not JSON")]
    [InlineData("", "text/plain", 302, "redirects")]
    [InlineData("<html>", "text/html", 403, "Check the key in TEST_API_KEY")]
    public async Task Get_NotJson_IsOneLineAndNotRetried(string body, string type, int status, string named)
    {
        using var fixture = new SourceFixture(_ => new VendorAnswer(body, status) { ContentType = type });
        SourceException error = await Fails(fixture);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        Assert.Equal(1, fixture.Http.Requests);
    }

    [Fact]
    public async Task Get_Gzip_IsUnpacked_AndBoundedAfterUnpacking()
    {
        string big = $$"""{"value":1,"text":"{{new string('x', 100_000)}}"}""";
        using var fixture = new SourceFixture(_ => new VendorAnswer(big) { Gzip = true }, options: SourceFixture.Fast with { MaxAnswerBytes = 200_000 });
        Assert.Equal(100_000, (await Get(fixture)).GetProperty("text").GetString()!.Length);
        using var small = new SourceFixture(_ => new VendorAnswer(big) { Gzip = true }, options: SourceFixture.Fast with { MaxAnswerBytes = 50_000 });
        Assert.Contains("larger than 50,000 bytes", (await Fails(small)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ETag", "\"v1\"", "If-None-Match")]
    [InlineData("Last-Modified", "Wed, 20 Mar 2024 10:00:00 GMT", "If-Modified-Since")]
    public async Task Get_Validator_IsSentBack_AndTheKeptAnswerServes(string header, string value, string condition)
    {
        using var fixture = new SourceFixture(request => request.Headers.GetValueOrDefault(condition) == value
            ? new("", 304)
            : new VendorAnswer(Good) { Headers = { [header] = value } });
        await Get(fixture);
        Assert.Equal(1, (await Get(fixture)).GetProperty("value").GetInt32());
        Assert.Equal(2, fixture.Http.Requests);
    }

    [Fact]
    public async Task Get_Fresh_IsNotAskedAgain_UntilItAges_OrTheFileIsDamaged()
    {
        using var fixture = new SourceFixture(_ => new(Good));
        await Get(fixture, TimeSpan.FromHours(1));
        await Get(fixture, TimeSpan.FromHours(1));
        Assert.Equal(1, fixture.Http.Requests);
        fixture.Lake.Clock.Now += TimeSpan.FromHours(2);
        await Get(fixture, TimeSpan.FromHours(1));
        Assert.Equal(2, fixture.Http.Requests);

        string file = Assert.Single(Directory.GetFiles(Path.Combine(fixture.Folder, "cache")));
        byte[] bytes = File.ReadAllBytes(file);
        foreach (byte[] damaged in new[] { bytes[..^2], bytes[..10], [], [.. bytes[..^1], (byte)'?'] })
        {
            File.WriteAllBytes(file, damaged);
            Assert.Equal(1, (await Get(fixture, TimeSpan.FromHours(1))).GetProperty("value").GetInt32());
        }

        Assert.Equal(6, fixture.Http.Requests);
    }

    [Fact]
    public async Task Cache_Full_DropsTheOldest()
    {
        using var fixture = new SourceFixture(_ => new("{\"text\":\"" + new string('x', 1000) + "\"}"),
            options: SourceFixture.Fast with { MaxCacheBytes = 8000 });
        for (int i = 0; i < 30; i++)
            await Get(fixture, TimeSpan.FromHours(1), "/data?page=" + i);
        FileInfo[] files = new DirectoryInfo(Path.Combine(fixture.Folder, "cache")).GetFiles();
        Assert.InRange(files.Sum(file => file.Length), 1, 8000);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("apikey")]
    public async Task Key_IsSent_AndReachesNoFileAndNoMessage(string? parameter)
    {
        using var fixture = new SourceFixture(request => new VendorAnswer(Good) { Headers = { ["ETag"] = "\"1\"" } });
        var request = new SourceRequest("test", fixture.Keyed, "/data?x=1") { KeyParameter = parameter, FreshFor = TimeSpan.FromHours(1) };
        await fixture.Http.GetAsync(request, CancellationToken.None);
        VendorRequest sent = Assert.Single(fixture.Vendor.Asked);
        Assert.Equal(SourceFixture.Key, parameter is null ? sent.Headers["Authorization"]["Bearer ".Length..] : sent.Query(parameter));

        // The vendor repeats the key in an answer: it must not be kept, nor shown.
        List<string> shown = [];
        foreach ((string body, int status) in new[] { ($$"""{"you":"{{SourceFixture.Key}}"}""", 200), ($"broken {SourceFixture.Key}", 200),
            ($"no {Uri.EscapeDataString(SourceFixture.Key)}", 500), ($"<html>{SourceFixture.Key}", 200) })
        {
            fixture.Vendor.Answer = _ => new VendorAnswer(body, status) { Headers = { ["ETag"] = "\"2\"" } };
            try
            {
                await fixture.Http.GetAsync(request with { Path = "/other" }, CancellationToken.None);
            }
            catch (SourceException error)
            {
                shown.Add(error.ToString());
            }
        }

        Assert.Equal(3, shown.Count);
        shown.Add(fixture.Settings.ToString());
        shown.AddRange(Directory.GetFiles(fixture.Lake.Folder, "*", SearchOption.AllDirectories).Select(file => file + File.ReadAllText(file, Encoding.UTF8)));
        foreach (string leak in new[] { SourceFixture.Key, Uri.EscapeDataString(SourceFixture.Key) })
            Assert.DoesNotContain(shown, text => text.Contains(leak, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Key_Missing_NamesTheVariable()
    {
        using var fixture = new SourceFixture(_ => new(Good));
        var request = new SourceRequest("test", fixture.Keyed with { Key = null }, "/");
        SourceException error = await Assert.ThrowsAsync<SourceException>(() => fixture.Http.GetAsync(request, CancellationToken.None));
        Assert.Contains("Set TEST_API_KEY", error.Message, StringComparison.Ordinal);
        Assert.Empty(fixture.Vendor.Asked);
    }

    [Fact]
    public async Task Host_ThatKeepsFailing_IsLeftAlone()
    {
        using var fixture = new SourceFixture(_ => new("{}", 500), options: SourceFixture.Fast with { FailuresToBreak = 4 });
        for (int i = 0; i < 4; i++)
            await Fails(fixture);
        Assert.InRange(fixture.Http.Requests, 4, 5);
        Assert.Contains("left alone", (await Fails(fixture)).Message, StringComparison.Ordinal);
    }

    /// <summary>One request a minute: the second try waits for its turn and the patience ends before.</summary>
    [Fact]
    public async Task Get_Retry_WaitsForItsTurn()
    {
        using var fixture = new SourceFixture(_ => new("{}", 500), options: SourceFixture.Fast with { TotalTimeout = TimeSpan.FromSeconds(2) });
        fixture.Keyed = fixture.Keyed with { RequestsPerMinute = 1 };
        Assert.Contains("in time", (await Fails(fixture)).Message, StringComparison.Ordinal);
        Assert.Equal(1, fixture.Http.Requests);
    }

    [Fact]
    public async Task Get_Cancelled_StopsAtOnce()
    {
        using var fixture = new SourceFixture(_ => new VendorAnswer(Good) { Delay = TimeSpan.FromSeconds(30) });
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fixture.Http.GetAsync(new SourceRequest("test", fixture.Open, "/"), stop.Token));
    }

    [Fact]
    public void TokenBucket_Burst_ThenWaitsForItsPace()
    {
        var bucket = new TokenBucket(5, new StoppedClock());
        Assert.Equal(new double[] { 0, 0, 0, 0, 0, 12, 24 }, Enumerable.Range(0, 7).Select(_ => Math.Round(bucket.Take().TotalSeconds)));
    }

    private static async Task<JsonElement> Get(SourceFixture fixture, TimeSpan fresh = default, string path = "/data") =>
        (await fixture.Http.GetAsync(new SourceRequest("test", fixture.Keyed, path) { FreshFor = fresh }, CancellationToken.None)).Json;

    private static Task<SourceException> Fails(SourceFixture fixture) => Assert.ThrowsAsync<SourceException>(() => Get(fixture));

    private sealed class StoppedClock : TimeProvider
    {
        public override long GetTimestamp() => 0;
    }
}
