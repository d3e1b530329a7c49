using System.Diagnostics;
using System.IO.Compression;
using ResearchLab.Market;
using ResearchLab.Options;

namespace ResearchLab.Bench;

/// <summary>
/// Cleaning and fitting one full chain, wall and processor time: real ones of an index and of shares when the data are at hand, and a made one.
/// </summary>
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
        Distributions("modelled", ModelledChain.Build("SPY", new DateOnly(2023, 11, 15), 450, ModelledChain.Surface(17, 18, 1, 0.05)));
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

        Distributions(name, chain);
        Console.WriteLine($"{name}: {chain.Count} quotes, clean {clean:0.0} ms, fit {fit:0.0} ms, both {both:0.0} ms (processor {cpu:0} "
            + $"ms){(double.IsNaN(budgetMs) ? "" : $"; budget {budgetMs:0} ms")}");
    }

    // The least of many rounds for each expiry; of them the mean and the most.
    private static void Distributions(string name, OptionChain chain)
    {
        CleanedChain cleaned = ChainCleaning.Clean(chain);
        CleanedExpiry[] expiries = [.. cleaned.Expiries.Where(expiry => expiry.Years > 7 / 365.0)];
        double Least(Action work)
        {
            double least = double.PositiveInfinity;
            for (int round = 0; round < Rounds; round++)
            {
                long start = Stopwatch.GetTimestamp();
                work();
                least = Math.Min(least, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }

            return least;
        }

        double[] fit = [.. expiries.Select(expiry => Least(() => ChainDistributions.Of(cleaned, expiry)))];
        double[] whole = [.. expiries.Select(expiry => Least(() => new ChainDistributions(chain).At(expiry.Expiry)))];
        Console.WriteLine($"{name}: distribution of one expiry of {expiries.Length}: from cleaned quotes {fit.Average():0.000} ms, "
            + $"most {fit.Max():0.000} ms; from the chain {whole.Average():0.000} ms, most {whole.Max():0.000} ms; budget 1 ms");
    }

    // The columns after the price are the same in both files but for the root of index series. Series settled in the morning and at the close are one chain
    // here; the latter win where both expire on one day.
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
            underlying, DateOnly.Parse(session), spot, rate, ChainOrigin.Observed,
            [.. quotes.OrderByDescending(found => found.Weekly).Select(found => found.Quote)]).Chain;
    }

    private static double Number(string text) => text.Length == 0 ? double.NaN : double.Parse(text);
}
