"""How large the HTML result of a report is and how soon it can be used: `python -m benchmarks.page REPORT`."""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

import auditlint

ARGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync"]  # fmt: skip
INTERACTIVE = "performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"
REACTION = """() => {
  const start = performance.now();
  document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'n', bubbles: true}));
  document.body.offsetHeight;
  return performance.now() - start;
}"""


def run(report: Path, times: int) -> dict[str, object]:
    """Size, time to make the page, time until it answers to a key, and how long that takes."""
    from playwright.sync_api import sync_playwright

    result = auditlint.check(report)
    start = time.perf_counter()
    html = auditlint.render(result, "html")
    made = time.perf_counter() - start
    assert isinstance(html, str)
    interactive, reaction = [], []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page_file = Path(folder, "page.html")
        page_file.write_text(html, encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGS)
        for _ in range(times):
            page = browser.new_page()
            page.goto(page_file.as_uri())
            interactive.append(page.evaluate(INTERACTIVE))
            reaction.append(page.evaluate(REACTION))
            page.close()
        browser.close()
    return {
        "report_kb": round(report.stat().st_size / 1024, 1),
        "page_kb": round(len(html.encode()) / 1024, 1),
        "made_s": round(made, 3),
        "interactive_ms": round(statistics.median(interactive)),
        "reaction_ms": round(statistics.median(reaction)),
    }


def main() -> int:
    """Print the numbers; 1 where a page is larger than 3 MB or takes longer than a second."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("report", type=Path)
    parser.add_argument("--times", type=int, default=5)
    options = parser.parse_args()
    found = run(options.report, options.times)
    print(json.dumps(found, indent=1))
    return int(float(str(found["page_kb"])) > 3072 or int(str(found["interactive_ms"])) > 1000)


if __name__ == "__main__":
    sys.exit(main())
