using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace ResearchLab.DuckDb.Values;

/// <summary>The .NET types each column type takes without asking the engine; plain texts of numbers and dates included.</summary>
internal static unsafe partial class ValueWriter
{
    private static bool TryInteger(object value, out Int128 integer) => IsKnown<Int128>(
        value switch
        {
            int v => v,
            long v => v,
            short v => v,
            sbyte v => v,
            byte v => v,
            ushort v => v,
            uint v => v,
            ulong v => v,
            Int128 v => v,
            UInt128 v when v <= (UInt128)Int128.MaxValue => (Int128)v,
            BigInteger v when v >= Int128.MinValue && v <= Int128.MaxValue => (Int128)v,
            decimal v when v == decimal.Truncate(v) => (Int128)v,
            bool v => v ? 1 : 0,
            Enum v => (Int128)Convert.ToDecimal(v, CultureInfo.InvariantCulture),
            string v when Int128.TryParse(v, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out Int128 parsed) => parsed,
            _ => null,
        },
        out integer);

    private static bool TryDouble(object value, out double number) => IsKnown<double>(
        value switch
        {
            double v => v,
            float v => v,
            decimal v => (double)v,
            string v when double.TryParse(v, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out double parsed) => parsed,
            _ when TryInteger(value, out Int128 integer) => (double)integer,
            _ => null,
        },
        out number);

    private static bool TryDecimal(object value, ColumnType type, out Int128 mantissa)
    {
        mantissa = 0;
        try
        {
            switch (value)
            {
                case decimal v:
                    mantissa = Decimals.Rescale(v, type.Width, type.Scale);
                    return true;
                case double v:
                    mantissa = Decimals.Rescale(v, type.Width, type.Scale);
                    return true;
                case float v:
                    mantissa = Decimals.Rescale((double)v, type.Width, type.Scale);
                    return true;
                case string v when decimal.TryParse(v, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal parsed) && v.Length <= 28:
                    mantissa = Decimals.Rescale(parsed, type.Width, type.Scale);
                    return true;
                case not string when TryInteger(value, out Int128 integer):
                    Int128 factor = Decimals.Power(type.Scale);
                    mantissa = unchecked(integer * factor);
                    return Int128.Abs(integer) < (Decimals.Power(type.Width) / factor) + (Decimals.Power(type.Width) % factor == 0 ? 0 : 1);
                default:
                    return false;
            }
        }
        catch (OverflowException)
        {
            return false;
        }
    }

    private static bool TryDate(object value, out DateOnly date) => IsKnown<DateOnly>(
        value switch
        {
            DateOnly v => v,
            DateTime v => DateOnly.FromDateTime(v),
            string v when DateOnly.TryParseExact(v, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly parsed) => parsed,
            _ => null,
        },
        out date);

    private static bool TryTime(object value, out TimeOnly time) => IsKnown<TimeOnly>(
        value switch
        {
            TimeOnly v => v,
            TimeSpan v when v >= TimeSpan.Zero && v < TimeSpan.FromDays(1) => TimeOnly.FromTimeSpan(v),
            _ => null,
        },
        out time);

    private static bool TryBig(object value, out BigInteger big) => IsKnown<BigInteger>(
        value switch
        {
            BigInteger v => v,
            UInt128 v => v,
            string v when BigInteger.TryParse(v, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger parsed) => parsed,
            _ when TryInteger(value, out Int128 integer) => integer,
            _ => null,
        },
        out big);

    /// <summary>The values of a struct's fields, from a dictionary by name in any case or a tuple by place; null when it is neither or has a field too many.</summary>
    private static object?[]? Fields(ColumnType type, object value)
    {
        var fields = new object?[type.Children.Length];
        switch (value)
        {
            case ITuple tuple when tuple.Length == fields.Length:
                for (int i = 0; i < fields.Length; i++)
                    fields[i] = tuple[i];
                return fields;
            case IDictionary map:
                foreach (DictionaryEntry entry in map)
                {
                    int place = Array.FindIndex(type.Children, child => child.Name.Equals(entry.Key as string, StringComparison.OrdinalIgnoreCase));
                    if (place < 0)
                        return null;
                    fields[place] = entry.Value;
                }

                return fields;
            default:
                return null;
        }
    }

    private static bool IsKnown<T>(T? found, out T value)
        where T : struct
    {
        value = found.GetValueOrDefault();
        return found.HasValue;
    }
}
