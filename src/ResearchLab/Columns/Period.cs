namespace ResearchLab.Columns;

/// <summary>Lengths of calendar periods.</summary>
public enum Period
{
    /// <summary>A date.</summary>
    Day,

    /// <summary>Monday to Sunday.</summary>
    Week,

    /// <summary>A calendar month.</summary>
    Month,

    /// <summary>January to March, April to June, and so on.</summary>
    Quarter,

    /// <summary>A calendar year.</summary>
    Year,
}
