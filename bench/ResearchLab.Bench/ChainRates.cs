using System.Diagnostics;
using System.IO.Compression;
using ResearchLab.Options;

namespace ResearchLab.Bench;

/// <summary>Cleaning and fitting one full chain, wall and processor time: real ones of an index and of shares when the data are at hand, and a made one.</summary>
internal static class ChainRates
{
    private const int Rounds = 40;

    public static void Print(string? folder)
    {
        folder ??= Environment.GetEnvironmentVariable("RESEARCHLAB_REAL_DATA") ?? Path.Combine("..", "shared", "data");
        OptionChain made = ChainBench.Made();
        for (int round = 0; round < Rounds; round++) // until the compiler has done its best
            ChainSurface.Fit(made);
        string file = Path.Combine(folder, "options_SPX_2019.csv.gz");
        if (File.Exists(file))
        {
            foreach (string session in new[] { "2019-05-14", "2019-06-03", "2019-06-24" })
                Measure($"SPX {session}", Real(file, session, "SPX", 0.0235), 60);
        }

        string shares = Path.Combine(folder, "options_AAPL_GOOG_lean_daily.csv.gz");
        if (File.Exists(shares))
        {
            Measure("AAPL 2014-06-06, American", Real(shares, "2014-06-06", "AAPL", 0.0004), 500);
            Measure("GOOG 2015-12-24, American", Real(shares, "2015-12-24", "GOOG", 0.002), 500);
        }

        Measure("made", made, 60);
        Measure("made, American", made with { Underlying = "AAPL", Origin = ChainOrigin.Observed }, double.NaN);
    }

    private static void Measure(string name, OptionChain chain, double budgetMs)
    {
        double clean = double.PositiveInfinity, fit = clean, both = clean, cpu = clean;
        using var self = Process.GetCurrentProcess();
        for (int round = 0; round < Rounds; round++)
        {
            self.Refresh();
            TimeSpan before = self.TotalProcessorTime;
            long start = Stopwatch.GetTimestamp();
            var cleaned = ChainCleaning.Clean(chain);
            double cleanMs = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            ChainSurface.Fit(cleaned);
            double bothMs = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            self.Refresh();
            cpu = Math.Min(cpu, (self.TotalProcessorTime - before).TotalMilliseconds);
            (clean, fit, both) = (Math.Min(clean, cleanMs), Math.Min(fit, bothMs - cleanMs), Math.Min(both, bothMs));
        }

        Console.WriteLine($"{name}: {chain.Count} quotes, clean {clean:0.0} ms, fit {fit:0.0} ms, both {both:0.0} ms (processor {cpu:0} ms){(double.IsNaN(budgetMs) ? "" : $"; budget {budgetMs:0} ms")}");
    }

    // The columns after the price are the same in both files but for the root of index series. Series settled in the morning and at the close are one chain here; the latter win where both expire on one day.
    private static OptionChain Real(string file, string session, string underlying, double rate)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        var quotes = new List<(RawQuote Quote, bool Weekly)>();
        double spot = 0;
        while (reader.ReadLine() is { } line)
        {
            string[] cell = line.Split(',');
            if (cell[0] != session || cell[1] != underlying)
                continue;
            spot = double.Parse(cell[2]);
            int at = underlying == "SPX" ? 4 : 3;
            var contract = new OptionContract(DateOnly.Parse(cell[at]), double.Parse(cell[at + 1]), cell[at + 2] == "C" ? OptionRight.Call : OptionRight.Put);
            quotes.Add((new RawQuote(contract, Number(cell[at + 3]), Number(cell[at + 4]), Number(cell[at + 6]), Number(cell[at + 7])), cell[3] == "SPXW"));
        }

        return ChainBuilder.Build(
            underlying, DateOnly.Parse(session), spot, rate, ChainOrigin.Observed, [.. quotes.OrderByDescending(found => found.Weekly).Select(found => found.Quote)]).Chain;
    }

    private static double Number(string text) => text.Length == 0 ? double.NaN : double.Parse(text);
}
