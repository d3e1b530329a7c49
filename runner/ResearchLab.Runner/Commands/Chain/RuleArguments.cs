using System.CommandLine;
using ResearchLab.Basics;
using ResearchLab.Options;

namespace ResearchLab.Runner.Commands;

/// <summary>Departures from the rules as options of a command; each that is used is a trial.</summary>
internal sealed class RuleArguments
{
    private readonly Option<double?> _wings = new("--wings")
    {
        Description =
        "Distance of protective wings as a multiple of the rule's, 1 to 3; a departure from the rules is charged as a trial",
        HelpName = "NUMBER"
    },
        _share = new("--spread-share")
        {
            Description =
            "Share of each leg's spread that every order pays on each side, 0 to 1; the cost model's by number of legs without",
            HelpName = "NUMBER"
        };

    private readonly Option<bool> _noStops = new("--no-stops") { Description = "Never leave a position at its stop" },
        _timeOnly = new("--time-only") { Description = "Neither take-profit nor stop nor change of regime: time alone ends a position" },
        _noRegime = new("--no-regime-exits") { Description = "Never leave a position because the regime of the market changed" },
        _late = new("--late-exits") { Description = "Every exit that is decided at a close fills at the next" };

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_wings, _noStops, _noRegime, _timeOnly, _share, _late])
            command.Add(option);
    }

    /// <summary>Null when nothing departs from the rules.</summary>
    /// <exception cref="UsageException">A value cannot be.</exception>
    public RuleOptions? Read(ParseResult parsed)
    {
        double? wings = parsed.GetValue(_wings), share = parsed.GetValue(_share);
        if (wings is not null && !(wings is >= 1 and <= 3))
            throw new UsageException($"--wings is {wings}; it must be 1 to 3.");
        if (share is not null && !(share is >= 0 and <= 1))
            throw new UsageException($"--spread-share is {share}; it must be 0 to 1.");
        var options = new RuleOptions
        {
            WingWidth = wings ?? 1,
            Stops = !parsed.GetValue(_noStops),
            RegimeExits = !parsed.GetValue(_noRegime),
            TimeOnly = parsed.GetValue(_timeOnly),
            SpreadShare = share,
            LateExits = parsed.GetValue(_late),
        };
        return options.IsDefault ? null : options;
    }
}
