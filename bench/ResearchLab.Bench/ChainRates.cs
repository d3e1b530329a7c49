using System.Diagnostics;
using System.IO.Compression;
using ResearchLab.Options;

namespace ResearchLab.Bench;

/// <summary>Cleaning and fitting one full S&amp;P 500 index chain, wall and processor time: the real one of a session when the data are at hand, else the made one.</summary>
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
                Measure($"SPX {session}", Real(file, session));
        }

        Measure("made", made);
    }

    private static void Measure(string name, OptionChain chain)
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

        Console.WriteLine($"{name}: {chain.Count} quotes, clean {clean:0.0} ms, fit {fit:0.0} ms, both {both:0.0} ms (processor {cpu:0} ms); budget 60 ms");
    }

    // Series settled in the morning and at the close are one chain here; the latter win where both expire on one day.
    private static OptionChain Real(string file, string session)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        var quotes = new List<(RawQuote Quote, bool Weekly)>();
        double spot = 0;
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith(session, StringComparison.Ordinal))
                continue;
            string[] cell = line.Split(',');
            spot = double.Parse(cell[2]);
            var contract = new OptionContract(DateOnly.Parse(cell[4]), double.Parse(cell[5]), cell[6] == "C" ? OptionRight.Call : OptionRight.Put);
            quotes.Add((new RawQuote(contract, Number(cell[7]), Number(cell[8]), Number(cell[10]), Number(cell[11])), cell[3] == "SPXW"));
        }

        return ChainBuilder.Build(
            "SPX", DateOnly.Parse(session), spot, 0.0235, ChainOrigin.Observed, [.. quotes.OrderByDescending(found => found.Weekly).Select(found => found.Quote)]).Chain;
    }

    private static double Number(string text) => text.Length == 0 ? double.NaN : double.Parse(text);
}
