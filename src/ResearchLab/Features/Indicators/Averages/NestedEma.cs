namespace ResearchLab.Features;

/// <summary>An EMA, an EMA of it and an EMA of that, all seeded at once with the mean of the first values.</summary>
internal struct NestedEma(int window)
{
    private readonly int _window = window;
    private readonly double _factor = 2.0 / (window + 1);
    private int _seen;

    /// <summary>EMA of the values.</summary>
    public double First { get; private set; }

    /// <summary>EMA of <see cref="First"/>.</summary>
    public double Second { get; private set; }

    /// <summary>EMA of <see cref="Second"/>.</summary>
    public double Third { get; private set; }

    /// <summary>Takes the next value; false while the seed is not complete. A missing value starts the seed afresh.</summary>
    public bool Update(double value)
    {
        if (double.IsNaN(value))
        {
            _seen = 0;
            First = 0;
            return false;
        }

        if (_seen < _window)
        {
            _seen++;
            First += (value - First) / _seen;
            Second = Third = First;
            return _seen == _window;
        }

        First += _factor * (value - First);
        Second += _factor * (First - Second);
        Third += _factor * (Second - Third);
        return true;
    }
}
