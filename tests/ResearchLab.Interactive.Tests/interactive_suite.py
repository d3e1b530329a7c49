"""Runs a notebook in .NET Interactive as Jupyter would, cell by cell: interactive_suite.py TOOL FOLDER NOTEBOOK OUTPUT FIRST-CELL.

TOOL is the command's words in JSON; FOLDER is where the kernel starts. The notebook with its outputs is written to OUTPUT, also when a cell fails;
the exit code is 1 then, and the error is printed."""
import json
import os
import sys
import tempfile

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager

tool, folder, source, target, first = json.loads(sys.argv[1]), *sys.argv[2:6]
with open(source, encoding="utf-8") as file:
    notebook = json.load(file)

specs = tempfile.mkdtemp()
os.makedirs(os.path.join(specs, "theirs"))
with open(os.path.join(specs, "theirs", "kernel.json"), "w", encoding="utf-8") as file:
    json.dump({
        "argv": tool + ["jupyter", "--default-kernel", "csharp", "--http-local-only", "{connection_file}"],
        "display_name": ".NET (C#)", "language": "C#",
        "env": {"DOTNET_INTERACTIVE_CLI_TELEMETRY_OPTOUT": "1", "DOTNET_CLI_TELEMETRY_OPTOUT": "1"},
    }, file)
manager = KernelManager(kernel_name="theirs", kernel_spec_manager=KernelSpecManager(kernel_dirs=[specs]))
manager.start_kernel(cwd=folder, stdout=sys.stderr, stderr=sys.stderr)
client = manager.client()
client.start_channels()
failure = None


def run(code):
    outputs, errors, shown = [], [], {}

    def keep(message):
        kind, content = message["msg_type"], message["content"]
        if kind == "stream":
            outputs.append({"output_type": "stream", "name": content["name"], "text": content["text"]})
            # A compile error in what a command runs is printed, and the cell still counts as done.
            if "error CS" in content["text"]:
                errors.append(content["text"].strip())
        elif kind == "update_display_data":
            shown[content["transient"]["display_id"]]["data"] = content["data"]
        elif kind in ("display_data", "execute_result"):
            output = {"output_type": kind, "data": content["data"], "metadata": content.get("metadata", {})}
            shown[content.get("transient", {}).get("display_id")] = output
            if kind == "execute_result":
                output["execution_count"] = content.get("execution_count")
            outputs.append(output)
        elif kind == "error":
            outputs.append({"output_type": "error", "ename": content["ename"], "evalue": content["evalue"], "traceback": content["traceback"]})
            errors.append(content["evalue"])

    reply = client.execute_interactive(code, output_hook=keep, stdin_hook=lambda asked: client.input(asked["content"]["prompt"] + "answered"), timeout=1500)
    if reply["content"]["status"] != "ok" and not errors:
        errors.append(reply["content"].get("evalue", "no reason given"))
    return outputs, "\n".join(errors)


try:
    client.wait_for_ready(timeout=900)
    if first:
        _, failure = run(first)
    for number, cell in enumerate(notebook["cells"]):
        if failure:
            break
        if cell["cell_type"] != "code":
            continue
        cell["outputs"], failure = run("".join(cell["source"]))
        if failure:
            failure = f"cell {number + 1}: {failure}"
finally:
    client.stop_channels()
    manager.shutdown_kernel(now=True)
with open(target, "w", encoding="utf-8") as file:
    json.dump(notebook, file)
if failure:
    print(failure)
    sys.exit(1)
