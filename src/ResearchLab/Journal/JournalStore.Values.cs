using System.Globalization;

namespace ResearchLab.Journal;

/// <content>Values as rows hold them.</content>
public sealed partial class JournalStore
{
    private static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    internal static DateOnly Date(object value) => value is DateOnly date ? date : DateOnly.FromDateTime((DateTime)value);

    internal static DateTimeOffset Instant(object value) => value is DateTimeOffset instant
        ? instant.ToUniversalTime()
        : new DateTimeOffset(DateTime.SpecifyKind((DateTime)value, DateTimeKind.Utc));

    private static DateTimeOffset? MaybeInstant(object value) => value is DBNull ? null : Instant(value);

    private static int Int(object value) => Convert.ToInt32(value, CultureInfo.InvariantCulture);

    private static double Double(object value) => Convert.ToDouble(value, CultureInfo.InvariantCulture);

    private static double? MaybeDouble(object value) => value is DBNull ? null : Double(value);

    /// <summary>PartlyFilled as partly_filled.</summary>
    private static string Snake<T>(T value)
        where T : struct, Enum => string.Concat(value.ToString().Select((letter, i) => char.IsUpper(letter)
            ? (i > 0 ? "_" : "") + char.ToLowerInvariant(letter)
            : letter.ToString()));

    private static T OfSnake<T>(object text)
        where T : struct, Enum => Enum.Parse<T>(((string)text).Replace("_", "", StringComparison.Ordinal), ignoreCase: true);

    /// <exception cref="ArgumentException">The number is none that can be written down and read again.</exception>
    private static void Finite(double number, string what, string of)
    {
        if (!double.IsFinite(number))
            throw new ArgumentException(Invariant($"The {what} of '{of}' is {number}. Give a number, or do not record it."), nameof(number));
    }
}
