namespace ResearchLab.Tests.Statistics;

/// <summary>
/// The standard normals of NumPy's <c>RandomState(seed)</c>, so that values published for its series can be reproduced: Mersenne Twister
/// (Matsumoto and Nishimura, 1998) and the polar method, second of a pair first.
/// </summary>
internal sealed class LegacyNumpy
{
    private readonly uint[] _state = new uint[624];
    private int _at = 624;
    private double _spare = double.NaN;

    public LegacyNumpy(uint seed)
    {
        _state[0] = seed;
        for (uint i = 1; i < 624; i++)
            _state[i] = (1812433253u * (_state[i - 1] ^ (_state[i - 1] >> 30))) + i;
    }

    public double NextDouble() => (((NextUInt32() >> 5) * 67108864.0) + (NextUInt32() >> 6)) / 9007199254740992.0;

    public double NextNormal()
    {
        if (!double.IsNaN(_spare))
        {
            double spare = _spare;
            _spare = double.NaN;
            return spare;
        }

        double first, second, square;
        do
        {
            first = (2 * NextDouble()) - 1;
            second = (2 * NextDouble()) - 1;
            square = (first * first) + (second * second);
        }
        while (square is >= 1 or 0);
        double scale = Math.Sqrt(-2 * Math.Log(square) / square);
        _spare = scale * first;
        return scale * second;
    }

    public double[] Normals(int count)
    {
        var values = new double[count];
        for (int i = 0; i < count; i++)
            values[i] = NextNormal();
        return values;
    }

    private uint NextUInt32()
    {
        if (_at == 624)
        {
            for (int i = 0; i < 624; i++)
            {
                uint y = (_state[i] & 0x80000000u) | (_state[(i + 1) % 624] & 0x7fffffffu);
                _state[i] = _state[(i + 397) % 624] ^ (y >> 1) ^ ((y & 1) == 0 ? 0 : 0x9908b0dfu);
            }

            _at = 0;
        }

        uint value = _state[_at++];
        value ^= value >> 11;
        value ^= (value << 7) & 0x9d2c5680u;
        value ^= (value << 15) & 0xefc60000u;
        return value ^ (value >> 18);
    }
}
