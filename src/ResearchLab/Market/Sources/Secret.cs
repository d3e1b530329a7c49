namespace ResearchLab.Market.Sources;

/// <summary>A key that no text shows: printing it, a record that holds it or an error about it gives <c>(secret)</c>.</summary>
/// <param name="value">The key.</param>
public sealed class Secret(string value)
{
    /// <summary>The key itself, for the one place that sends it.</summary>
    internal string Reveal() => value;

    /// <inheritdoc/>
    public override string ToString() => "(secret)";
}
