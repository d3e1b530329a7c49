"""Measures Jupyter kernels by Jupyter's own client: called by kernel.sh, which installs the C# kernel for it."""
import statistics
import sys
import time
from queue import Empty

import ipykernel
from jupyter_client import KernelManager

STARTS = int(sys.argv[1])
LAB, PEER = ".net-csharp", "python3"
CODE = {
    "first": {LAB: "1 + 1", PEER: "1 + 1"},
    "later": {LAB: "x = {0}; x + 1", PEER: "x = {0}\nx + 1"},
    "declare": {LAB: "var x = 0;", PEER: "x = 0"},
    "complete": {LAB: "Math.Sq", PEER: "import math; math.sq"},
    "lines": {LAB: 'for (int i = 0; i < 100_000; i++) Console.WriteLine($"line {i}");', PEER: "for i in range(100_000): print('line', i)"},
}
ENDLESS = {
    LAB: {
        "loop": "while (true) { }",
        "sleep": "Thread.Sleep(600_000);",
        "await": "await Task.Delay(600_000);",
        "query": """var connection = new DuckDB.NET.Data.DuckDBConnection("Data Source=:memory:"); connection.Open();
            var command = connection.CreateCommand(); command.CommandText = "SELECT count(*) FROM range(3000000000) a, range(3000000000) b WHERE (a.range * b.range) % 7 = 3"; command.ExecuteScalar();""",
        "training": """using ResearchLab.LightGbm; var random = new Pcg32(1, 1);
            var columns = Enumerable.Range(0, 30).Select(_ => { var c = new double[60_000]; for (int i = 0; i < c.Length; i++) c[i] = random.NextDouble(); return c; }).ToArray();
            var labels = new float[60_000]; for (int i = 0; i < labels.Length; i++) labels[i] = columns[0][i] + columns[1][i] > 1 ? 1 : 0;
            var parameters = new LightGbmParameters { Objective = Objective.Binary, Rounds = 100_000 };
            Booster.Train(LightGbmDataset.FromColumns(columns, labels, default, parameters), parameters);""",
    },
    PEER: {"loop": "while True: pass", "sleep": "import time; time.sleep(600)"},
}


class Kernel:
    def __init__(self, name):
        self.name, start = name, time.monotonic()
        self.manager = KernelManager(kernel_name=name)
        self.manager.start_kernel()
        self.client = self.manager.client()
        self.client.start_channels()
        asked = self.client.kernel_info()
        while self.client.get_shell_msg(timeout=60)["parent_header"].get("msg_id") != asked:
            pass
        self.info = time.monotonic() - start
        self.subscribe()
        self.run(CODE["first"][name])
        self.first = time.monotonic() - start

    def subscribe(self):
        """Waits until outputs arrive: a subscription may come later than the first reply."""
        while True:
            self.client.kernel_info()
            try:
                self.client.get_iopub_msg(timeout=0.05)
                return
            except Empty:
                pass

    def run(self, code, limit=120):
        """Seconds until both the reply and the idle are there, and the text printed."""
        start, asked, text = time.monotonic(), self.client.execute(code), []
        while True:
            message = self.client.get_iopub_msg(timeout=limit)
            if message["parent_header"].get("msg_id") != asked:
                continue
            if message["msg_type"] == "stream":
                text.append(message["content"]["text"])
            if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                break
        while self.client.get_shell_msg(timeout=limit)["parent_header"].get("msg_id") != asked:
            pass
        return time.monotonic() - start, "".join(text)

    def complete(self):
        code, start = CODE["complete"][self.name], time.monotonic()
        asked = self.client.complete(code, len(code))
        while True:
            reply = self.client.get_shell_msg(timeout=30)
            if reply["parent_header"].get("msg_id") == asked:
                assert reply["content"]["matches"], reply["content"]
                return time.monotonic() - start

    def interrupt(self, code, after):
        asked = self.client.execute(code)
        time.sleep(after)
        start = time.monotonic()
        self.manager.interrupt_kernel()
        while True:
            reply = self.client.get_shell_msg(timeout=30)
            if reply["parent_header"].get("msg_id") == asked:
                assert reply["content"].get("ename") in ("Interrupted", "KeyboardInterrupt"), reply["content"]
                return time.monotonic() - start

    def megabytes(self):
        pid = getattr(self.manager, "provisioner", None)
        pid = pid.process.pid if pid else self.manager.kernel.pid
        with open(f"/proc/{pid}/status", encoding="ascii") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) / 1024

    def end(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


def row(what, lab, peer, budget):
    print(f"| {what} | {lab} | {peer} | {budget} |")


def both(values, form):
    return [form(statistics.median(values[name])) for name in (LAB, PEER)]


def milliseconds(seconds):
    return f"{seconds * 1000:.0f} ms"


def main():
    info, first = {LAB: [], PEER: []}, {LAB: [], PEER: []}
    for i in range(STARTS + 1):
        for name in (LAB, PEER):
            kernel = Kernel(name)
            if i > 0:  # the first start fills the disk's cache
                info[name].append(kernel.info)
                first[name].append(kernel.first)
            kernel.end()
    kernels = {name: Kernel(name) for name in (LAB, PEER)}
    later, complete, lines, memory, stops = ({LAB: [], PEER: []} for _ in range(5))
    for name, kernel in kernels.items():
        kernel.run(CODE["declare"][name])
    for i in range(1000):
        for name, kernel in kernels.items():
            later[name].append(kernel.run(CODE["later"][name].format(i))[0])
    for name, kernel in kernels.items():
        memory[name].append(kernel.megabytes())
    for i in range(20):
        for name, kernel in kernels.items():
            complete[name].append(kernel.complete())
    for _ in range(5):
        for name, kernel in kernels.items():
            seconds, text = kernel.run(CODE["lines"][name])
            assert text == "".join(f"line {i}\n" for i in range(100_000)), f"{name} lost output"
            lines[name].append(seconds)
    print(f"ipykernel {ipykernel.__version__}, {STARTS} starts each, medians.\n")
    print("| what | C# kernel | ipykernel | budget |\n|---|---:|---:|---|")
    row("start to kernel_info reply", *both(info, lambda s: f"{s:.2f} s"), "0.5 s")
    row("start to first cell's result", *both(first, lambda s: f"{s:.2f} s"), "1.0 s")
    row("trivial cell, round trip (1,000)", *both(later, lambda s: f"{s * 1000:.1f} ms"), "12 ms")
    row("completion of a member (20)", *both(complete, milliseconds), "50 ms")
    row("100,000 lines of stdout, none lost (5)", *both(lines, lambda s: f"{s:.2f} s"), "2 s")
    row("memory after 1,000 cells", *both(memory, lambda m: f"{m:.0f} MB"), "350 MB")
    for what, code in ENDLESS[LAB].items():
        times = {LAB: [], PEER: []}
        for _ in range(5):
            for name, kernel in kernels.items():
                if what in ENDLESS[name]:
                    times[name].append(kernel.interrupt(ENDLESS[name][what], 2.0 if what in ("query", "training") else 0.3))
        row(f"interrupt: {what} (5, slowest)", milliseconds(max(times[LAB])), milliseconds(max(times[PEER])) if times[PEER] else "–", "500 ms")
    assert kernels[LAB].run("if (x != 999) throw new Exception(\"variables are gone\"); Console.Write(x);")[1] == "999"
    for kernel in kernels.values():
        kernel.end()


if __name__ == "__main__":
    main()
