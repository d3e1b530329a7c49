using System.Globalization;

namespace ResearchLab.Basics;

/// <summary>Text of records, which print their members in the culture of the thread.</summary>
internal static class InvariantText
{
    /// <summary>What a value says of itself, the same on a host of any culture; for keys and messages.</summary>
    /// <param name="value">The value; null gives the empty text.</param>
    public static string Of(object? value)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        try
        {
            return value?.ToString() ?? "";
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
