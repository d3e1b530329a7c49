namespace ResearchLab.Models;

/// <summary>How raw scores become probabilities.</summary>
public enum CalibrationMethod
{
    /// <summary>The better of the other two, by the rule of <see cref="ProbabilityCalibration"/>.</summary>
    Auto,

    /// <summary>One number for all classes: <see cref="TemperatureScaling"/>.</summary>
    Temperature,

    /// <summary>After the temperature one rising curve a class, the class against the rest, then divided by their sum.</summary>
    Isotonic,
}
