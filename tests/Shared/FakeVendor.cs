using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ResearchLab.Tests.Shared;

/// <summary>What a request asked.</summary>
/// <param name="Target">Path and query.</param>
/// <param name="Headers">Its headers.</param>
internal sealed record VendorRequest(string Target, IReadOnlyDictionary<string, string> Headers)
{
    public string Path => Target.Split('?')[0];

    public string Query(string name) => Target.Split('?').ElementAtOrDefault(1)?.Split('&').Select(part => part.Split('=', 2))
        .FirstOrDefault(pair => pair[0] == name)?.ElementAtOrDefault(1) is { } value ? Uri.UnescapeDataString(value) : "";
}

/// <summary>What a vendor answers, faults included.</summary>
/// <param name="Body">Text of the body.</param>
/// <param name="Status">HTTP status.</param>
internal sealed record VendorAnswer(string Body, int Status = 200)
{
    public string ContentType { get; init; } = "application/json";

    public Dictionary<string, string> Headers { get; init; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Pause before the answer.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Bytes of the body after which the connection is cut.</summary>
    public int? CutAfter { get; init; }

    public bool Gzip { get; init; }
}

/// <summary>A vendor on this machine: plays what a test scripts, over real sockets, and remembers what it was asked.</summary>
internal sealed class FakeVendor : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();

    public FakeVendor(Func<VendorRequest, VendorAnswer> answer)
    {
        Answer = answer;
        _listener.Start();
        Url = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _ = Task.Run(AcceptAsync);
    }

    public Uri Url { get; }

    public Func<VendorRequest, VendorAnswer> Answer { get; set; }

    public ConcurrentQueue<VendorRequest> Asked { get; } = new();

    public void Dispose()
    {
        if (_stop.IsCancellationRequested)
            return;
        _stop.Cancel();
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
                _ = Task.Run(() => ServeAsync(client));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using TcpClient held = client;
        try
        {
            NetworkStream stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
            if (await reader.ReadLineAsync() is not { Length: > 0 } line)
                return;
            var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            while (await reader.ReadLineAsync() is { Length: > 0 } header)
                headers[header.Split(':')[0]] = header[(header.IndexOf(':') + 1)..].Trim();
            var request = new VendorRequest(line.Split(' ')[1], headers);
            Asked.Enqueue(request);
            VendorAnswer answer = Answer(request);
            if (answer.Delay > TimeSpan.Zero)
                await Task.Delay(answer.Delay, _stop.Token);
            byte[] body = Encoding.UTF8.GetBytes(answer.Body);
            if (answer.Gzip)
            {
                using var packed = new MemoryStream();
                using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
                    gzip.Write(body);
                body = packed.ToArray();
            }

            var head = new StringBuilder(
                $"HTTP/1.1 {answer.Status} Scripted\r\nContent-Type: {answer.ContentType}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n");
            if (answer.Gzip)
                head.Append("Content-Encoding: gzip\r\n");
            foreach ((string name, string value) in answer.Headers)
                head.Append($"{name}: {value}\r\n");
            await stream.WriteAsync(Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()));
            await stream.WriteAsync(body.AsMemory(0, answer.Status == 304 ? 0 : answer.CutAfter ?? body.Length));
            await stream.FlushAsync();
        }
        catch (Exception error) when (error is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The client gave up, as some tests want.
        }
    }
}
