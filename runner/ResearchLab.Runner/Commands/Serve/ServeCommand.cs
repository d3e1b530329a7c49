using System.CommandLine;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;
using ResearchLab.Basics;
using ResearchLab.Runner.Dashboard;
using ResearchLab.Runner.Scheduling;

namespace ResearchLab.Runner.Commands;

/// <summary>lab serve: the daily run on its schedule, with a status page.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        Option<string?> symbol = SharedOptions.Symbol("Symbols of the desk, separated by commas; default WATCHLIST, or SMH on the simulated market");
        Option<string> data = SharedOptions.Data();
        Option<ulong> seed = SharedOptions.Seed();
        var port = new Option<int>("--port")
        {
            Description = "Port on the loopback address; 0 for any free one",
            DefaultValueFactory = _ => 5077,
            HelpName = "PORT"
        };
        port.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > 65535)
                result.AddError("--port must be 0 to 65535.");
        });
        var command = new Command("serve", "The daily run at 09:00 New York before each session, with a status page on loopback") { symbol, data, seed, port };
        command.SetAction(async (parsed, cancellation) =>
        {
            var options = LabOptions.FromEnvironment();
            var serve = new ServeOptions(
                Symbols(parsed.GetValue(symbol), parsed.GetValue(data), options), parsed.GetValue(data), parsed.GetValue(seed), parsed.GetValue(port));
            // What cannot be served is said before anything listens.
            LabChooser.ChooseDesk(options, serve).Lab.Dispose();
            await using WebApplication app = LabHost.Build(serve, options);
            await Start(app, serve.Port, cancellation);
            Console.Error.WriteLine($"lab: serving {string.Join(", ", serve.Symbols)} on {string.Join(' ', app.Urls)}; Ctrl-C stops it.");
            try
            {
                // Ends on SIGTERM through the host's own lifetime, or on Ctrl-C through the command line's token.
                await app.WaitForShutdownAsync(cancellation);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                await app.StopAsync(CancellationToken.None);
            }

            Console.Error.WriteLine("lab: stopped.");
            return ExitCode.Done;
        });
        return command;
    }

    private static string[] Symbols(string? named, string? data, LabOptions options)
    {
        if (named is null)
            return options.Watchlist.Count > 0 && data != "demo" ? [.. options.Watchlist] : [LabChooser.DemoSymbol];
        string[] symbols = [.. named.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(LabChooser.Ticker).Distinct()];
        return symbols.Length > 0 ? symbols : throw new UsageException("--symbol names no symbol; write tickers separated by commas, such as SPY,QQQ.");
    }

    private static async Task Start(WebApplication app, int port, CancellationToken cancellation)
    {
        try
        {
            await app.StartAsync(cancellation);
        }
        catch (Exception error) when (error is IOException or SocketException)
        {
            throw (error as SocketException ?? error.GetBaseException() as SocketException)?.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse =>
                    new UsageException($"port {port} is taken by another program. Name another with --port, or --port 0 for any free one."),
                SocketError.AccessDenied => new UsageException($"port {port} needs rights this user does not have. Name one above 1023 with --port."),
                _ => error,
            };
        }
    }
}
