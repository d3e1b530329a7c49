#!/usr/bin/env bash
# A notebook's page of ten different charts: its size, and how soon Chromium without a network has drawn them all and answers the mouse.
# Argument: how often it is opened (9). Exit code 1 when the budget does not hold.
set -euo pipefail
cd "${BASH_SOURCE[0]%/*}/.."
for tool in chromium python3; do command -v "$tool" >/dev/null || { echo "report-page.sh: $tool is missing; install the package '$tool'." >&2; exit 2; }; done
./lab doctor >/dev/null || true # set up and build before anything is timed
exec python3 bench/report-page.py ./lab "${1:-9}"
