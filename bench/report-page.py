"""Size of a notebook's page of ten charts, and how soon it can be used in Chromium: called by report-page.sh."""
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

CHARTS, MEGABYTES, MILLISECONDS = 10, 8, 1500
PAGE_SECONDS = 60

CELLS = [
    'var data = Lab.OpenDemo().Data("SMH", new DateOnly(2020, 12, 10));\n'
    "var chain = data.ChainAt(new DateOnly(2020, 12, 10))!;\n"
    "var moves = data.Bars.Close.Skip(1).Zip(data.Bars.Close, (today, before) => today / before - 1).ToArray();",
    "Chart.Candlestick(data.Bars, [20, 50, 200])",
    'Chart.Line("Close", data.Bars.Sessions, [new("close", data.Bars.Close)], "price ($)")',
    'Chart.Area("Volume", data.Bars.Sessions, [new("volume", data.Bars.Volume)], "shares")',
    'Chart.Histogram("Daily moves", moves, "return", ".1%")',
    'Chart.EquityAndDrawdown("Buy and hold", data.Bars.Sessions[1..], [new("SMH", moves)])',
    'Chart.CalendarHeatMap("Daily moves", data.Bars.Sessions[1..], moves, "return")',
    "Chart.VolSurface(ChainSurface.Fit(ChainCleaning.Clean(chain)))",
    "Chart.Smile(chain, [.. chain.Contracts.Select(contract => contract.Expiry).Distinct().Order().Take(3)])",
    'Chart.MonthlyReturns("Monthly returns", data.Bars.Sessions[1..], moves)',
    'Chart.Line("Strength", data.Features.Sessions, [new("rsi14", data.Features.Columns[FeatureCatalog.IndexOf("rsi14")])], "RSI (0 to 100)")',
]

# Runs before the page's own scripts: tells when the first chart is drawn, and when every one is.
WATCH = """
(() => {
  const full = plot => plot.classList.contains("js-plotly-plot") && plot.querySelector(".trace, .point, .scatterlayer path, .hm image, .gl-container canvas");
  const when = enough => new Promise(done => {
    const look = () => {
      const all = [...document.querySelectorAll(".plot")], charts = all.filter(full).length;
      if (document.readyState !== "loading" && enough(charts, all.length))
        done({ charts, at: performance.now() });
      else
        setTimeout(look, 5);
    };
    look();
  });
  window.begun = when((charts, all) => charts > 0);
  window.drawn = when((charts, all) => charts === all);
})();
"""

# Listens for the hover that the mouse will cause, and says where the mouse has to go.
LISTEN = """(() => {
  const plot = document.querySelector(".plot.js-plotly-plot");
  window.hovered = new Promise(done => plot.on("plotly_hover", () => done(performance.now())));
  const box = plot.querySelector(".nsewdrag").getBoundingClientRect();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
})()"""

# Every chart answers a change of its layout.
RELAYOUT = """Promise.all([...document.querySelectorAll(".plot.js-plotly-plot")].map(plot => Plotly.relayout(plot, { hovermode: "closest" })))
  .then(plots => ({ charts: plots.length, at: performance.now() }))"""


