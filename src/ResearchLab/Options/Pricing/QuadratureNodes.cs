using System.Numerics;

namespace ResearchLab.Options;

/// <summary>Nodes φ on (0, π/2) as sines and cosines with their weights, padded to whole vectors by weights of 0.</summary>
internal sealed class QuadratureNodes
{
    private const int PanelNodes = 32;

    public QuadratureNodes(int count, AmericanScheme.Rule rule)
        : this(count, k => rule == AmericanScheme.Rule.Legendre ? Legendre(count, k) : TanhSinh(count, k))
    {
    }

    private QuadratureNodes(int count, Func<int, (double Share, double Weight)> node)
    {
        Count = count;
        Padded = (count + Vector<double>.Count - 1) / Vector<double>.Count * Vector<double>.Count;
        Sine = new double[Padded];
        Cosine = new double[Padded];
        Weight = new double[Padded];
        Sine.AsSpan(count).Fill(1);
        for (int k = 0; k < count; k++)
        {
            (double share, double weight) = node(k);
            double phi = 0.5 * Math.PI * share;
            (Sine[k], Cosine[k]) = Math.SinCos(phi);
            Weight[k] = 0.5 * Math.PI * weight;
        }
    }

    public int Count { get; }

    public int Padded { get; }

    public double[] Sine { get; }

    public double[] Cosine { get; }

    public double[] Weight { get; }

    /// <summary>Equal panels of 32 Gauss–Legendre nodes each.</summary>
    public static QuadratureNodes InPanels(int panels)
    {
        (double Share, double Weight)[] panel = [.. Enumerable.Range(0, PanelNodes).Select(k => Legendre(PanelNodes, k))];
        return new QuadratureNodes(panels * PanelNodes, k =>
        {
            (double share, double weight) = panel[k % PanelNodes];
            return (((k / PanelNodes) + share) / panels, weight / panels);
        });
    }

    // Gauss–Legendre on (0, 1): Newton on the recurrence of the polynomials.
    internal static (double Share, double Weight) Legendre(int count, int k)
    {
        double x = Math.Cos(Math.PI * (k + 0.75) / (count + 0.5)), slope = 1;
        for (int step = 0; step < 100; step++)
        {
            double before = 1, value = x;
            for (int n = 2; n <= count; n++)
                (before, value) = (value, (((2 * n) - 1) * x * value / n) - ((n - 1) * before / n));
            slope = count * ((x * value) - before) / ((x * x) - 1);
            double move = value / slope;
            x -= move;
            if (Math.Abs(move) < 1e-16)
                break;
        }

        return (0.5 * (1 - x), 1 / ((1 - (x * x)) * slope * slope));
    }

    // Takahasi and Mori (1974) on (0, 1): dense at both ends, indifferent to what happens exactly there.
    private static (double Share, double Weight) TanhSinh(int count, int k)
    {
        const double Reach = 3.1;
        double step = 2 * Reach / (count - 1), t = -Reach + (k * step), u = 0.5 * Math.PI * Math.Sinh(t);
        // 1/(1 + e^(−2u)) is exact near 0, where the nodes crowd.
        double share = 1 / (1 + Math.Exp(-2 * u));
        double cosh = Math.Cosh(u);
        return (share, step * 0.25 * Math.PI * Math.Cosh(t) / (cosh * cosh));
    }
}
