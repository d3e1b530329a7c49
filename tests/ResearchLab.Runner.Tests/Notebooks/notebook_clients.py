"""Runs notebooks through nbclient, each in a kernel of its own with its default parameters; any error of a cell fails."""
import sys
import time

import nbformat
from nbclient import NotebookClient

for path in sys.argv[1:]:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    begin = time.monotonic()
    NotebookClient(notebook, timeout=900, kernel_name=notebook.metadata.kernelspec.name).execute()
    nbformat.validate(notebook)
    shown = sum(len(cell.get("outputs", [])) for cell in notebook.cells)
    if shown == 0:
        sys.exit(f"{path} ran and showed nothing")
    print(f"{path}: {shown} outputs, {time.monotonic() - begin:.1f} s", flush=True)
