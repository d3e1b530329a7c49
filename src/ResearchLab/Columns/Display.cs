namespace ResearchLab.Columns;

/// <summary>Numbers as people read them, the same in console, reports and reasons.</summary>
public static class Display
{
    /// <summary>Dollars with thousands separators: <c>$1,234.50</c>, <c>−$20.00</c>, <c>unlimited</c> for infinity, <c>unknown</c> for NaN.</summary>
    /// <param name="dollars">Amount.</param>
    /// <param name="decimals">Digits after the point.</param>
    public static string Money(double dollars, int decimals = 2) =>
        double.IsNaN(dollars) ? "unknown"
        : double.IsInfinity(dollars) ? "unlimited"
        : (dollars < 0 && Math.Round(dollars, decimals) != 0 ? "−$" : "$") + Math.Abs(dollars).ToString("N" + decimals);

    /// <summary>A fraction as a percentage without a space: <c>1.4%</c>; <c>unknown</c> for NaN.</summary>
    /// <param name="fraction">0.014 means 1.4%.</param>
    /// <param name="decimals">Digits after the point.</param>
    public static string Percent(double fraction, int decimals = 1) =>
        double.IsNaN(fraction) ? "unknown"
        : (fraction < 0 && Math.Round(fraction * 100, decimals) != 0 ? "−" : "") + (Math.Abs(fraction) * 100).ToString("F" + decimals) + "%";
}
