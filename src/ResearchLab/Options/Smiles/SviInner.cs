namespace ResearchLab.Options;

/// <summary>The inner problem of the quasi-explicit SVI calibration: with centre and width held, the variance is linear in three numbers.</summary>
/// <remarks>
/// De Marco and Martini (2009), "Quasi-explicit calibration of Gatheral's SVI model", Zeliade Systems. With y = (k − m)/σ and z = √(y² + 1)
/// the variance is a + u·(z + y)/√2 + v·(z − y)/√2, so the constraints on the wings are the box 0 ≤ u, v ≤ √2·σ (Lee's bound b(1 + |ρ|) ≤ 2)
/// and 0 ≤ a ≤ the largest variance seen. The quadratic is minimised over the box exactly, by trying its faces.
/// </remarks>
internal static class SviInner
{
    private const double Sqrt2 = 1.41421356237309504880;

    /// <summary>The best smile of that centre and width, and its weighted squared error.</summary>
    public static SviSmile Solve(
        ReadOnlySpan<double> k, ReadOnlySpan<double> w, ReadOnlySpan<double> weight, double maxVariance, double centre, double width, out double error)
    {
        Span<double> matrix = stackalloc double[9], right = stackalloc double[3], high = [maxVariance, Sqrt2 * width, Sqrt2 * width], low = [0, 0, 0];
        double s1 = 0, sp = 0, sq = 0, spp = 0, spq = 0, sqq = 0, sw = 0, swp = 0, swq = 0, sww = 0, inverse = 1 / width;
        for (int i = 0; i < k.Length; i++)
        {
            double y = (k[i] - centre) * inverse, z = Math.Sqrt((y * y) + 1), omega = weight[i], target = w[i];
            double p = (z + y) / Sqrt2, q = (z - y) / Sqrt2, op = omega * p, oq = omega * q;
            s1 += omega;
            sp += op;
            sq += oq;
            spp += op * p;
            spq += op * q;
            sqq += oq * q;
            sw += omega * target;
            swp += op * target;
            swq += oq * target;
            sww += omega * target * target;
        }

        (matrix[0], matrix[1], matrix[2]) = (s1, sp, sq);
        (matrix[3], matrix[4], matrix[5]) = (sp, spp, spq);
        (matrix[6], matrix[7], matrix[8]) = (sq, spq, sqq);
        (right[0], right[1], right[2]) = (sw, swp, swq);
        Span<double> best = stackalloc double[3], candidate = stackalloc double[3];
        double bestValue = double.PositiveInfinity;
        for (int face = 0; face < 27; face++)
        {
            if (!OnFace(face, matrix, right, low, high, candidate))
                continue;
            double value = Value(matrix, right, candidate);
            if (value < bestValue)
            {
                bestValue = value;
                candidate.CopyTo(best);
            }

            // Inside the box the unconstrained minimum is the minimum.
            if (face == 0)
                break;
        }

        error = Math.Max(0, bestValue + sww);
        double c = (best[1] + best[2]) / Sqrt2, d = (best[1] - best[2]) / Sqrt2;
        return new SviSmile(best[0], c / width, c > 0 ? Math.Clamp(d / c, -1, 1) : 0, centre, width);
    }

    // Digits to base three say of each variable: 0 free, 1 at the lower end, 2 at the upper end.
    private static bool OnFace(int face, ReadOnlySpan<double> matrix, ReadOnlySpan<double> right, ReadOnlySpan<double> low, ReadOnlySpan<double> high,
        Span<double> x)
    {
        Span<int> free = stackalloc int[3];
        int count = 0;
        for (int i = 0, rest = face; i < 3; i++, rest /= 3)
        {
            x[i] = rest % 3 == 2 ? high[i] : low[i];
            if (rest % 3 == 0)
                free[count++] = i;
        }

        if (count == 0)
            return true;
        Span<double> system = stackalloc double[12];
        for (int r = 0; r < count; r++)
        {
            double known = right[free[r]];
            for (int j = 0; j < 3; j++)
                known -= matrix[(free[r] * 3) + j] * x[j];
            for (int c = 0; c < count; c++)
                system[(r * 4) + c] = matrix[(free[r] * 3) + free[c]];
            system[(r * 4) + 3] = known;
        }

        if (!Eliminate(system, count))
            return false;
        for (int r = 0; r < count; r++)
        {
            double value = system[(r * 4) + 3];
            if (!(value >= low[free[r]] && value <= high[free[r]]))
                return false;
            x[free[r]] = value;
        }

        return true;
    }

    // Gauss–Jordan without pivoting: the matrix is positive definite or refused.
    private static bool Eliminate(Span<double> system, int count)
    {
        for (int r = 0; r < count; r++)
        {
            double pivot = system[(r * 4) + r];
            if (!(pivot > 1e-14 * Math.Abs(system[0])) && !(r == 0 && pivot > 0))
                return false;
            for (int j = r; j < 4; j++)
                system[(r * 4) + j] /= pivot;
            for (int other = 0; other < count; other++)
            {
                double factor = system[(other * 4) + r];
                if (other == r || factor == 0)
                    continue;
                for (int j = r; j < 4; j++)
                    system[(other * 4) + j] -= factor * system[(r * 4) + j];
            }
        }

        return true;
    }

    private static double Value(ReadOnlySpan<double> matrix, ReadOnlySpan<double> right, ReadOnlySpan<double> x)
    {
        double value = 0;
        for (int i = 0; i < 3; i++)
        {
            double row = 0;
            for (int j = 0; j < 3; j++)
                row += matrix[(i * 3) + j] * x[j];
            value += x[i] * (row - (2 * right[i]));
        }

        return value;
    }
}
