#!/usr/bin/env bash
# The common indicators here and in pandas/NumPy, in the same run on the same machine: ns a bar of 100,000 and the ratio.
# Usage: bench/indicator-peers.sh   (needs Debian's python3-pandas; PYTHON names another interpreter with pandas)
set -euo pipefail
root=$(cd -- "${BASH_SOURCE[0]%/*}/.." && pwd -P)
python=${PYTHON:-/usr/bin/python3}
"$python" -c 'import pandas' 2>/dev/null || { echo "indicator-peers.sh: $python has no pandas; install python3-pandas, or set PYTHON." >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
dotnet build "$root/bench/ResearchLab.Bench" -c Release -v q -nologo >"$work/build" || { cat "$work/build" >&2; exit 1; }
dotnet "$root/artifacts/bin/ResearchLab.Bench/release/ResearchLab.Bench.dll" indicator-rates >"$work/lab"
"$python" "$root/bench/indicator-peers.py" >"$work/peers"
printf '%-14s %12s %12s %8s\n' indicator 'lab ns/bar' 'peer ns/bar' ratio
grep -q "^sma20 " "$work/lab" || { echo "indicator-peers.sh: the bench printed no rates:" >&2; cat "$work/lab" >&2; exit 1; }
awk 'NR == FNR {lab[$1] = $2; next} {split($1, name, "-"); own = lab[name[1]]; printf "%-14s %12.3f %12.3f %7.1fx\n", $1, own, $2, $2 / own}' \
  "$work/lab" "$work/peers"
