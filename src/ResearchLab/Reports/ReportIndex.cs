using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using ResearchLab.Charts;

namespace ResearchLab.Reports;

/// <summary>A page that leads to every report of a folder.</summary>
public static partial class ReportIndex
{
    /// <summary>Name of the page in its folder.</summary>
    public const string FileName = "index.html";

    /// <summary>How the title of a page begins whose run failed.</summary>
    public const string Failed = "✗ failed: ";

    private const int HeadBytes = 16 * 1024;

    /// <summary>Writes the page anew from the reports that are there, newest session first.</summary>
    /// <param name="folder">Folder of the reports, sub-folders included; made when missing.</param>
    /// <returns>The full path of the page.</returns>
    /// <exception cref="IOException">The disk is full or the folder cannot be read or written.</exception>
    public static string Write(string folder)
    {
        string root = Path.GetFullPath(folder);
        Directory.CreateDirectory(root);
        (string Path, string Title, string Day, long Bytes)[] reports =
        [
            .. Directory.EnumerateFiles(root, "*.html", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(root, path).Replace('\\', '/'))
                .Where(path => path != FileName)
                .Select(path => Entry(root, path))
                .OfType<(string Path, string Title, string Day, long Bytes)>()
                .OrderByDescending(report => report.Day, StringComparer.Ordinal).ThenBy(report => report.Path, StringComparer.Ordinal),
        ];
        // Decisions of one session under two configurations bear one title; their files do not.
        HashSet<string> shared = [.. reports.CountBy(report => report.Title).Where(title => title.Value > 1).Select(title => title.Key)];
        var html = new HtmlText();
        html.Add($"<header><h1>Reports</h1><p class=\"soft\">{reports.Length:N0} in this folder.</p></header><main>");
        if (reports.Length == 0)
            html.Add($"<p>None yet; ‘./lab run’ makes one.</p>");
        foreach (IGrouping<string, (string Path, string Title, string Day, long Bytes)> year in reports.GroupBy(
            report => report.Day.Length >= 4 ? report.Day[..4] : "Without a date"))
        {
            html.Add($"<h2>{year.Key}</h2>");
            ReportPage.OpenTable(html, $"Reports of {year.Key}", "Session", "Report", "#Size");
            foreach ((string path, string title, string day, long bytes) in year)
            {
                string address = string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
                html.Add($"<tr><td class=\"nowrap\">{day}</td><td{new Markup(title.StartsWith(Failed, StringComparison.Ordinal) ? " class=\"bad\"" : "")}>"
                    + $"<a href=\"./{address}\">{(shared.Contains(title) ? $"{title} · {Path.GetFileNameWithoutExtension(path)}" : title)}</a></td>"
                    + $"<td class=\"num\">{Size(bytes)}</td></tr>");
            }

            ReportPage.CloseTable(html);
        }

        html.Add($"</main>");
        return ReportFile.Write(Path.Combine(root, FileName), ReportPage.Render("Reports", html));
    }

    /// <summary>What the list says of one file; null when it went away meanwhile.</summary>
    private static (string Path, string Title, string Day, long Bytes)? Entry(string root, string path)
    {
        try
        {
            using FileStream file = File.OpenRead(Path.Combine(root, path));
            var head = new byte[HeadBytes];
            string text = Encoding.UTF8.GetString(head.AsSpan(0, file.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false)));
            Match title = Title().Match(text);
            return (path, title.Success ? WebUtility.HtmlDecode(title.Groups["title"].Value).Trim() : path, Day().Match(path).Value, file.Length);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private static string Size(long bytes) => bytes < 100_000 ? Invariant($"{Math.Max(1, bytes / 1000)} kB") : Invariant($"{bytes / 1e6:0.0} MB");

    [GeneratedRegex("<title>(?<title>[^<]+)</title>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Title();

    [GeneratedRegex(@"\d{4}-\d{2}-\d{2}", RegexOptions.ExplicitCapture | RegexOptions.RightToLeft, 1000)]
    private static partial Regex Day();
}
