#!/usr/bin/env bash
# A year of sessions of the desk on the demo market, closed and decided one after the other as './lab serve' catches them up: seconds in all, by part.
# Usage: bench/desk-year.sh [FIRST] [LAST]   budget: 4 minutes for 252 sessions, trainings included
set -euo pipefail
root=$(cd -- "${BASH_SOURCE[0]%/*}/.." && pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export RESEARCHLAB_DATA="$work"
cat >"$work/year.csx" <<CSX
using var lab = Lab.OpenDemo("SMH");
DateOnly[] sessions = lab.Calendar.Sessions(DateOnly.Parse("${1:-2023-01-03}"), DateOnly.Parse("${2:-2023-12-29}"));
var all = System.Diagnostics.Stopwatch.StartNew();
lab.Daily.Update(["SMH"], sessions[^1]);
double market = all.Elapsed.TotalSeconds, close = 0, decide = 0, enter = 0, training = 0;
foreach (DateOnly session in sessions)
{
    double start = all.Elapsed.TotalSeconds;
    lab.Desk.Close(["SMH"], session);
    double closed = all.Elapsed.TotalSeconds;
    LabRun run = lab.Daily.Run("SMH", session);
    double decided = all.Elapsed.TotalSeconds;
    lab.Desk.Enter([run]);
    training += run.Timings.Where(step => step.Step is "model" or "desk" && step.Milliseconds > 1_000).Sum(step => step.Milliseconds) / 1_000;
    (close, decide, enter) = (close + closed - start, decide + decided - closed, enter + all.Elapsed.TotalSeconds - decided);
}

string Seconds(double seconds) => seconds.ToString("0.0", System.Globalization.CultureInfo.InvariantCulture);
Console.WriteLine(\$"{sessions.Length} sessions in {Seconds(all.Elapsed.TotalSeconds)} s: market {Seconds(market)}, closes {Seconds(close)}, "
    + \$"decisions {Seconds(decide)} (of it training {Seconds(training)}), orders {Seconds(enter)}; peak {System.Diagnostics.Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MB");
CSX
"$root/lab" script "$work/year.csx"
