using System.Globalization;

namespace ResearchLab.Risk;

/// <summary>A setting of a run that is not the default, and who set it.</summary>
/// <param name="Name">Environment variable or property, such as <c>RISK_PER_TRADE</c>.</param>
/// <param name="Value">Its value.</param>
/// <param name="Default">What it is when nobody sets it.</param>
/// <param name="From"><c>environment</c> or <c>code</c>.</param>
public sealed record OverriddenSetting(string Name, double Value, double Default, string From)
{
    /// <summary>One line for people, such as <c>RISK_PER_TRADE is 0.05 instead of 0.02, set by the environment</c>.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture,
        $"{Name} is {Value:0.##########} instead of {Default:0.##########}, set by {(From == "environment" ? "the environment" : From)}");
}
