#!/usr/bin/env bash
# Writes docs/reference/feature-ranges.md from real data: shares of missing values and ranges of the 84 features, of SPY and of 498 stocks.
# Usage: bench/feature-ranges.sh [PLOT_FOLDER]   (real data: RESEARCHLAB_REAL_DATA or ../shared/data; with a folder, plots go there)
set -euo pipefail
root=$(cd -- "${BASH_SOURCE[0]%/*}/.." && pwd -P)
real=${RESEARCHLAB_REAL_DATA:-$root/../shared/data}
plots=${1:-}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export RESEARCHLAB_DATA="$work/data"
mkdir -p "$RESEARCHLAB_DATA" "$root/docs/reference"
lab=$root/lab

for series in vix vix3m; do
  "$lab" ingest csv "$real/vol_${series^^}.csv.gz" --series "$series=close" >&2
done
"$lab" ingest csv "$real/rates_tbill13w_fedfunds.csv.gz" --rate tbill_13w=tbill_13w_irx --rate fed_funds=fed_funds --unit percent >&2
"$lab" ingest csv "$real/daily_SPY.csv.gz" --symbol SPY >&2

plot() { [ -z "$plots" ] || { mkdir -p "$plots"; printf '%s\n' --plot "$plots/$1.html"; }; }

{
  cat <<'TEXT'
# Ranges of the features on real data

Made by `bench/feature-ranges.sh` from data that are not part of this project; aggregates only. Missing is the share of symbol-sessions without a
value: warm-ups, and inputs that did not exist. Chains were not observed here but modelled from the volatility index, so volumes and open interest
of options, and what follows from them, are always missing. A plot of either table: `./lab features compute --symbol … --plot FILE.html`.

## SPY, 1993-01-29 to 2023-12-29

The market itself, so its beta and correlation are 1. VIX3M is known from 2009-09, the T-bill yield from 2000.

TEXT
  mapfile -t options < <(plot SPY)
  "$lab" features compute --symbol SPY --summary ${options[@]+"${options[@]}"}
  "$lab" ingest csv "$real/sp500_ohlcv_adj_2018_2023.csv.gz" --adjusted all >&2
  cat <<'TEXT'

## 498 stocks of the S&P 500 and SPY, 2018-01-02 to 2023-12-29

Members as of about 2025, so the history flatters them. Prices adjusted for splits and dividends.

TEXT
  mapfile -t options < <(plot stocks)
  "$lab" features compute --symbol all --from 2018-01-02 --summary ${options[@]+"${options[@]}"}
} >"$work/page.md"
mv "$work/page.md" "$root/docs/reference/feature-ranges.md"
