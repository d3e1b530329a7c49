namespace ResearchLab.Reports;

/// <summary>plotly.js as installed with the native parts.</summary>
public static class PlotlyScript
{
    /// <summary>Path of <c>plotly.min.js</c> in a checkout.</summary>
    /// <param name="home">Folder of the checkout.</param>
    /// <exception cref="FileNotFoundException">It is not installed.</exception>
    public static string Find(string home)
    {
        string path = Path.Combine(home, "native", "lib", "plotly.min.js");
        return File.Exists(path) ? path : throw new FileNotFoundException($"plotly.js is not at '{path}'; './lab doctor' says how to install it.", path);
    }

    /// <summary>Its text, or empty when it is not installed: a report is then written without charts, and says so.</summary>
    /// <param name="home">Folder of the checkout.</param>
    public static string Read(string home)
    {
        string path = Path.Combine(home, "native", "lib", "plotly.min.js");
        return File.Exists(path) ? File.ReadAllText(path) : "";
    }
}
