using MathNet.Numerics.Distributions;

namespace ResearchLab.Tests.Statistics;

/// <summary>
/// The standard normals of R after <c>set.seed</c>, so that what an R package prints can be computed again: Mersenne Twister (Matsumoto and
/// Nishimura 1998) with R's scrambling of the seed, then inversion with 27 and 32 bits.
/// </summary>
internal sealed class LegacyR
{
    private const int Words = 624, Shift = 397;
    private const double Scale = 2.3283064365386963e-10, Big = 134217728;
    private readonly uint[] _state = new uint[Words];
    private int _next = Words;

    public LegacyR(uint seed)
    {
        // R scrambles fifty times, then draws its own counter and the state.
        for (int i = 0; i < 51; i++)
            seed = Scrambled(seed);
        for (int i = 0; i < Words; i++)
            _state[i] = seed = Scrambled(seed);
    }

    public double[] Normals(int count)
    {
        var values = new double[count];
        for (int i = 0; i < count; i++)
        {
            double high = Math.Floor(Big * Uniform());
            values[i] = Normal.InvCDF(0, 1, (high + Uniform()) / Big);
        }

        return values;
    }

    private static uint Scrambled(uint seed) => unchecked((69069 * seed) + 1);

    private double Uniform()
    {
        if (_next == Words)
        {
            for (int k = 0; k < Words; k++)
            {
                uint mixed = (_state[k] & 0x80000000) | (_state[(k + 1) % Words] & 0x7fffffff);
                _state[k] = _state[(k + Shift) % Words] ^ (mixed >> 1) ^ ((mixed & 1) != 0 ? 0x9908b0df : 0);
            }

            _next = 0;
        }

        uint word = _state[_next++];
        word ^= word >> 11;
        word ^= (word << 7) & 0x9d2c5680;
        word ^= (word << 15) & 0xefc60000;
        word ^= word >> 18;
        // Never 0 and never 1, as R has it.
        return Math.Clamp(word * Scale, Scale / 2, 1 - (Scale / 2));
    }
}
