#!/usr/bin/env bash
# Kills ingest, compaction and vacuum of the lake at random instants, then looks: nothing lost, nothing doubled, no torn file.
# Usage: bench/lake-faults.sh [ROUNDS]   (default 200; a round counts when its process was caught alive)
set -euo pipefail
root=$(cd -- "${BASH_SOURCE[0]%/*}/.." && pwd -P)
rounds=${1:-200}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
lab=${LAB_DLL:-}
if [ -z "$lab" ]; then
  "$root/lab" doctor >/dev/null || true # builds
  lab=$(ls -t "$root"/artifacts/bin/ResearchLab.Runner/*/lab.dll | head -1)
fi
export RESEARCHLAB_DATA="$work/data"
mkdir -p "$RESEARCHLAB_DATA"

# Two histories of the same 1,500 weekdays of 5 symbols, the second with other closes: every round revises every row.
awk -v kind="$work" 'BEGIN {
  for (v = 0; v < 2; v++) { file = kind "/v" v ".csv"; print "date,symbol,open,high,low,close,volume" > file
    for (s = 1; s <= 5; s++) for (d = 0; d < 1500; d++) {
      t = 1325376000 + 86400 * (d + 1); day = strftime("%u", t, 1); if (day > 5) continue
      c = 100 + s + (d % 7) + v / 10; printf "%s,S%d,%.2f,%.2f,%.2f,%.2f,1000\n", strftime("%Y-%m-%d", t, 1), s, c, c + 1, c - 1, c > file } } }'
run() { dotnet "$lab" "$@" >"$work/out" 2>"$work/err"; }
run ingest csv "$work/v0.csv" || { cat "$work/err" >&2; exit 1; }
ask() { dotnet "$lab" lake sql "$1" --json 2>/dev/null | tr -cd '0-9,:' | tr -d ':'; } # the numbers of a one-row answer
keys=$(ask 'SELECT count(*) AS n FROM bars')
[ "$keys" -gt 5000 ] || { echo "only $keys rows were ingested" >&2; exit 1; }
killed=0 ended=0 round=0
while [ "$killed" -lt "$rounds" ]; do
  round=$((round + 1))
  case $((round % 4)) in
    0) command=(ingest csv "$work/v0.csv") ;;
    1) command=(ingest csv "$work/v1.csv") ;;
    2) command=(lake compact) ;;
    3) command=(lake vacuum --keep 0) ;;
  esac
  dotnet "$lab" "${command[@]}" >"$work/out" 2>"$work/err" &
  victim=$!
  sleep "0.$(printf '%03d' $((60 + RANDOM % 400)))"
  if kill -9 "$victim" 2>/dev/null; then killed=$((killed + 1)); else ended=$((ended + 1)); fi
  wait "$victim" 2>/dev/null || true
  run lake check || { echo "round $round (${command[*]}): check failed" >&2; cat "$work/out" "$work/err" >&2; exit 1; }
  found=$(ask 'SELECT count(*) AS n, count(DISTINCT (symbol, session)) AS k FROM bars')
  [ "$found" = "$keys,$keys" ] || { echo "round $round (${command[*]}): $found rows and keys, not $keys" >&2; exit 1; }
done
run ingest csv "$work/v1.csv" || { cat "$work/err" >&2; exit 1; }
wrong=$(ask 'SELECT count(*) AS n FROM bars WHERE round(close * 10)::BIGINT % 10 <> 1')
[ "$wrong" = 0 ] || { echo "after the last ingest $wrong rows are not those of its file" >&2; exit 1; }
echo "$round rounds: $killed killed, $ended had ended; $keys rows each time, none lost, none doubled, check clean"
