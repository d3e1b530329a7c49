#!/usr/bin/env bash
# The C# kernel beside ipykernel in the same run: starts in turn, so that both meet the same company; medians. Argument: starts of each (7).
set -euo pipefail
cd "${BASH_SOURCE[0]%/*}/.."
python=/usr/bin/python3 # Debian's: apt-get install python3-ipykernel jupyter-client
"$python" -c 'import ipykernel, jupyter_client' || { echo "Install python3-ipykernel first." >&2; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
./lab notebook kernel install --prefix "$work" >/dev/null
export JUPYTER_PATH="$work/share/jupyter" JUPYTER_RUNTIME_DIR="$work/runtime" RESEARCHLAB_DATA="$work/data"
export PYDEVD_DISABLE_FILE_VALIDATION=1 # ipykernel warns at each start otherwise
"$python" bench/kernel.py "${1:-7}"
