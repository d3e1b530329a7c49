using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace ResearchLab.Tests.Reports;

/// <summary>Pages in a real browser, as wide as a phone, with the real Plotly; a test is skipped where either is missing.</summary>
internal static class PhoneBrowser
{
    // Makes the page as wide as a phone (headless windows cannot be), then tells what failed, what was asked for, which
    // charts are empty, which elements stick out (what lies in a scrolling box may), and which level texts of a chart lie upon each other.
    private const string Probe = """
        document.documentElement.style.width = "390px";
        const failed = []; addEventListener("error", e => failed.push(e.message)); addEventListener("securitypolicyviolation", e => failed.push(e.blockedURI));
        addEventListener("load", () => setTimeout(() => {
          const set = document.body.dataset, plots = [...document.querySelectorAll(".plot")];
          set.failed = failed.join("; ");
          set.requests = performance.getEntriesByType("resource").map(r => r.name).filter(name => !name.startsWith("data:")).join(" ");
          set.empty = plots.filter(p => !p.querySelector(".trace, .point, .scatterlayer path, .hm image, .gl-container canvas")).length;
          const shown = [...document.querySelectorAll("body *")].filter(e => !e.closest("#js-plotly-tester") && (!e.closest(".scroll") || e.matches(".scroll")) && (!(e instanceof SVGElement) || e.matches("svg, text")));
          set.outside = shown.map(e => ({ e, box: e.getBoundingClientRect() })).filter(({ box }) => box.width > 0 && (box.right > 390.5 || box.left < -0.5))
            .map(({ e, box }) => `${e.tagName}.${e.getAttribute("class")} ${Math.round(box.left)}..${Math.round(box.right)}: ${e.textContent.slice(0, 40)}`).join("\n");
          set.overlaps = plots.flatMap(plot => {
            const texts = [...plot.querySelectorAll("svg text")].filter(e => e.textContent.trim() && Math.abs(e.getScreenCTM()?.b ?? 1) < 1e-6)
              .map(e => ({ e, box: e.getBoundingClientRect() })).filter(({ box }) => box.width > 0);
            return texts.flatMap(({ e, box }, i) => texts.slice(i + 1)
              .filter(other => Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left) > 3 && Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top) > 6)
              .map(other => `${plot.getAttribute("aria-label").slice(0, 30)}: ${e.textContent} | ${other.e.textContent}`));
          }).join("\n");
        }, 1000));
        """;

    /// <summary>
    /// Fails unless the page draws this many charts, none empty, asks for nothing, holds nothing wider than a phone and no text upon another.
    /// </summary>
    public static async Task AssertDraws(string html, string name, int charts)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("researchlab-report-");
        try
        {
            // The page lets only its own scripts run, so the probe is made one of them.
            string hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Probe)));
            string page = html.Replace("<body>", $"<body><script>{Probe}</script>", StringComparison.Ordinal)
                .Replace("script-src 'none'", "script-src", StringComparison.Ordinal)
                .Replace("script-src", $"script-src 'sha256-{hash}'", StringComparison.Ordinal);
            string path = ResearchLab.Reports.ReportFile.Write(Path.Combine(Environment.GetEnvironmentVariable("RESEARCHLAB_KEEP_PAGES") ?? folder.FullName,
                $"{name}.html"), page);

            string dom = await RunChromium(folder.FullName, path);

            IElement body = new HtmlParser().ParseDocument(dom).Body!;
            Assert.Equal("", body.GetAttribute("data-failed"));
            Assert.Equal("", body.GetAttribute("data-requests"));
            Assert.Equal("0", body.GetAttribute("data-empty"));
            Assert.Equal(charts, body.QuerySelectorAll(".plot.js-plotly-plot").Length);
            Assert.Equal("", body.GetAttribute("data-outside"));
            Assert.Equal("", body.GetAttribute("data-overlaps"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<string> RunChromium(string folder, string page)
    {
        string browser = new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists) ?? "";
        if (browser.Length == 0)
            Assert.Skip("no chromium on this machine");
        var start = new ProcessStartInfo(browser) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (string argument in (string[])
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", $"--user-data-dir={Path.Combine(folder, "profile")}", "--window-size=500,900", "--virtual-time-budget=8000", "--dump-dom",
            new Uri(page).AbsoluteUri,
        ])
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string dom = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await errors);
        return dom;
    }

    public static string PlotlyText()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, "native", "node_modules", "plotly.js-dist-min", "plotly.min.js");
            if (File.Exists(path))
                return File.ReadAllText(path);
        }

        Assert.Skip("plotly.js is not installed under native/");
        return "";
    }
}
