#!/usr/bin/env bash
# Whole-process times of the lake on a file of daily bars: ingest with quality gates on, the same file again, check, compact.
# Usage: bench/lake.sh FILE.csv[.gz] [REPEATS]     (the file has a symbol column; its prices are adjusted for splits and dividends)
set -euo pipefail
root=$(cd -- "${BASH_SOURCE[0]%/*}/.." && pwd -P)
file=${1:?give a CSV file of daily bars with a symbol column}
repeats=${2:-3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$root/lab" doctor >/dev/null || true # builds
lab=$(ls -t "$root"/artifacts/bin/ResearchLab.Runner/*/lab.dll | head -1)
export RESEARCHLAB_HOME=$root

timed() { # name, command: prints the seconds of wall and processor time and the peak memory
  local name=$1
  shift
  local out
  out=$( { /usr/bin/env TIMEFORMAT='%R %U %S' bash -c 'time "$@" >/dev/null 2>&1' _ "$@"; } 2>&1 | tail -1)
  awk -v name="$name" '{ printf "%-28s %6.2f s wall %6.2f s processor\n", name, $1, $2 + $3 }' <<<"$out"
}

for round in $(seq "$repeats"); do
  export RESEARCHLAB_DATA=$work/$round
  timed "ingest" dotnet "$lab" ingest csv "$file" --adjusted all
  timed "ingest, nothing new" dotnet "$lab" ingest csv "$file" --adjusted all
  timed "check" dotnet "$lab" lake check
  timed "compact" dotnet "$lab" lake compact
done
