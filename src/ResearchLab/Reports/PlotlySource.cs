using System.Security.Cryptography;
using System.Text;

namespace ResearchLab.Reports;

/// <summary>Where a page has plotly.js from: its own text, or a file beside it that all pages of a folder share.</summary>
public readonly record struct PlotlySource
{
    /// <summary>The text to embed; empty when a file is named, or when there is none and the page has no charts.</summary>
    public string Text { get; private init; }

    /// <summary>Name of the file beside the page; empty when the page has the text.</summary>
    public string File { get; private init; }

    /// <summary>Whether there is neither, so that the page is written without charts.</summary>
    public bool IsEmpty => string.IsNullOrEmpty(Text) && string.IsNullOrEmpty(File);

    /// <summary>A text to embed; empty for none.</summary>
    public static implicit operator PlotlySource(string text) => new() { Text = text, File = "" };

    /// <summary>The installed plotly.js for a page: embedded, or written once into the page's folder, under the name of its content.</summary>
    /// <param name="page">Path of the page.</param>
    /// <param name="home">Folder of the checkout, where plotly.js is installed.</param>
    /// <param name="selfContained">Whether the page is to stand alone.</param>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static PlotlySource For(string page, string home, bool selfContained)
    {
        string text = PlotlyScript.Read(home);
        if (text.Length == 0 || selfContained)
            return text;
        string name = $"plotly-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..8]}.min.js";
        string path = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(page))!, name);
        if (!System.IO.File.Exists(path))
            ReportFile.Write(path, text);
        return new() { Text = "", File = name };
    }
}
