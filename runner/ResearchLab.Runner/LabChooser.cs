namespace ResearchLab.Runner;

/// <summary>Which lab a command works on: the simulated market or the lake of ingested data. They never share a folder.</summary>
internal static class LabChooser
{
    public const string DemoSymbol = "SMH";

    /// <param name="options">Options of this machine.</param>
    /// <param name="symbol">Symbol asked for, or null.</param>
    /// <param name="data">demo, lake, or null to choose: the lake when it has bars of the symbol or another symbol is named.</param>
    /// <param name="seed">Seed.</param>
    public static (Lab Lab, string Symbol) Choose(LabOptions options, string? symbol, string? data, ulong seed)
    {
        string ticker = Ticker(symbol ?? DemoSymbol);
        bool demo = data is null ? ticker == DemoSymbol && !HasBars(options, ticker) : data == "demo";
        return (demo ? Lab.OpenDemo(ticker, seed, options) : Lab.Open(options with { Seed = seed }), ticker);
    }

    public static string Ticker(string text)
    {
        string ticker = text.Trim().ToUpperInvariant();
        bool valid = ticker.Length is > 0 and <= 12 && ticker.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '^');
        return valid ? ticker : throw new UsageException($"symbol '{text}' is not a ticker; use letters, digits, '.', '-' or '^', at most 12.");
    }

    private static bool HasBars(LabOptions options, string ticker) =>
        Directory.Exists(Path.Combine(options.DataFolder, "lake")) && Lab.Open(options).HasBars(ticker);
}
