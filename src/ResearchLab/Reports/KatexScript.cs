namespace ResearchLab.Reports;

/// <summary>KaTeX as installed with the native parts: it sets the mathematics of notebook pages.</summary>
public static class KatexScript
{
    /// <summary>Its text, or empty when it is not installed: mathematics then stays as it was written.</summary>
    /// <param name="home">Folder of the checkout.</param>
    public static string Read(string home)
    {
        string path = Path.Combine(home, "native", "lib", "katex.min.js");
        return File.Exists(path) ? File.ReadAllText(path) : "";
    }
}
