namespace ResearchLab.Models;

/// <summary>A rising curve through points; between them it is a straight line, beyond them flat.</summary>
/// <param name="X">Where its points lie, strictly ascending.</param>
/// <param name="Y">Its value at each, never falling.</param>
public sealed record IsotonicCurve(double[] X, double[] Y)
{
    /// <summary>The curve's value.</summary>
    /// <param name="x">Finite.</param>
    public double At(double x)
    {
        int found = Array.BinarySearch(X, x);
        if (found >= 0)
            return Y[found];
        int above = ~found;
        if (above == 0)
            return Y[0];
        if (above == X.Length)
            return Y[^1];
        double share = (x - X[above - 1]) / (X[above] - X[above - 1]);
        return Y[above - 1] + (share * (Y[above] - Y[above - 1]));
    }

    /// <summary>Whether it is a curve at all, for what was read from a file.</summary>
    internal bool IsSound()
    {
        bool sound = X.Length > 0 && X.Length == Y.Length && Array.TrueForAll(X, double.IsFinite) && Array.TrueForAll(Y, double.IsFinite);
        for (int i = 1; i < X.Length && sound; i++)
            sound = X[i] > X[i - 1] && Y[i] >= Y[i - 1];
        return sound;
    }
}
