#!/usr/bin/env bash
# The reference team here and in SimPy, side by side on this machine: median milliseconds a replication, and the ratio.
#
#   benches/against_simpy.sh [ROUNDS]        default 7; a few seconds a round
#
# Needs python3 with venv, and the network once: SimPy 4.1.2 goes into a temporary folder that is removed at the end.
# Both run on one thread and take turns, and what is given is processor time, so that a busy machine slows both alike. Two times are given for caseload:
# the engine alone (what SimPy's time is too: its model is built in memory, nothing is read or written), and the whole
# command, with reading, checking, statistics and the printed answer. Read the ratio; absolute times are this machine's.
set -euo pipefail
cd "$(dirname "$0")/.."
rounds=${1:-7}
ours=200 whole=500 theirs=8

temporary=$(mktemp -d)
trap 'rm -rf "$temporary"' EXIT
python3 -m venv "$temporary/venv"
"$temporary/venv/bin/pip" install --quiet simpy==4.1.2
python="$temporary/venv/bin/python"

cargo build --release --locked --quiet --bin caseload --example one_thread
built=${CARGO_TARGET_DIR:-target}/release

TIMEFORMAT='%U %S'
for ((round = 1; round <= rounds; round++)); do
  "$built/examples/one_thread" "$ours" "$round" >>"$temporary/engine"
  "$python" benches/reference_team_simpy.py "$theirs" "$round" >>"$temporary/simpy"
  { time "$built/caseload" run scenarios/textbook/reference-team.toml --replications "$whole" --draws 0 --threads 1 \
    --seed "$round" --quiet >/dev/null; } 2>&1 | awk -v n="$whole" '{ print "ms", ($1 + $2) * 1000 / n }' >>"$temporary/command"
done

python3 - "$temporary" <<'PYTHON'
import pathlib, statistics, sys
folder = pathlib.Path(sys.argv[1])
def read(name):
    values = {}
    for line in (folder / name).read_text().splitlines():
        key, value = line.split()
        values.setdefault(key, []).append(float(value))
    return values
engine, simpy, command = read("engine"), read("simpy"), read("command")
yardstick = statistics.median(simpy["ms"])
print(f"{'the reference team, one thread':34}{'ms a replication':>18}{'spread':>22}{'x SimPy':>9}")
for name, rounds in (("SimPy 4.1.2", simpy), ("caseload, the engine", engine), ("caseload run, the whole command", command)):
    ms = rounds["ms"]
    print(f"{name:34}{statistics.median(ms):18.3f}{f'{min(ms):.3f} to {max(ms):.3f}':>22}{yardstick / statistics.median(ms):9.1f}")
print("\nthe same team? means over the rounds          SimPy     caseload")
for key, label in (("officer_busy", "officers' time in use"), ("alert_wait_h", "wait of an alert, hours"),
                   ("visit_wait_d", "wait of a visit, days")):
    print(f"  {label:38}{statistics.mean(simpy[key]):11.4f}{statistics.mean(engine[key]):13.4f}")
PYTHON
