using System.CommandLine;
using ResearchLab.Time;

namespace ResearchLab.Runner.Commands;

/// <summary>Options that mean the same in every command.</summary>
internal static class SharedOptions
{
    public static Option<string?> Symbol(string description) => new("--symbol") { Description = description, HelpName = "TICKER" };

    public static Option<bool> Json() => new("--json") { Description = "Print one JSON document instead of text" };

    public static Option<ulong> Seed() => new("--seed")
    {
        Description = "Seed of everything random, the simulated market included",
        DefaultValueFactory = _ => 1,
        HelpName = "NUMBER",
    };

    public static Option<DateOnly?> Session(string description) => Date("--session", description);

    public static Option<DateOnly?> Date(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "YYYY-MM-DD",
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (DateOnly.TryParseExact(text, "yyyy-MM-dd", out DateOnly date))
                return date;
            result.AddError($"{name} is '{text}'; write a date as YYYY-MM-DD.");
            return null;
        },
    };

    public static Option<DateTimeOffset?> Instant(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "YYYY-MM-DD[THH:MM:SSZ]",
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (InstantText.TryParse(text, out DateTimeOffset instant))
                return instant;
            result.AddError($"{name} is '{text}'; {InstantText.Hint}.");
            return null;
        },
    };

    public static Option<string> Data()
    {
        var option = new Option<string>("--data")
        {
            Description =
                "demo: the embedded simulated market; lake: what was ingested. By default the lake when it holds the symbol or one is named, else demo",
            HelpName = "demo|lake",
        };
        option.AcceptOnlyFromAmong("demo", "lake");
        return option;
    }
}
