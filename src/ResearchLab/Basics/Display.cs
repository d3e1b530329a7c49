using System.Globalization;

namespace ResearchLab.Basics;

/// <summary>Numbers as people read them, the same in console, reports and reasons.</summary>
public static class Display
{
    /// <summary>
    /// Dollars with thousands separators: <c>$1,234.50</c>, <c>−$20.00</c>, <c>unlimited</c> or <c>−unlimited</c> for an infinity, <c>unknown</c> for NaN.
    /// </summary>
    /// <param name="dollars">Amount.</param>
    /// <param name="decimals">Digits after the point.</param>
    public static string Money(double dollars, int decimals = 2) =>
        Signed(dollars, "$", Math.Abs(dollars).ToString(Invariant($"N{decimals}"), CultureInfo.InvariantCulture), "");

    /// <summary>A fraction as a percentage without a space: <c>1.4%</c>; infinities and NaN as in <see cref="Money"/>.</summary>
    /// <param name="fraction">0.014 means 1.4%.</param>
    /// <param name="decimals">Digits after the point.</param>
    public static string Percent(double fraction, int decimals = 1) =>
        Signed(fraction, "", (Math.Abs(fraction) * 100).ToString(Invariant($"F{decimals}"), CultureInfo.InvariantCulture), "%");

    /// <summary>A multiple: <c>−12.2×</c>; infinities and NaN as in <see cref="Money"/>.</summary>
    /// <param name="times">How many times.</param>
    /// <param name="decimals">Digits after the point.</param>
    public static string Multiple(double times, int decimals = 1) =>
        Signed(times, "", Math.Abs(times).ToString(Invariant($"N{decimals}"), CultureInfo.InvariantCulture), "×");

    // The digits as they will be shown decide the sign, so that nothing reads "−0.0%".
    private static string Signed(double value, string before, string digits, string after) =>
        double.IsNaN(value) ? "unknown"
        : (value < 0 && (double.IsInfinity(value) || digits.AsSpan().ContainsAnyInRange('1', '9')) ? "−" : "")
            + (double.IsInfinity(value) ? "unlimited" : before + digits + after);
}