class Browser:
    """Chromium without a network, spoken to over a pipe."""

    def __init__(self, profile):
        read, self._write = os.pipe()
        self._read, write = os.pipe()
        # The protocol's descriptors are 3 (commands) and 4 (answers).
        self._process = subprocess.Popen(
            ["/bin/sh", "-c", f'exec "$@" 3<&{read} 4>&{write}', "sh", "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
             "--disable-background-networking", "--disable-component-update", "--disable-sync", "--proxy-server=127.0.0.1:9", "--remote-debugging-pipe",
             f"--user-data-dir={profile}", "--window-size=1280,900", "about:blank"],
            pass_fds=(read, write), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(read)
        os.close(write)
        self._buffer, self._id, self.requests = b"", 0, []

    def call(self, method, session=None, **parameters):
        self._id += 1
        message = {"id": self._id, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("method") == "Network.requestWillBeSent":
                self.requests.append(answer["params"]["request"]["url"])
            if answer.get("id") == self._id:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]

    def _next(self):
        while b"\0" not in self._buffer:
            piece = os.read(self._read, 1 << 20)
            if not piece:
                raise RuntimeError("chromium ended")
            self._buffer += piece
        message, _, self._buffer = self._buffer.partition(b"\0")
        return json.loads(message)

    def evaluate(self, session, expression):
        result = self.call("Runtime.evaluate", session, expression=expression, awaitPromise=True, returnByValue=True, timeout=PAGE_SECONDS * 1000)
        if "exceptionDetails" in result:
            raise RuntimeError(result["exceptionDetails"].get("exception", {}).get("description", result["exceptionDetails"]["text"]))
        return result["result"].get("value")

    def close(self):
        self.call("Browser.close")
        self._process.wait(30)


def measure(browser, page):
    """Milliseconds from the start of the navigation: the mouse answered, all charts drawn, all charts changed; and the page's processor time until drawn."""
    target = browser.call("Target.createTarget", url="about:blank")["targetId"]
    session = browser.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
    browser.call("Page.enable", session)
    browser.call("Network.enable", session)
    browser.call("Performance.enable", session, timeDomain="threadTicks")
    browser.call("Network.emulateNetworkConditions", session, offline=True, latency=0, downloadThroughput=0, uploadThroughput=0)
    browser.call("Page.addScriptToEvaluateOnNewDocument", session, source=WATCH)
    browser.call("Page.navigate", session, url=page.as_uri())
    browser.evaluate(session, "window.begun")
    place = browser.evaluate(session, LISTEN)
    for step in (-2, 0):
        browser.call("Input.dispatchMouseEvent", session, type="mouseMoved", x=place["x"] + step, y=place["y"])
    hovered = browser.evaluate(session, "window.hovered")
    drawn = browser.evaluate(session, "window.drawn")
    processor = next(one["value"] for one in browser.call("Performance.getMetrics", session)["metrics"] if one["name"] == "ThreadTime")
    changed = browser.evaluate(session, RELAYOUT)
    browser.call("Target.closeTarget", targetId=target)
    if (drawn["charts"], changed["charts"]) != (CHARTS, CHARTS):
        raise RuntimeError(f"{drawn['charts']} charts drawn and {changed['charts']} changed of {CHARTS}")
    return hovered, drawn["at"], changed["at"], processor * 1000


def main():
    lab, runs = sys.argv[1], int(sys.argv[2])
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        page = folder / "ten.html"
        cells = [{"cell_type": "code", "execution_count": None, "id": f"c{i}", "metadata": {}, "outputs": [], "source": code} for i, code in enumerate(CELLS)]
        (folder / "ten.ipynb").write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}), encoding="utf-8")
        subprocess.run(
            [*lab.split(), "notebook", "run", str(folder / "ten.ipynb"), "--out", str(folder / "out.ipynb"), "--html", str(page)],
            check=True, env=dict(os.environ, RESEARCHLAB_DATA=str(folder / "data")), stdout=subprocess.DEVNULL)
        size = page.stat().st_size / 1e6
        browser = Browser(folder / "profile")
        times = [measure(browser, page) for _ in range(runs + 1)][1:]  # the first opening fills the browser's caches
        browser.close()
        asked = sorted({url.split("/", 1)[0] + "//…" for url in browser.requests if not url.startswith(("file:", "data:", "blob:"))})
    columns = [[run[i] for run in times] for i in range(4)]
    print(f"{CHARTS} charts, {runs} openings after one to warm up; milliseconds since the navigation began.\n")
    print("| what | median | least | budget |\n|---|---:|---:|---|")
    print(f"| size of the page | {size:.1f} MB | | {MEGABYTES} MB |")
    for what, values, budget in zip(("the mouse answered by a hover", "all charts drawn", "every chart answered a change", "processor time of the page's thread until drawn"), columns, [f"{MILLISECONDS} ms"] * 2 + ["–"] * 2):
        print(f"| {what} | {statistics.median(values):.0f} ms | {min(values):.0f} ms | {budget} |")
    print(f"\nrequests to other places: {', '.join(asked) or 'none'}")
    return 0 if size <= MEGABYTES and max(statistics.median(column) for column in columns[:2]) <= MILLISECONDS and not asked else 1


if __name__ == "__main__":
    sys.exit(main())
