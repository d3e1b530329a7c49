#!/usr/bin/env bash
# LightGBM's command line, built from the source the binding's library is built from, beside the binding: same text, time, memory.
# Usage: bench/lightgbm-peer.sh [ROWS] [COLUMNS] [THREADS]   (RESEARCHLAB_LIGHTGBM_CLI names a command line that is built already; needs GNU time)
set -euo pipefail
root=$(cd -- "${BASH_SOURCE[0]%/*}/.." && pwd -P)
rows=${1:-500000} columns=${2:-84} threads=${3:-$(getconf _NPROCESSORS_ONLN)}
[ -x /usr/bin/time ] || { echo "lightgbm-peer.sh: /usr/bin/time is missing; install the package 'time'." >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cli=${RESEARCHLAB_LIGHTGBM_CLI:-}
if [ -z "$cli" ]; then
  package="$root/native/node_modules/lightgbm"
  version=$(sed -n 's/^ *"version": "\(.*\)",*$/\1/p' "$package/package.json")
  cache="${XDG_CACHE_HOME:-$HOME/.cache}/researchlab/lightgbm-cli-$version"
  cli="$cache/lightgbm"
  if [ ! -x "$cli" ]; then
    echo "building LightGBM's command line once for this user" >&2
    mkdir -p "$cache"
    source="$package/dependencies/LightGBM"
    cp -R "$source/CMakeLists.txt" "$source/VERSION.txt" "$source/cmake" "$source/src" "$source/include" "$source/external_libs" "$cache/"
    { cmake -S "$cache" -B "$cache/build" -DCMAKE_BUILD_TYPE=Release -DBUILD_CLI=ON &&
      cmake --build "$cache/build" --parallel "$(getconf _NPROCESSORS_ONLN)" --target lightgbm; } >"$cache/log" 2>&1 || { tail -n 5 "$cache/log" >&2; exit 1; }
  fi
fi

dotnet build "$root/bench/ResearchLab.Bench" -c Release -v q --nologo >"$work/build" || { tail -n 5 "$work/build" >&2; exit 1; }
bench="$root/artifacts/bin/ResearchLab.Bench/release/ResearchLab.Bench.dll"
dotnet "$bench" lightgbm-write "$work" "$rows" "$columns" "$threads"
cd "$work"
/usr/bin/time -f '%e %M' -o cli.time "$cli" config=train.conf >cli.log
cli_train=$(sed -n 's/.* \([0-9.]*\) seconds elapsed, finished iteration [0-9]*$/\1/p' cli.log | tail -n 1)
cli_load=$(sed -n 's/.*Finished loading data in \([0-9.]*\) seconds.*/\1/p' cli.log)
/usr/bin/time -f '%e %M' -o own.time dotnet "$bench" lightgbm-train own.txt "$rows" "$columns" "$threads" >own.log
read -r own_bin own_train <own.log
printf '%-24s %10s %10s %10s %12s\n' "$rows x $columns, $threads threads" 'load/bin s' 'boost s' 'both s' 'peak MB'
awk -v n='command line' -v a="$cli_load" -v b="$cli_train" -v m="$(cut -d' ' -f2 cli.time)" 'BEGIN{printf "%-24s %10.2f %10.2f %10.2f %12.0f\n",n,a,b,a+b,m/1024}'
awk -v n='binding' -v a="$own_bin" -v b="$own_train" -v m="$(cut -d' ' -f2 own.time)" 'BEGIN{printf "%-24s %10.2f %10.2f %10.2f %12.0f\n",n,a,b,a+b,m/1024}'
if cmp -s <(sed '/^parameters:/,$d' model.txt) <(sed '/^parameters:/,$d' own.txt); then echo 'same trees, byte for byte'; else echo 'the trees differ'; exit 1; fi
