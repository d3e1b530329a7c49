using System.Data.SqlTypes;
using System.Numerics;
using ResearchLab.DuckDb.Interop;

namespace ResearchLab.DuckDb.Values;

/// <summary>The engine's DECIMAL (an integer of up to 38 digits and a scale) to .NET's (96 bits and a scale up to 28) and back.</summary>
internal static class Decimals
{
    public const int MaxWidth = 38;

    private static readonly Int128[] Powers = MakePowers();
    private static readonly UInt128 Largest = (UInt128.One << 96) - 1;

    /// <summary>10 to the power of <paramref name="digits"/> (0 to 38).</summary>
    public static Int128 Power(int digits) => Powers[digits];

    /// <exception cref="OverflowException">More than .NET's 96 bits even without trailing zeros.</exception>
    public static decimal ToDecimal(Int128 mantissa, int scale)
    {
        UInt128 magnitude = (UInt128)Int128.Abs(mantissa);
        while (scale > 0 && (magnitude > Largest || scale > 28))
        {
            (UInt128 quotient, UInt128 rest) = UInt128.DivRem(magnitude, 10);
            if (rest != 0)
                break;
            (magnitude, scale) = (quotient, scale - 1);
        }

        if (magnitude > Largest || scale > 28)
            throw new OverflowException($"A DECIMAL of {Digits(magnitude)} digits and scale {scale} does not fit decimal. Read SqlDecimal, or cast it in SQL to DOUBLE, VARCHAR or a smaller DECIMAL.");
        return new decimal((int)(uint)magnitude, (int)(uint)(magnitude >> 32), (int)(uint)(magnitude >> 64), mantissa < 0, (byte)scale);
    }

    /// <summary>All digits, for which .NET has a type of 38.</summary>
    public static SqlDecimal ToSqlDecimal(Int128 mantissa, int width, int scale)
    {
        var magnitude = (UInt128)Int128.Abs(mantissa);
        return new SqlDecimal(
            (byte)width, (byte)scale, mantissa >= 0, (int)(uint)magnitude, (int)(uint)(magnitude >> 32), (int)(uint)(magnitude >> 64), (int)(uint)(magnitude >> 96));
    }

    public static DecimalStruct FromSqlDecimal(SqlDecimal value)
    {
        int[] data = value.Data;
        var magnitude = (Int128)new UInt128(((ulong)(uint)data[3] << 32) | (uint)data[2], ((ulong)(uint)data[1] << 32) | (uint)data[0]);
        return new DecimalStruct(value.Precision, value.Scale, (HugeInt)(value.IsPositive ? magnitude : -magnitude));
    }

    public static double ToDouble(Int128 mantissa, int scale) => (double)mantissa / (double)Powers[scale];

    public static DecimalStruct FromDecimal(decimal value)
    {
        Int128 mantissa = Mantissa(value);
        int width = Math.Max(Digits((UInt128)Int128.Abs(mantissa)), value.Scale);
        return new DecimalStruct((byte)Math.Max(width, 1), value.Scale, (HugeInt)mantissa);
    }

    /// <summary>The mantissa of <paramref name="value"/> at another scale, rounded half away from zero.</summary>
    /// <exception cref="OverflowException">More digits than <paramref name="width"/>.</exception>
    public static Int128 Rescale(decimal value, int width, int scale)
    {
        Int128 mantissa = Mantissa(value);
        if (scale >= value.Scale)
        {
            Int128 factor = Powers[scale - value.Scale];
            if (Int128.Abs(mantissa) >= Powers[width] / factor + 1)
                throw TooWide(value, width, scale);
            mantissa *= factor;
        }
        else
        {
            Int128 divisor = Powers[value.Scale - scale];
            (Int128 quotient, Int128 rest) = Int128.DivRem(mantissa, divisor);
            mantissa = quotient + (Int128.Abs(rest) * 2 >= divisor ? Int128.Sign(mantissa) : 0);
        }

        return Int128.Abs(mantissa) < Powers[width] ? mantissa : throw TooWide(value, width, scale);
    }

    /// <summary>The mantissa of a finite double at a scale, rounded half away from zero.</summary>
    /// <exception cref="OverflowException">Not finite, or more digits than <paramref name="width"/>.</exception>
    public static Int128 Rescale(double value, int width, int scale)
    {
        double scaled = Math.Round(value * (double)Powers[scale], MidpointRounding.AwayFromZero);
        if (!double.IsFinite(scaled) || Math.Abs(scaled) >= (double)Powers[width])
            throw TooWide(value, width, scale);
        return (Int128)scaled;
    }

    private static OverflowException TooWide(object value, int width, int scale) => new($"{value} does not fit DECIMAL({width},{scale}).");

    private static Int128 Mantissa(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var magnitude = new Int128((uint)bits[2], ((ulong)(uint)bits[1] << 32) | (uint)bits[0]);
        return bits[3] < 0 ? -magnitude : magnitude;
    }

    private static int Digits(UInt128 magnitude)
    {
        int digits = 1;
        while (digits <= MaxWidth && magnitude >= (UInt128)Powers[digits])
            digits++;
        return digits;
    }

    private static Int128[] MakePowers()
    {
        var powers = new Int128[MaxWidth + 1];
        powers[0] = 1;
        for (int i = 1; i < powers.Length; i++)
            powers[i] = powers[i - 1] * 10;
        return powers;
    }

    /// <summary>A BIGNUM: three bytes of sign and length, then the magnitude, all inverted when negative.</summary>
    public static BigInteger FromBigNum(ReadOnlySpan<byte> data)
    {
        bool negative = (data[0] & 0x80) == 0;
        byte[] magnitude = data[3..].ToArray();
        if (negative)
        {
            for (int i = 0; i < magnitude.Length; i++)
                magnitude[i] = (byte)~magnitude[i];
        }

        var value = new BigInteger(magnitude, isUnsigned: true, isBigEndian: true);
        return negative ? -value : value;
    }

    /// <summary>The bytes of a BIGNUM.</summary>
    public static byte[] ToBigNum(BigInteger value)
    {
        byte[] magnitude = BigInteger.Abs(value).ToByteArray(isUnsigned: true, isBigEndian: true);
        var data = new byte[3 + magnitude.Length];
        int header = magnitude.Length | 0x80_0000;
        (data[0], data[1], data[2]) = ((byte)(header >> 16), (byte)(header >> 8), (byte)header);
        magnitude.CopyTo(data, 3);
        for (int i = 0; value.Sign < 0 && i < data.Length; i++)
            data[i] = (byte)~data[i];
        return data;
    }
}
