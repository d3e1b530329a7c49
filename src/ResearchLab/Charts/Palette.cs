namespace ResearchLab.Charts;

/// <summary>Colours that the common forms of colour blindness keep apart, legible on light and dark (Okabe and Ito, 2008).</summary>
public static class Palette
{
    /// <summary>Blue: the main series.</summary>
    public const string Blue = "#0072B2";

    /// <summary>Vermillion: the second series, falls, losses.</summary>
    public const string Vermillion = "#D55E00";

    /// <summary>Bluish green: rises, gains.</summary>
    public const string Green = "#009E73";

    /// <summary>Reddish purple: the third series.</summary>
    public const string Purple = "#CC79A7";

    /// <summary>Orange: the fourth series.</summary>
    public const string Orange = "#E69F00";

    /// <summary>Sky blue: the fifth series.</summary>
    public const string Sky = "#56B4E9";

    /// <summary>Grey: what is only there for comparison.</summary>
    public const string Grey = "#8A8A8A";

    /// <summary>The series colours in order.</summary>
    public static IReadOnlyList<string> Series { get; } = [Blue, Vermillion, Green, Purple, Orange, Sky];
}
