using ResearchLab.Basics;

namespace ResearchLab.Market.Sources;

/// <summary>What a source is opened with.</summary>
/// <param name="Http">Sends its requests.</param>
/// <param name="Endpoint">Where to, how fast, with which key.</param>
/// <param name="Folder">Folder of the sources, for what must outlive the process.</param>
/// <param name="Time">The clock.</param>
public sealed record SourceAccess(SourceHttp Http, SourceEndpoint Endpoint, string Folder, TimeProvider Time)
{
    /// <summary>Its own variables that were set.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>A variable of its own as a whole number above 0.</summary>
    /// <param name="variable">Name, as in <see cref="SourceDescription.Variables"/>.</param>
    /// <param name="otherwise">What holds when it is not set.</param>
    /// <exception cref="ConfigurationException">It is set to something else.</exception>
    public int Count(string variable, int otherwise) =>
        !Variables.TryGetValue(variable, out string? text) ? otherwise
        : NumberText.Count(variable, text) is > 0 and var value ? value
        : throw new ConfigurationException($"{variable} is '{text}'; it must be above 0.");

    /// <summary>A variable of its own as an hour of the day.</summary>
    /// <param name="variable">Name, as in <see cref="SourceDescription.Variables"/>.</param>
    /// <param name="otherwise">What holds when it is not set.</param>
    /// <exception cref="ConfigurationException">It is set to something else.</exception>
    public TimeOnly Hour(string variable, TimeOnly otherwise) =>
        !Variables.TryGetValue(variable, out string? text) ? otherwise
        : TimeOnly.TryParseExact(text, "HH:mm", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None,
            out TimeOnly hour) ? hour
        : throw new ConfigurationException($"{variable} is '{text}'; it must be an hour such as 15:00.");
}
