"""Hold the score over labelled reports against the thresholds in score.json; `--update` writes them anew."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
SCORE = HERE.parent.parent / "shared" / "eval" / "score.py"
THRESHOLDS = HERE / "score.json"
SLACK = 1.0  # points
LOWER_IS_BETTER = ("alarms on clean texts",)


def main() -> int:
    """1 where a measure is more than the slack worse than its threshold."""
    if not SCORE.is_file():
        print(f"{SCORE.parent} is not here: nothing is scored, and nothing can fall")
        return 0
    command = [sys.executable, str(SCORE), "--json", "--cmd", f"{shlex.quote(sys.executable)} -m auditlint"]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, timeout=1200)
    measured: dict[str, float | None] = {name: one["percent"] for name, one in json.loads(done.stdout).items()}
    thresholds = json.loads(THRESHOLDS.read_text(encoding="utf-8"))
    if "--update" in sys.argv:
        known = {name: percent for name, percent in measured.items() if percent is not None}
        THRESHOLDS.write_text(json.dumps(known, indent=1) + "\n", encoding="utf-8")
        return 0
    worse = 0
    for name, threshold in thresholds.items():
        now = measured.get(name) or 0.0
        loss = now - threshold if name in LOWER_IS_BETTER else threshold - now
        told = "ok" if loss <= SLACK else f"worse by {loss:.1f} points"
        print(f"{name:24} {now:6.1f} %   threshold {threshold:6.1f} %   {told}")
        worse += loss > SLACK
    return int(worse > 0)


if __name__ == "__main__":
    sys.exit(main())
