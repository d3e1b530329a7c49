#!/usr/bin/env bash
# DuckDB.NET and the columns over it: 20 M dates and doubles from Parquet into arrays, beside a C program on the same library that does the same, run in turn;
# then rows read and appended a second, and a transaction as the journal makes one.
# Usage: bench/duckdb.sh [ROUNDS]   (needs gcc; ROWS and THREADS change the copy; ratio ≤ 1.25 is the budget)
set -euo pipefail
root=$(cd -- "${BASH_SOURCE[0]%/*}/.." && pwd -P)
rounds=${1:-5} rows=${ROWS:-20000000} threads=${THREADS:-2}
command -v gcc >/dev/null || { echo "duckdb.sh: there is no gcc; install it." >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
gcc -O2 -o "$work/duckdb-copy" "$root/bench/duckdb-copy.c" -ldl
dotnet build "$root/bench/ResearchLab.Bench" -c Release -v q -nologo >"$work/build" || { cat "$work/build" >&2; exit 1; }
library=$(echo "$root"/artifacts/bin/ResearchLab.Bench/release/runtimes/linux-*/native/libduckdb.so)
bench() { dotnet "$root/artifacts/bin/ResearchLab.Bench/release/ResearchLab.Bench.dll" "$@"; }
bench duckdb-write "$work/bars.parquet" "$rows"
for ((round = 0; round < rounds; round++)); do
  "$work/duckdb-copy" "$library" "$work/bars.parquet" 3 "$threads" | sed 's/^/c /' >>"$work/times"
  bench duckdb-copy "$work/bars.parquet" 3 "$threads" | sed 's/^/lab /' >>"$work/times"
done
[ "$(awk '{print $4, $5, $6}' "$work/times" | sort -u | wc -l)" = 1 ] || { echo "duckdb.sh: the two sides read different values:" >&2; cat "$work/times" >&2; exit 1; }
echo "columnar read of $rows dates and doubles, $threads threads, best of $((3 * rounds)) each, in turn:"
awk '
  {if (!($1 in wall) || $2 < wall[$1]) wall[$1] = $2; if (!($1 in cpu) || $3 < cpu[$1]) cpu[$1] = $3}
  END {
    printf "  %-12s %10s %10s\n", "", "wall ms", "cpu ms"
    printf "  %-12s %10.0f %10.0f\n  %-12s %10.0f %10.0f\n", "C", wall["c"], cpu["c"], "ResearchLab", wall["lab"], cpu["lab"]
    printf "  %-12s %9.2fx %9.2fx   budget 1.25x\n", "ratio", wall["lab"] / wall["c"], cpu["lab"] / cpu["c"]
  }' "$work/times"
bench duckdb-rates
