using System.Globalization;

namespace ResearchLab.Market;

/// <summary>Numbers; a missing one is NaN.</summary>
/// <param name="column">Position in the file.</param>
/// <param name="sign">Decimal sign of the file.</param>
internal sealed class CsvNumbers(int column, DecimalSign sign = DecimalSign.Point) : CsvIngestField(column)
{
    public List<double> Values { get; } = [];

    /// <summary>How many stood in per cent; they are kept in per cent.</summary>
    public int Percents { get; private set; }

    /// <summary>How many numbers stood without a sign of per cent.</summary>
    public int Plains { get; private set; }

    /// <summary>How many stood with a letter for thousands, millions or billions.</summary>
    public int Suffixed { get; private set; }

    /// <summary>How many without such a letter were no whole numbers.</summary>
    public int Fractions { get; private set; }

    /// <summary>Whether a number had signs or thousands that a program would not write.</summary>
    public bool Formatted { get; private set; }

    public override bool Add(ReadOnlySpan<char> text)
    {
        if (sign == DecimalSign.Point && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
        {
            Values.Add(value);
            Plains++;
            Fractions += value > Math.Floor(value) ? 1 : 0;
            return true;
        }

        if (IsMissing(text))
        {
            Values.Add(double.NaN);
            return true;
        }

        bool read = CsvNumberText.TryRead(text, sign, out value, out bool percent);
        Values.Add(read ? value : double.NaN);
        Formatted |= read && sign == DecimalSign.Point;
        bool suffixed = read && text.IndexOfAnyInRange('A', 'z') >= 0;
        (Suffixed, Fractions) = suffixed ? (Suffixed + 1, Fractions) : (Suffixed, Fractions + (value > Math.Floor(value) ? 1 : 0));
        (Percents, Plains) = !read ? (Percents, Plains) : percent ? (Percents + 1, Plains) : (Percents, Plains + 1);
        return read;
    }
}
