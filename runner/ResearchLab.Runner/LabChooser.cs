using ResearchLab.Basics;
using ResearchLab.Market;
using ResearchLab.Models;
using ResearchLab.Runner.Scheduling;

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

    /// <summary>The lab of a desk, and its symbols.</summary>
    public static (Lab Lab, IReadOnlyList<string> Symbols) ChooseDesk(LabOptions options, ServeOptions serve)
    {
        (Lab lab, string first) = Choose(options, serve.Symbols[0], serve.Data, serve.Seed);
        if (lab.DemoSymbol is null || serve.Symbols.Count == 1)
            return (lab, [first, .. serve.Symbols.Skip(1)]);
        lab.Dispose();
        throw new UsageException($"the simulated market has one symbol, not {string.Join(", ", serve.Symbols)}. Name one, or use --data lake.");
    }

    /// <summary>
    /// The lab that holds a model: as <see cref="Choose"/> when symbol or data are named; else the lake when it holds the model, or the demo.
    /// </summary>
    /// <param name="options">Options of this machine.</param>
    /// <param name="id">Id of the model, or a part of it.</param>
    /// <param name="symbol">Symbol asked for, or null.</param>
    /// <param name="data">demo, lake, or null to choose.</param>
    /// <param name="seed">Seed.</param>
    public static (Lab Lab, string Symbol) ChooseByModel(LabOptions options, string? id, string? symbol, string? data, ulong seed)
    {
        if (id is null || symbol is not null || data == "demo" || (data is null && !HasJournal(options)))
            return Choose(options, symbol, data, seed);
        Lab lake = Lab.Open(options with { Seed = seed });
        RegisteredModel? held = data == "lake" || lake.Models.Registry.Names(id) > 0 ? lake.Models.Registry.Find(id) : null;
        if (held is not null)
            return (lake, held.Card.Symbol);
        lake.Dispose();
        return Choose(options, symbol, data, seed);
    }

    /// <summary>The labs whose models are meant when neither symbol nor data are named: the lake, when it has ever been written to, and the demo.</summary>
    public static IReadOnlyList<Lab> All(LabOptions options, string? symbol, string? data, ulong seed) =>
        data == "lake" && symbol is null ? [Lab.Open(options with { Seed = seed })]
        : symbol is not null || data is not null || !HasJournal(options) ? [Choose(options, symbol, data, seed).Lab]
        : [Lab.Open(options with { Seed = seed }), Lab.OpenDemo(DemoSymbol, seed, options)];

    public static string Ticker(string text)
    {
        string ticker = text.Trim().ToUpperInvariant();
        return Symbols.IsValid(ticker) ? ticker : throw new UsageException($"symbol '{text}' is not a ticker; use {Symbols.Rule}.");
    }

    private static bool HasJournal(LabOptions options) =>
        options.JournalConnection is not null || File.Exists(Path.Combine(options.DataFolder, "journal.duckdb"));

    private static bool HasBars(LabOptions options, string ticker) =>
        Directory.Exists(Path.Combine(options.DataFolder, "lake")) && Lab.Open(options).HasBars(ticker);
}
