#!/bin/sh
# Option pricing side by side with QuantLib, in options a second of processor time and one thread.
# Needs g++ and QuantLib (Debian: apt-get install g++ libquantlib0-dev).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
build=$(mktemp -d)
trap 'rm -rf "$build"' EXIT
g++ -O3 -march=native -DNDEBUG -w -o "$build/pricing" "$here/pricing.cpp" -lQuantLib
dotnet build "$root/bench/ResearchLab.Bench" -c Release -v q >"$build/log" 2>&1 || { cat "$build/log" >&2; exit 1; }
"$build/pricing" >"$build/quantlib"
dotnet "$root/artifacts/bin/ResearchLab.Bench/release/ResearchLab.Bench.dll" pricing-rates >"$build/lab"
echo "name                        lab k/s  QuantLib k/s  ratio"
awk 'NR == FNR { theirs[$1] = $2; next }
     { if ($1 in theirs) printf "%-26s %9.0f %13.0f %6.1f\n", $1, $2 / 1000, theirs[$1] / 1000, $2 / theirs[$1]
       else printf "%-26s %9.0f %13s %6s\n", $1, $2 / 1000, "-", "-" }' "$build/quantlib" "$build/lab"
