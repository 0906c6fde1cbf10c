"""Fifty checks against the local page on loopback: `python -m benchmarks.load [REPORT] [--checks 50] [--at-once 5]`.

Starts a server of its own, sends the report so many times, and prints errors and times as JSON.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import re
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

EXAMPLE = Path(__file__).parent.parent / "examples" / "broken.txt"


def check(address: str, name: str, data: bytes) -> tuple[float, bool]:
    """Seconds a check took, and whether it was answered with findings or none."""
    mark = secrets.token_hex(8)
    head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    body = head.encode() + data + f"\r\n--{mark}--\r\n".encode()
    where = urlsplit(address)
    start = time.perf_counter()
    connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=300)
    try:
        headers = {"content-type": f"multipart/form-data; boundary={mark}"}
        connection.request("POST", "/api/v1/check", body, headers)
        answer = connection.getresponse()
        good = answer.status == 200 and not json.loads(answer.read())["reports"][0]["errors"]
    except (OSError, ValueError, KeyError, http.client.HTTPException):
        good = False
    finally:
        connection.close()
    return time.perf_counter() - start, good


def run(report: Path, checks: int, at_once: int) -> dict[str, object]:
    """Errors and times of so many checks, so many at once."""
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "XDG_DATA_HOME": folder, "LOCALAPPDATA": folder, "PYTHONUTF8": "1"}
        command = [sys.executable, "-m", "auditlint", "serve", "--no-browser", "--port", "0"]
        with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True, encoding="utf-8") as server:
            assert server.stdout is not None
            found = re.search(r"http://[\d.]+:\d+/", server.stdout.readline())
            assert found is not None
            try:
                data = report.read_bytes()
                first, _ = check(found[0], report.name, data)
                start = time.perf_counter()
                with ThreadPoolExecutor(at_once) as threads:
                    done = list(threads.map(lambda _: check(found[0], report.name, data), range(checks)))
                whole = time.perf_counter() - start
            finally:
                server.terminate()
                server.wait(20)
    times = sorted(seconds for seconds, _ in done)
    return {
        "report_kb": round(len(data) / 1024, 1),
        "checks": checks,
        "at_once": at_once,
        "errors": sum(not good for _, good in done),
        "first_s": round(first, 3),
        "median_s": round(statistics.median(times), 3),
        "p95_s": round(times[max(-(-len(times) * 95 // 100) - 1, 0)], 3),
        "per_second": round(checks / whole, 1),
    }


def main() -> int:
    """Print the numbers; 1 where a check failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("report", nargs="?", type=Path, default=EXAMPLE)
    parser.add_argument("--checks", type=int, default=50)
    parser.add_argument("--at-once", type=int, default=5)
    options = parser.parse_args()
    found = run(options.report, options.checks, options.at_once)
    print(json.dumps(found, ensure_ascii=False, indent=1))
    return int(bool(found["errors"]))


if __name__ == "__main__":
    sys.exit(main())
