namespace ResearchLab.Options;

/// <summary>The right an option gives its holder.</summary>
public enum OptionRight : byte
{
    /// <summary>The right to buy.</summary>
    Call,

    /// <summary>The right to sell.</summary>
    Put,
}
