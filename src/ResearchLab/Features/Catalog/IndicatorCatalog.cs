using System.Runtime.CompilerServices;
using ResearchLab.Basics;

namespace ResearchLab.Features;

/// <summary>Every indicator on prices: what it is called, takes and computes. The command line, the documentation and the tests are made from it.</summary>
public static partial class IndicatorCatalog
{
    private const string TaLib = "as TA-Lib";
    private const int MostSessions = 100_000;

    /// <summary>All indicators, by group and name.</summary>
    public static IReadOnlyList<IndicatorDefinition> All { get; } =
        [.. new[] { Averages(), Trends(), Oscillators(), Volatilities(), Volumes(), Statistics(), Patterns() }
            .SelectMany(group => group.OrderBy(indicator => indicator.Name, StringComparer.Ordinal))];

    /// <summary>The indicator with this name or alias, in any case; null when there is none.</summary>
    /// <param name="name">Name such as <c>rsi</c>.</param>
    public static IndicatorDefinition? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string wanted = name.Trim().Replace('_', '-');
        return All.FirstOrDefault(indicator =>
            indicator.Name.Equals(wanted, StringComparison.OrdinalIgnoreCase) || indicator.Aliases.Contains(wanted, StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>The names of features and indicators that are spelled most like <paramref name="name"/>, nearest first.</summary>
    /// <param name="name">What was typed.</param>
    /// <param name="count">How many, at least 1.</param>
    public static IReadOnlyList<string> Nearest(string name, int count)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        string wanted = name.Trim().ToLowerInvariant();
        IEnumerable<string> names = All.Select(indicator => indicator.Name).Concat(FeatureCatalog.All.Select(feature => feature.Name));
        return [.. names.Distinct(StringComparer.Ordinal).OrderBy(known => EditDistance.Of(wanted, known)).ThenBy(known => known, StringComparer.Ordinal)
            .Take(count)];
    }

    private static IndicatorParameter Window(double value, int least = 1, string name = "window", string description = "Sessions looked at") =>
        new(name, value, least, MostSessions, IsWhole: true, description);

    private static IndicatorParameter Fast(double value) => Window(value, 1, "fast", "Window of the fast average");

    private static IndicatorParameter Slow(double value) => Window(value, 2, "slow", "Window of the slow average, above fast");

    private static IndicatorParameter Signal(double value) => Window(value, 1, "signal", "Window of the signal average");

    private static IndicatorParameter Multiplier(double value, string description) => new("multiplier", value, 0.01, 100, IsWhole: false, description);

    private static IndicatorParameter Factor(string name, double value, double least, double most, string description) =>
        new(name, value, least, most, IsWhole: false, description);

    private static IndicatorColumn Number(
        string name, Func<IndicatorArguments, int> warmUp, bool sparse = false, [CallerArgumentExpression(nameof(warmUp))] string formula = "") =>
        new(name, IndicatorUnit.Number, warmUp, formula, sparse);

    private static IndicatorColumn Price(
        string name, Func<IndicatorArguments, int> warmUp, bool sparse = false, [CallerArgumentExpression(nameof(warmUp))] string formula = "") =>
        new(name, IndicatorUnit.Price, warmUp, formula, sparse);

    private static IndicatorColumn Shares(
        string name, Func<IndicatorArguments, int> warmUp, bool sparse = false, [CallerArgumentExpression(nameof(warmUp))] string formula = "") =>
        new(name, IndicatorUnit.Shares, warmUp, formula, sparse);

    private static IndicatorColumn In(
        IndicatorUnit unit, string name, Func<IndicatorArguments, int> warmUp, [CallerArgumentExpression(nameof(warmUp))] string formula = "") =>
        new(name, unit, warmUp, formula);

    private static IndicatorDefinition New(
        string name, IndicatorGroup group, string description, string source, IndicatorParameter[] parameters, IndicatorColumn[] columns,
        IndicatorFunction function, bool other = false, params string[] aliases) =>
        new(
            name, group, description, source, parameters,
            [.. columns.Select(column => column with { WarmUpFormula = Formula(column.WarmUpFormula, parameters) })], function, other, aliases);

    /// <summary>The lambda of a warm-up as arithmetic in the names of the parameters.</summary>
    private static string Formula(string lambda, IndicatorParameter[] parameters)
    {
        string text = lambda[(lambda.IndexOf("=>", StringComparison.Ordinal) + 2)..].Trim()
            .Replace("Math.Max", "max", StringComparison.Ordinal)
            .Replace("(int)Math.Sqrt(", "floor sqrt(", StringComparison.Ordinal)
            .Replace('-', '−')
            .Replace('*', '·');
        for (int i = 0; i < parameters.Length; i++)
            text = text.Replace(Invariant($"p[{i}]"), parameters[i].Name, StringComparison.Ordinal);
        return text;
    }
}
