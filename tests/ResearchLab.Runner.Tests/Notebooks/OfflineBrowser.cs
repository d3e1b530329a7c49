using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace ResearchLab.Runner.Tests.Notebooks;

/// <summary>Pages in Chromium without a way to any host; a test is skipped where it is missing.</summary>
internal static class OfflineBrowser
{
    // Says on the page itself what failed, what was asked for, and how many charts are drawn and how many are empty.
    private const string Probe = """
        const failed = []; addEventListener("error", e => failed.push(e.message)); addEventListener("securitypolicyviolation", e => failed.push(e.blockedURI));
        addEventListener("load", () => setTimeout(() => {
          const plots = [...document.querySelectorAll(".plot.js-plotly-plot")];
          const empty = plots.filter(p => !p.querySelector(".trace, .point, .scatterlayer path, .hm image, .gl-container canvas")).length;
          const requests = performance.getEntriesByType("resource").map(r => r.name).filter(name => !name.startsWith("data:") && !/^file:.*\/plotly-[0-9a-f]{8}\.min\.js$/.test(name));
          document.body.dataset.seen = `drawn ${plots.length}, empty ${empty}, requests [${requests.join(" ")}], failed [${failed.join("; ")}]`;
        }, 1500));
        """;

    /// <summary>Fails unless the page draws this many charts, none empty, asks for nothing and no script fails.</summary>
    public static void AssertDraws(string page, int charts)
    {
        string browser = new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists) ?? "";
        if (browser.Length == 0)
            Assert.Skip("no chromium on this machine");
        using var folder = new TempFolder();
        // The page lets only its own scripts run, so the probe is made one of them.
        string hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Probe)));
        string html = File.ReadAllText(page);
        Assert.Contains("script-src", html, StringComparison.Ordinal);
        // Beside the page, where what the pages of a folder share lies.
        string probed = Path.Combine(Path.GetDirectoryName(page)!, $"probed-{Guid.NewGuid():N}.htm");
        File.WriteAllText(probed, html.Replace("<body>", $"<body><script>{Probe}</script>", StringComparison.Ordinal)
            .Replace("script-src 'none'", "script-src", StringComparison.Ordinal)
            .Replace("script-src", $"script-src 'sha256-{hash}'", StringComparison.Ordinal));
        var start = new ProcessStartInfo(browser,
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
            "--disable-sync",
            "--proxy-server=127.0.0.1:9", $"--user-data-dir={Path.Combine(folder.Path, "profile")}", "--window-size=1000,900", "--virtual-time-budget=12000",
            "--dump-dom", new Uri(probed).AbsoluteUri,
        ])
        { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using Process process = Process.Start(start)!;
        Task<string> dom = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(LabProcess.Hang))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"The browser did not end with '{page}'.");
        }

        Match seen = Regex.Match(dom.GetAwaiter().GetResult(), "data-seen=\"(?<seen>[^\"]*)\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(10));
        Assert.True(seen.Success, errors.GetAwaiter().GetResult());
        Assert.Equal($"drawn {charts}, empty 0, requests [], failed []", seen.Groups["seen"].Value);
    }
}
