namespace ResearchLab.Basics;

/// <summary>
/// Small, fast, seekable-by-stream random generator whose sequence never changes between runtimes. One stream a path makes a
/// parallel simulation independent of the number of threads.
/// </summary>
/// <remarks>O'Neill (2014), "PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms", XSH-RR 64/32.</remarks>
public sealed class Pcg32
{
    private readonly ulong _increment;
    private ulong _state;
    private double _spareNormal = double.NaN;

    /// <summary>The sequence named by <paramref name="seed"/> and <paramref name="stream"/>.</summary>
    public Pcg32(ulong seed, ulong stream = 0)
    {
        _increment = (stream << 1) | 1;
        NextUInt32();
        _state += seed;
        NextUInt32();
    }

    /// <summary>Uniform over all 32-bit values.</summary>
    public uint NextUInt32()
    {
        ulong old = _state;
        _state = unchecked((old * 6364136223846793005UL) + _increment);
        uint shifted = (uint)(((old >> 18) ^ old) >> 27);
        return uint.RotateRight(shifted, (int)(old >> 59));
    }

    /// <summary>Uniform in [0, 1) with 53 random bits.</summary>
    public double NextDouble()
    {
        ulong high = NextUInt32() >> 5, low = NextUInt32() >> 6;
        return ((high * 67108864.0) + low) * (1.0 / 9007199254740992.0);
    }

    /// <summary>Uniform in 0 … <paramref name="exclusiveMax"/> − 1, without bias.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="exclusiveMax"/> is below 1.</exception>
    public int NextInt(int exclusiveMax)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(exclusiveMax, 1);
        uint bound = (uint)exclusiveMax;
        uint threshold = (0u - bound) % bound;
        uint value;
        do
            value = NextUInt32();
        while (value < threshold);
        return (int)(value % bound);
    }

    /// <summary>Standard normal by Marsaglia's polar method (Marsaglia and Bray, 1964).</summary>
    public double NextNormal()
    {
        if (!double.IsNaN(_spareNormal))
        {
            double spare = _spareNormal;
            _spareNormal = double.NaN;
            return spare;
        }

        double u, v, square;
        do
        {
            u = (2 * NextDouble()) - 1;
            v = (2 * NextDouble()) - 1;
            square = (u * u) + (v * v);
        }
        while (square is >= 1 or 0);
        double scale = Math.Sqrt(-2 * Math.Log(square) / square);
        _spareNormal = v * scale;
        return u * scale;
    }
}
