using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Playwright;
using ResearchLab.Notebooks;

namespace ResearchLab.Runner.Tests.Notebooks;

/// <summary>
/// The classic Notebook in a browser without a screen, driven as a person would: types cells, completes a member, interrupts a loop, reads a variable
/// again, looks at a table and a chart. RESEARCHLAB_SCREENSHOTS names a folder for pictures.
/// </summary>
public sealed class ClassicNotebookTests(JupyterFixture jupyter) : IClassFixture<JupyterFixture>
{
    private const string Chromium = "/usr/bin/chromium";

    [Fact]
    public async Task Person_TypesCompletesInterruptsAndSeesAChart()
    {
        JupyterFixture.Require("notebook");
        if (!File.Exists(Chromium))
            Assert.Skip("chromium is not installed; .ci/run names the packages.");
        NotebookFile empty = NotebookFile.Create([new NotebookCell("first", CellKind.Code, "", [])]);
        empty.Metadata["kernelspec"] = new System.Text.Json.Nodes.JsonObject
        {
            ["name"] = ".net-csharp",
            ["display_name"] = "C# (ResearchLab)",
            ["language"] = "C#"
        };
        File.WriteAllText(Path.Combine(jupyter.Folder, "person.ipynb"), empty.ToJson());
        int port = FreePort();
        using Process server = jupyter.StartModule("notebook", "--no-browser", "--allow-root", "--ip=127.0.0.1", $"--port={port}", "--NotebookApp.token=",
            "--NotebookApp.password=", $"--notebook-dir={jupyter.Folder}");
        try
        {
            await Answering(port);
            using IPlaywright playwright = await Playwright.CreateAsync();
            await using IBrowser browser = await playwright.Chromium.LaunchAsync(
                new BrowserTypeLaunchOptions { ExecutablePath = Chromium, Args = ["--no-sandbox"] });
            IPage page = await browser.NewPageAsync(new BrowserNewPageOptions { ViewportSize = new ViewportSize { Width = 1200, Height = 1400 } });
            page.SetDefaultTimeout(60_000);
            await page.GotoAsync($"http://127.0.0.1:{port}/notebooks/person.ipynb");
            await page.WaitForFunctionAsync("() => window.Jupyter && Jupyter.notebook && Jupyter.notebook.kernel && Jupyter.notebook.kernel.is_connected()");

            // Types a cell.
            await Type(page, "var kept = 40; Console.WriteLine(\"typed by hand\"); kept + 2");
            await page.Keyboard.PressAsync("Shift+Enter");
            await page.WaitForFunctionAsync("() => document.querySelectorAll('.output_result').length == 1");
            Assert.Contains("42", await page.Locator(".output_result").First.InnerTextAsync(), StringComparison.Ordinal);
            Assert.Contains("typed by hand", await page.Locator(".output_stdout").First.InnerTextAsync(), StringComparison.Ordinal);

            // Completes a member: Tab offers, Enter takes.
            await Type(page, "Math.Sq");
            await page.Keyboard.PressAsync("Tab");
            await page.WaitForFunctionAsync("() => document.querySelector('.completions') || Jupyter.notebook.get_selected_cell().get_text().includes('Sqrt')");
            await Picture(page, "1-completion");
            if (await page.Locator(".completions").CountAsync() > 0)
                await page.Keyboard.PressAsync("Enter");
            await page.Keyboard.TypeAsync("(49.0)");
            await page.Keyboard.PressAsync("Shift+Enter");
            await page.WaitForFunctionAsync("() => document.querySelectorAll('.output_result').length == 2");
            Assert.Contains("7", await page.Locator(".output_result").Nth(1).InnerTextAsync(), StringComparison.Ordinal);

            // Interrupts a loop by the button and reads the variable again.
            await Type(page, "while (true) { kept++; kept--; }");
            await page.Keyboard.PressAsync("Shift+Enter");
            await page.WaitForFunctionAsync("() => document.querySelector('#kernel_indicator_icon').classList.contains('kernel_busy_icon')");
            await page.WaitForTimeoutAsync(500);
            await page.ClickAsync("button[data-jupyter-action='jupyter-notebook:interrupt-kernel']");
            await page.WaitForFunctionAsync("() => document.querySelectorAll('.output_error').length == 1");
            Assert.Contains("Interrupted", await page.Locator(".output_error").InnerTextAsync(), StringComparison.Ordinal);
            await Type(page, "\"still \" + (kept is 40 or 41)");
            await page.Keyboard.PressAsync("Shift+Enter");
            await page.WaitForFunctionAsync("() => document.querySelectorAll('.output_result').length == 3");
            Assert.Contains("still True", await page.Locator(".output_result").Nth(2).InnerTextAsync(), StringComparison.Ordinal);
            await Picture(page, "2-interrupted");

            // A table with its total, and a chart.
            await Type(page, "#!sql\nSELECT range AS n, range * 0.5 AS half FROM range(250)");
            await page.Keyboard.PressAsync("Shift+Enter");
            await page.WaitForFunctionAsync("() => document.querySelectorAll('.output_result table').length >= 1");
            Assert.Contains("250 rows × 2 columns, 100 shown", await page.Locator(".output_result").Nth(3).InnerTextAsync(), StringComparison.Ordinal);
            await Type(page, "var days = Enumerable.Range(0, 60).Select(i => new DateOnly(2024, 1, 2).AddDays(i)).ToArray(); Chart.Line(\"Sine\", days, "
                + "[new LineSeries(\"sine\", days.Select((d, i) => Math.Sin(i / 6.0)).ToArray())], \"unit\")");
            await page.Keyboard.PressAsync("Shift+Enter");
            await page.WaitForFunctionAsync("() => document.querySelector('.output_result .main-svg .trace, .output_result .main-svg .scatterlayer path')");
            await page.EvaluateAsync("() => document.querySelector('.output_result .main-svg').scrollIntoView({ block: 'center' })");
            await page.WaitForTimeoutAsync(500);
            await Picture(page, "3-chart");
        }
        finally
        {
            server.Kill(entireProcessTree: true);
        }
    }

    // Goes to the last, empty cell and types as fingers do, without the editor closing brackets by itself.
    private static async Task Type(IPage page, string code)
    {
        await page.EvaluateAsync("""
            () => {
              const notebook = Jupyter.notebook;
              let cell = notebook.get_cell(notebook.ncells() - 1);
              if (cell.get_text() !== '') cell = notebook.insert_cell_at_bottom('code');
              cell.code_mirror.setOption('autoCloseBrackets', false);
              cell.code_mirror.setOption('smartIndent', false);
              notebook.select(notebook.find_cell_index(cell));
              cell.focus_cell(); notebook.edit_mode();
            }
            """);
        await page.Keyboard.TypeAsync(code);
    }

    private static async Task Picture(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("RESEARCHLAB_SCREENSHOTS") is { Length: > 0 } folder)
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"classic-{name}.png") });
    }

    private static async Task Answering(int port)
    {
        using var client = new HttpClient();
        for (int i = 0; ; i++)
        {
            try
            {
                using HttpResponseMessage answer = await client.GetAsync($"http://127.0.0.1:{port}/api");
                return;
            }
            catch (HttpRequestException) when (i < 300)
            {
                await Task.Delay(100);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
