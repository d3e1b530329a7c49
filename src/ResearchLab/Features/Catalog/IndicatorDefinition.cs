using System.Globalization;
using ResearchLab.Basics;
using ResearchLab.Market;

namespace ResearchLab.Features;

/// <summary>One indicator of the catalogue.</summary>
/// <param name="Name">Short name, as typed.</param>
/// <param name="Group">What it is about.</param>
/// <param name="Description">What it is.</param>
/// <param name="Source">Where it comes from and which library's choices it follows.</param>
/// <param name="Parameters">Its parameters, in order.</param>
/// <param name="Columns">What it computes.</param>
/// <param name="Function">How.</param>
/// <param name="NeedsOther">Whether it compares with a second asset.</param>
/// <param name="Aliases">Other names it answers to.</param>
public sealed record IndicatorDefinition(
    string Name,
    IndicatorGroup Group,
    string Description,
    string Source,
    IReadOnlyList<IndicatorParameter> Parameters,
    IReadOnlyList<IndicatorColumn> Columns,
    IndicatorFunction Function,
    bool NeedsOther,
    IReadOnlyList<string> Aliases)
{
    /// <summary>The arguments of a call, checked: defaults where fewer values are given.</summary>
    /// <param name="values">Values in the order of <see cref="Parameters"/>.</param>
    /// <exception cref="UsageException">There are too many, or one is out of range or not whole; the message names it.</exception>
    public double[] Arguments(params ReadOnlySpan<double> values)
    {
        if (values.Length > Parameters.Count)
            throw new ArgumentException($"{Name} takes {Count(Parameters.Count)} and got {values.Length}; they are: {Signature}.", nameof(values));
        var arguments = new double[Parameters.Count];
        for (int i = 0; i < arguments.Length; i++)
            arguments[i] = Checked(Parameters[i], i < values.Length ? values[i] : Parameters[i].Default);
        return arguments;
    }

    /// <summary>The arguments of a call as typed: numbers in order, or <c>name=value</c>, or both.</summary>
    /// <param name="texts">What was typed.</param>
    /// <exception cref="UsageException">One is not understood; the message names it and what there is.</exception>
    public double[] Parse(IEnumerable<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        double[] arguments = Arguments();
        int next = 0;
        foreach (string text in texts)
        {
            int equals = text.IndexOf('=', StringComparison.Ordinal);
            int index = equals < 0 ? next++ : IndexOf(text[..equals]);
            if (index < 0)
                throw new UsageException($"{Name} has no parameter '{text[..equals]}'; it takes: {Signature}.");
            if (index >= arguments.Length)
                throw new UsageException($"{Name} takes {Count(arguments.Length)}, so '{text}' is one too many; it takes: {Signature}.");
            if (!double.TryParse(text.AsSpan(equals + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
                throw new UsageException(
                    Invariant($"{Name}: {Parameters[index].Name} is '{text[(equals + 1)..]}'; give a number such as {Parameters[index].Default}."));
            arguments[index] = Checked(Parameters[index], value);
        }

        return arguments;
    }

    /// <summary>The parameters and their defaults in one line.</summary>
    public string Signature =>
        Parameters.Count == 0 ? "nothing" : string.Join(", ", Parameters.Select(parameter => Invariant($"{parameter.Name}={parameter.Default}")));

    /// <summary>Computes every column for a bar series: one array a column, NaN for warm-up.</summary>
    /// <remarks>A price that is not positive and a volume that is negative or not finite count as missing.</remarks>
    /// <param name="bars">Bars, ascending by date.</param>
    /// <param name="arguments">What <see cref="Arguments"/> or <see cref="Parse"/> returned.</param>
    /// <param name="other">Bars of the second asset where <see cref="NeedsOther"/>; matched by date, missing dates are NaN.</param>
    /// <exception cref="UsageException">The second asset is missing or not wanted, or the parameters do not go together.</exception>
    public double[][] Compute(BarSeries bars, double[] arguments, BarSeries? other = null)
    {
        ArgumentNullException.ThrowIfNull(bars);
        ArgumentNullException.ThrowIfNull(arguments);
        if (arguments.Length != Parameters.Count)
            throw new ArgumentException($"{Name} takes {Count(Parameters.Count)} and got {arguments.Length}; make them with Arguments.", nameof(arguments));
        if (NeedsOther != other is not null)
            throw new UsageException(NeedsOther
                ? $"{Name} compares with a second asset; give its quotes too."
                : $"{Name} takes one asset only; leave the second out.");
        BarColumns columns = BarColumns.From(bars);
        var input = new IndicatorInput(
            bars.Sessions, columns.Open, columns.High, columns.Low, columns.Close, columns.Volume, other is null ? [] : Aligned(bars, other));
        var output = new double[Columns.Count][];
        for (int i = 0; i < output.Length; i++)
            output[i] = new double[bars.Count];
        Function(input, new IndicatorArguments(arguments), output);
        return output;
    }

    private static double[] Aligned(BarSeries bars, BarSeries other)
    {
        double[] close = BarColumns.From(other).Close;
        return Array.ConvertAll(bars.Sessions, session => other.IndexOf(session) is >= 0 and int row ? close[row] : double.NaN);
    }

    private static string Count(int parameters) => parameters == 1 ? "1 parameter" : Invariant($"{parameters} parameters");

    private int IndexOf(string name)
    {
        for (int i = 0; i < Parameters.Count; i++)
        {
            if (Parameters[i].Name.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase))
                return i;
        }

        return -1;
    }

    private double Checked(IndicatorParameter parameter, double value)
    {
        if (!(value >= parameter.Minimum && value <= parameter.Maximum))
            throw new UsageException(Invariant($"{Name}: {parameter.Name} is {value}; it must be {parameter.Minimum} to {parameter.Maximum}."));
        if (parameter.IsWhole && value != Math.Floor(value))
            throw new UsageException(Invariant($"{Name}: {parameter.Name} is {value}; it must be a whole number."));
        return value;
    }
}
