"""Takes the screenshots of this folder: `python docs/screenshots/take.py`. All names and figures are invented.

Needs chromium on PATH and the packages of auditlint[test].
"""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
ARGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
NAME = "青石县图书馆2024年度部门决算公开说明.docx"
COLOURS = 128  # of a palette: the pictures stay small


def word(text: str) -> bytes:
    """A Word file of a text, its numbered lines as headings."""
    import docx

    made = docx.Document()
    for line in filter(None, text.split("\n")):
        if line[0] in "一二三四五六七八九第" and "。" not in line:
            made.add_heading(line, 1 if line[0] == "第" else 2)
        else:
            made.add_paragraph(line)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def save(page: Page, name: str) -> None:
    """The window as a small PNG."""
    from PIL import Image

    shown = Image.open(io.BytesIO(page.screenshot()))
    shown.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(HERE / f"{name}.png", optimize=True)


def opened(browser: Browser, address: str, width: int, height: int, **options: Any) -> Page:
    """A page in a window of its own."""
    page = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN", **options).new_page()
    page.goto(address)
    return page


def upload(page: Page, data: bytes) -> None:
    """Check a report."""
    page.set_input_files("#files", [{"name": NAME, "mimeType": "application/octet-stream", "buffer": data}])
    page.locator(".files li").wait_for()
    page.locator(".upload button[type=submit]").click()
    page.wait_for_url("**/jobs/*")
    page.locator(".report, .compared").first.wait_for()


def take(browser: Browser, address: str, report: str) -> None:
    """All pictures."""
    page = opened(browser, address, 1280, 860)
    upload(page, word(report))
    page.locator(".f.suspect").first.click()
    page.locator("#tip.pinned").wait_for()
    page.wait_for_timeout(500)
    save(page, "result")
    page.keyboard.press("Escape")
    result = page.url

    dark = opened(browser, result, 1280, 800, color_scheme="dark")
    dark.locator(".card").nth(1).click()
    dark.wait_for_timeout(800)
    save(dark, "result-dark")

    narrow = opened(browser, result, 375, 720)
    save(narrow, "result-narrow")

    page.locator(".card [data-do=accept]").first.click()
    page.locator("dialog textarea").fill("口径不同，已与主管部门核对")
    save(page, "accept")
    page.locator("dialog .main").click()
    page.locator(".said-so").wait_for()
    page.locator("[data-do=recheck]").click()
    upload(page, word(report.replace("278.00", "287.00")))
    page.locator(".compared").wait_for()
    save(page, "recheck")

    page.goto(address)
    save(page, "home")


def main() -> None:
    """Start a server and take the pictures from it."""
    sys.path.insert(0, str(ROOT))
    from tests.serving import serving

    report = (ROOT / "examples" / "broken.txt").read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGS.split())
        take(browser, address, report)
        browser.close()


if __name__ == "__main__":
    main()
