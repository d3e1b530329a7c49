#!/usr/bin/env bash
# Whole-process budgets of the daily run: wall seconds and peak memory of real commands, median of several runs.
# Usage: bench/spine.sh [RUNS]   (real data: RESEARCHLAB_REAL_DATA or ../shared/data; needs GNU time)
set -euo pipefail
root=$(cd -- "${BASH_SOURCE[0]%/*}/.." && pwd -P)
runs=${1:-5}
real=${RESEARCHLAB_REAL_DATA:-$root/../shared/data}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
[ -x /usr/bin/time ] || { echo "spine.sh: /usr/bin/time is missing; install the package 'time'." >&2; exit 2; }

median() { sort -n | awk '{v[NR]=$1} END {print (NR%2 ? v[(NR+1)/2] : (v[NR/2]+v[NR/2+1])/2)}'; }

measure() { # name, budget, command…: runs it and prints the medians
  local name=$1 budget=$2
  shift 2
  : >"$work/times"
  for _ in $(seq "$runs"); do /usr/bin/time -a -o "$work/times" -f '%e %M' "$@" >/dev/null 2>"$work/errors" || { cat "$work/errors" >&2; exit 1; }; done
  printf '%-58s %8.2f s %8.0f MB   budget %s\n' "$name" "$(cut -d' ' -f1 "$work/times" | median)" \
    "$(cut -d' ' -f2 "$work/times" | median | awk '{print $1/1024}')" "$budget"
}

once() { local saved=$runs; runs=1; measure "$@"; runs=$saved; }

export RESEARCHLAB_DATA="$work/data"
mkdir -p "$RESEARCHLAB_DATA"
cd "$root"
./lab doctor >/dev/null || true # set up and build before anything is timed
measure './lab --help' '0.25 s' ./lab --help
once './lab run, demo, first (simulates, labels, trains)' '90 s' ./lab run
measure './lab run, demo, trained model' '2.0 s, 400 MB' ./lab run --json
if [ -e "$real/daily_SPY.csv.gz" ]; then
  once './lab ingest csv daily_SPY' 'none' ./lab ingest csv "$real/daily_SPY.csv.gz" --symbol SPY
  once './lab ingest csv vol_VIX' 'none' ./lab ingest csv "$real/vol_VIX.csv.gz" --series vix=close
  once './lab ingest csv vol_VIX3M' 'none' ./lab ingest csv "$real/vol_VIX3M.csv.gz" --series vix3m=close
  once './lab ingest csv rates' 'none' ./lab ingest csv "$real/rates_tbill13w_fedfunds.csv.gz" \
    --rate tbill_13w=tbill_13w_irx --rate fed_funds=fed_funds --unit percent
  once './lab run --symbol SPY 2023-12-29, first (labels, trains)' '90 s' ./lab run --symbol SPY --session 2023-12-29
  measure './lab run --symbol SPY 2023-12-29, trained model' '2.0 s, 400 MB' ./lab run --symbol SPY --session 2023-12-29 --json
fi
