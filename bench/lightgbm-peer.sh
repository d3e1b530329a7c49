#!/usr/bin/env bash
# LightGBM's command line and library, both built from the source in npm, the library under the binding: same text, time, memory.
# Usage: bench/lightgbm-peer.sh [ROWS] [COLUMNS] [THREADS] [RUNS]   (RESEARCHLAB_LIGHTGBM_CLI and RESEARCHLAB_LIGHTGBM name a pair that is built already; needs cmake, g++, npm and GNU time)
set -euo pipefail
root=$(cd -- "${BASH_SOURCE[0]%/*}/.." && pwd -P)
rows=${1:-500000} columns=${2:-84} threads=${3:-$(getconf _NPROCESSORS_ONLN)} runs=${4:-5}
[ -x /usr/bin/time ] || { echo "lightgbm-peer.sh: /usr/bin/time is missing; install the package 'time'." >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cli=${RESEARCHLAB_LIGHTGBM_CLI:-}
if [ -z "$cli" ]; then
  package="$root/native/node_modules/lightgbm"
  [ -e "$package" ] || (cd "$root/native" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2)
  version=$(sed -n 's/^ *"version": "\(.*\)",*$/\1/p' "$package/package.json")
  cache="${XDG_CACHE_HOME:-$HOME/.cache}/researchlab/lightgbm-cli-$version"
  cli="$cache/lightgbm"
  export RESEARCHLAB_LIGHTGBM="$cache/lib_lightgbm.so"
  if [ ! -x "$cli" ] || [ ! -e "$RESEARCHLAB_LIGHTGBM" ]; then
    echo "building LightGBM's command line and library once for this user" >&2
    mkdir -p "$cache"
    source="$package/dependencies/LightGBM"
    cp -R "$source/CMakeLists.txt" "$source/VERSION.txt" "$source/cmake" "$source/src" "$source/include" "$source/external_libs" "$cache/"
    { cmake -S "$cache" -B "$cache/build" -DCMAKE_BUILD_TYPE=Release -DBUILD_CLI=ON &&
      cmake --build "$cache/build" --parallel "$(getconf _NPROCESSORS_ONLN)" --target lightgbm _lightgbm; } >"$cache/log" 2>&1 || { tail -n 5 "$cache/log" >&2; exit 1; }
  fi
fi

dotnet build "$root/bench/ResearchLab.Bench" -c Release -v q --nologo >"$work/build" || { tail -n 5 "$work/build" >&2; exit 1; }
bench="$root/artifacts/bin/ResearchLab.Bench/release/ResearchLab.Bench.dll"
dotnet "$bench" lightgbm-write "$work" "$rows" "$columns" "$threads"
cd "$work"
# Both in turn, so that both meet the same company on the machine; CPU time hardly depends on it, wall time does.
for run in $(seq "$runs"); do
  /usr/bin/time -f '%e %U %S %M' -o "cli.$run" "$cli" config=train.conf >cli.log
  /usr/bin/time -f '%e %U %S %M' -o "own.$run" dotnet "$bench" lightgbm-train own.txt "$rows" "$columns" "$threads" >own.log
  sed -n 's/.* \([0-9.]*\) seconds elapsed, finished iteration [0-9]*$/\1/p' cli.log | tail -n 1 >"cli.boost.$run"
  sed -n 's/.*Finished loading data in \([0-9.]*\) seconds.*/\1/p' cli.log >"cli.load.$run"
  cut -d' ' -f1 own.log >"own.load.$run"
  cut -d' ' -f2 own.log >"own.boost.$run"
done

median() { sort -n | awk '{v[NR]=$1} END{print NR%2 ? v[(NR+1)/2] : (v[NR/2]+v[NR/2+1])/2}'; }
# row NAME PREFIX: medians of load, boost, their sum, the whole process's wall and CPU seconds, and peak memory.
row() {
  local load boost both wall cpu peak
  load=$(cat "$2".load.* | median) boost=$(cat "$2".boost.* | median)
  both=$(paste -d' ' <(cat "$2".load.*) <(cat "$2".boost.*) | awk '{print $1+$2}' | median)
  wall=$(awk '{print $1}' "$2".[0-9]* | median) cpu=$(awk '{print $2+$3}' "$2".[0-9]* | median) peak=$(awk '{print $4/1024}' "$2".[0-9]* | median)
  printf '%-26s %10.2f %10.2f %10.2f %10.2f %10.2f %10.0f\n' "$1" "$load" "$boost" "$both" "$wall" "$cpu" "$peak"
}

printf '%-26s %10s %10s %10s %10s %10s %10s\n' "$rows x $columns, $threads threads" 'load/bin s' 'boost s' 'both s' 'process s' 'CPU s' 'peak MB'
row 'command line' cli | tee cli.row
row 'binding' own | tee own.row
awk 'NR==FNR{for(i=1;i<=NF;i++)c[i]=$i; n=NF; next} {printf "%-26s %10.2f %10.2f %10.2f %10.2f %10.2f %10.2f\n","binding / command line",$(NF-5)/c[n-5],$(NF-4)/c[n-4],$(NF-3)/c[n-3],$(NF-2)/c[n-2],$(NF-1)/c[n-1],$NF/c[n]}' cli.row own.row
echo "medians of $runs runs in turn; budget of the binding: 1.05 of both, 1.15 of the peak"
if cmp -s <(sed '/^parameters:/,$d' model.txt) <(sed '/^parameters:/,$d' own.txt); then echo 'same trees, byte for byte'; else echo 'the trees differ'; exit 1; fi
