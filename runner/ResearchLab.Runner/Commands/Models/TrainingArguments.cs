using System.CommandLine;
using ResearchLab.Basics;
using ResearchLab.Models;
using ResearchLab.Options;

namespace ResearchLab.Runner.Commands;

/// <summary>How a model is trained, as options of a command.</summary>
internal sealed class TrainingArguments
{
    private static readonly TrainingOptions s_usual = new() { Snapshot = "none", CodeVersion = "none" };

    private readonly Option<int?> _folds = Number<int?>("--folds", $"Test blocks of the walk-forward; default {s_usual.Split.Folds}"),
        _rounds = Number<int?>("--rounds", $"Boosting rounds; default {s_usual.Rounds}"),
        _leaves = Number<int?>("--leaves", $"Most leaves of a tree; default {s_usual.Leaves}"),
        _window = Number<int?>("--window", "Sessions of a rolling training window; expanding without"),
        _embargo = Number<int?>("--embargo", "Sessions between the end of a training label and the first test session; the longest label without"),
        _tune = Number<int?>("--tune", "Settings to try by successive halving inside each training window, the given ones first; without, the given ones");

    private readonly Option<double?> _rate = Number<double?>("--learning-rate", $"Shrinkage of each tree; default {s_usual.LearningRate}"),
        _l2 = Number<double?>("--l2", $"L2 penalty of leaf values; default {s_usual.L2}"),
        _first = Number<double?>("--first-test", $"Share of the rows before the first test block, in (0, 1); default {s_usual.Split.FirstTestFraction}"),
        _balance = Number<double?>("--class-balance",
            $"How much rare classes are lifted in the fit, 0 to 1; probabilities are corrected back; default {s_usual.ClassBalance}");

    private readonly Option<string?> _calibration = new("--calibration")
    {
        Description = "How probabilities are calibrated; auto, the default, lets later calibration rows decide",
        HelpName = "auto|temperature|isotonic"
    },
        _monotone = new("--monotone")
        {
            Description =
            "Features that scores may only rise (1) or fall (-1) with; after STRUCTURE: for its outcome regressor only",
            HelpName = "[STRUCTURE:]FEATURE=1,…"
        },
        _interactions = new("--interactions")
        {
            Description = "Groups of features that may meet on one path of a tree; all others form one more group",
            HelpName = "A,B;C,D"
        };

    private readonly RuleArguments _rules = new();

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_folds, _first, _window, _embargo, _rounds, _leaves, _rate, _l2, _tune, _balance, _calibration, _monotone,
            _interactions])
            command.Add(option);
        _rules.AddTo(command);
    }

    /// <summary>Null when nothing was asked for: the model is then the one the daily run would train.</summary>
    /// <exception cref="UsageException">A value cannot be.</exception>
    public Func<TrainingOptions, TrainingOptions>? Read(ParseResult parsed)
    {
        int? folds = parsed.GetValue(_folds), rounds = parsed.GetValue(_rounds), leaves = parsed.GetValue(_leaves), window = parsed.GetValue(_window),
            embargo = parsed.GetValue(_embargo), tune = parsed.GetValue(_tune);
        double? rate = parsed.GetValue(_rate), l2 = parsed.GetValue(_l2), first = parsed.GetValue(_first), balance = parsed.GetValue(_balance);
        string? calibration = parsed.GetValue(_calibration), monotone = parsed.GetValue(_monotone), interactions = parsed.GetValue(_interactions);
        RuleOptions? rules = _rules.Read(parsed);
        if (((object?[])[rules, folds, rounds, leaves, window, embargo, tune, rate, l2, first, balance, calibration, monotone, interactions]).All(
            wish => wish is null))
            return null;
        // What cannot be is said before minutes of work, not after.
        string? wrong = folds < 1 ? $"--folds is {folds}; it must be at least 1." : rounds is < 1 or > 100_000
            ? $"--rounds is {rounds}; it must be 1 to 100000."
            : leaves is < 2 or > 131_072 ? $"--leaves is {leaves}; it must be 2 to 131072." : window < 1 ? $"--window is {window}; it must be at least 1."
            : embargo < 0 ? $"--embargo is {embargo}; it must be at least 0." : tune is < 2 or > 1000 ? $"--tune is {tune}; it must be 2 to 1000."
            : rate is not null && !(rate is > 0 and <= 1) ? $"--learning-rate is {rate}; it must be in (0, 1]."
            : l2 is not null && !(l2 >= 0 && double.IsFinite(l2.Value)) ? $"--l2 is {l2}; it must be at least 0."
            : first is not null && !(first is > 0 and < 1) ? $"--first-test is {first}; it must be in (0, 1)."
            : balance is not null && !(balance is >= 0 and <= 1) ? $"--class-balance is {balance}; it must be 0 to 1." : null;
        if (wrong is not null)
            throw new UsageException(wrong);
        CalibrationMethod? method = calibration switch
        {
            null => null,
            "auto" => CalibrationMethod.Auto,
            "temperature" => CalibrationMethod.Temperature,
            "isotonic" => CalibrationMethod.Isotonic,
            _ => throw new UsageException($"--calibration is '{calibration}'; it must be auto, temperature or isotonic."),
        };
        IReadOnlyList<MonotoneConstraint> signs = monotone is null ? [] : [.. monotone.Split(',').Select(Sign)];
        IReadOnlyList<IReadOnlyList<string>> groups = interactions is null
            ? []
            : [.. interactions.Split(';').Select(group => group.Split(',').Select(Feature).ToArray())];
        return options => options with
        {
            Rounds = rounds ?? options.Rounds,
            Leaves = leaves ?? options.Leaves,
            LearningRate = rate ?? options.LearningRate,
            L2 = l2 ?? options.L2,
            ClassBalance = balance ?? options.ClassBalance,
            Calibration = method ?? options.Calibration,
            Monotone = signs,
            Interactions = groups,
            Rules = rules ?? options.Rules,
            Tuning = tune is { } candidates ? new TuningOptions(candidates) : null,
            Split = options.Split with
            {
                Folds = folds ?? options.Split.Folds,
                FirstTestFraction = first ?? options.Split.FirstTestFraction,
                WindowSessions = window,
                EmbargoSessions = embargo
            },
        };
    }

    private static MonotoneConstraint Sign(string text)
    {
        string[] parts = text.Trim().Split('=');
        if (parts.Length != 2 || parts[1] is not ("1" or "+1" or "-1"))
            throw new UsageException($"--monotone has '{text}'; write FEATURE=1 or FEATURE=-1.");
        int colon = parts[0].IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
            return new MonotoneConstraint(Feature(parts[0]), parts[1] == "-1" ? -1 : 1);
        string name = parts[0][..colon];
        if (!Structures.Names.Take(Structures.Count).Contains(name, StringComparer.Ordinal))
            throw new UsageException($"--monotone names structure '{name}'; it must be one of {string.Join(", ", Structures.Names.Take(Structures.Count))}.");
        return new MonotoneConstraint(Feature(parts[0][(colon + 1)..]), parts[1] == "-1" ? -1 : 1, Structures.Parse(name));
    }

    private static string Feature(string text)
    {
        string name = text.Trim();
        return Features.FeatureCatalog.All.Any(feature => feature.Name == name)
            ? name
            : throw new UsageException($"'{name}' is no feature; './lab features list' names them.");
    }

    private static Option<T> Number<T>(string name, string description) => new(name) { Description = description, HelpName = "NUMBER" };
}
