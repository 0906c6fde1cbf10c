"""The HTML result and the local page in a real browser; skipped with a reason where there is none."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import auditlint
from auditlint.model import ReportResult, Term
from tests import made
from tests.serving import serving

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
docx = pytest.importorskip("docx")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not on PATH")
ARGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SECONDS = 15_000

BROKEN = """青禾县文化馆2024年度部门决算公开说明

一、收入支出决算总体情况说明

2024年度收入总计356.40万元，支出总计356.40万元。与2023年度相比，收入、支出总计各增加56.40万元，增长18.80%。

二、支出决算情况说明

2024年度本年支出合计320.00万元，其中：基本支出233.00万元，占72.81%；项目支出78.00万元，占27.19%。

三、其他事项

另收到捐赠12.34万元。
"""
MENDED = BROKEN.replace("78.00", "87.00")
OURS = ("file:", "data:", "blob:", "http://127.0.0.1:")
Pages = Callable[..., Any]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield launched
        launched.close()


@pytest.fixture
def pages(browser: Any) -> Iterator[Pages]:
    """Opens pages; what they say on the console, and scripts that fail, fail the test."""
    said: list[str] = []
    contexts = []

    def opened(address: str, width: int = 1280, **options: Any) -> Any:
        context = browser.new_context(viewport={"width": width, "height": 860}, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(SECONDS)
        page.on("console", lambda m: said.append(m.text))
        page.on("pageerror", lambda e: said.append(str(e)))
        page.on("dialog", lambda d: d.accept())
        page.on("request", lambda r: None if r.url.startswith(OURS) else said.append(r.url))
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert said == []


def written(tmp_path: Path, *texts: str) -> str:
    names = []
    for number, text in enumerate(texts):
        names.append(tmp_path / f"报告{number + 1}.txt")
        names[-1].write_text(text, encoding="utf-8")
    out = tmp_path / "结果.html"
    shown = auditlint.render(auditlint.check(names), "html")
    assert isinstance(shown, str)
    out.write_text(shown, encoding="utf-8")
    return out.as_uri()


UNNAMED = """() => Array.from(document.querySelectorAll(
  'button, a[href], input, select, textarea, [role=button], [role=region], [role=img], [tabindex="0"], dialog'))
  .filter((e) => {
    const label = (e.labels && e.labels.length && e.labels[0].textContent) || e.getAttribute('aria-label')
      || (e.getAttribute('aria-labelledby') && document.getElementById(e.getAttribute('aria-labelledby')).textContent)
      || (e.matches('input, select, textarea') ? '' : e.textContent);
    return !label || !label.trim();
  }).map((e) => e.outerHTML.slice(0, 120))"""

WIDTH = "document.documentElement.scrollWidth"


# --------------------------------------------------------------------------- the HTML result


def test_a_finding_and_its_figures_lead_to_each_other(pages: Pages, tmp_path: Path) -> None:
    page = pages(written(tmp_path, BROKEN))
    card = page.locator(".card").first
    card.locator("a.jump").first.click()
    target = page.locator("#" + card.get_attribute("data-target"))
    assert target.evaluate("e => e === document.activeElement")
    assert "on" in target.get_attribute("class").split()
    assert page.locator(".f.peer").count() >= 2
    page.locator(".f.suspect").first.click()
    assert page.locator("#tip.pinned").is_visible()
    assert "320.00万元" in page.locator("#tip").inner_text()
    page.locator("#tip [data-do=finding]").first.click()
    assert page.locator(".card.on").evaluate("e => e === document.activeElement")
    assert page.locator("#tip").is_hidden()


def test_hover_and_focus_show_the_equation(pages: Pages, tmp_path: Path) -> None:
    page = pages(written(tmp_path, BROKEN))
    proved = page.locator(".f.proved").first
    proved.hover()
    page.locator("#tip:not([hidden])").wait_for()
    assert "一致" in page.locator("#tip .state").inner_text()
    assert page.locator("#tip li.holds").count() >= 1
    page.mouse.move(0, 0)
    page.locator("#tip[hidden]").wait_for(state="attached")
    lonely = page.locator(".f.unchecked").first
    lonely.hover()
    page.locator("#tip:not([hidden])").wait_for()
    assert "未核对" in page.locator("#tip .state").inner_text()
    assert page.locator("#tip .state").inner_text() != "未核对"  # the reason is told as well


def test_the_keyboard_is_enough(pages: Pages, tmp_path: Path) -> None:
    page = pages(written(tmp_path, BROKEN))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("n")
    first = page.locator(".card.on").get_attribute("data-number")
    page.keyboard.press("p")
    assert page.locator(".card.on").get_attribute("data-number") is not None
    assert first == "1"
    page.locator(".f.conflict").first.focus()
    page.keyboard.press("ArrowRight")
    focused = page.evaluate("document.activeElement.className")
    assert focused.startswith("f ")
    page.keyboard.press("Enter")
    assert page.locator("#tip.pinned").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("#tip").is_hidden()
    assert page.evaluate("document.activeElement.className").startswith("f ")


def test_filters_by_severity_rule_and_words(pages: Pages, tmp_path: Path) -> None:
    more = "\n四、合计\n\n收入合计10.00万元，其中：甲收入3.00万元；乙收入8.00万元。\n"
    page = pages(written(tmp_path, BROKEN + more))
    every = page.locator(".card").count()
    assert every >= 2
    page.locator(".filters input[type=search]").fill("不存在的词")
    assert page.locator(".nothing").is_visible()
    page.locator(".filters input[type=search]").fill("320.00")
    shown = page.locator(".card:visible").count()
    assert 0 < shown < every
    assert f"显示{shown}个" in page.locator(".shown").inner_text()
    page.locator(".filters input[type=search]").fill("")
    page.locator(".toggle.error").click()
    assert page.locator(".card.error:visible").count() == 0
    page.locator(".toggle.error").click()
    code = page.locator(".card").first.get_attribute("data-code")
    page.locator(".filters select").select_option(code)
    assert page.locator(".card:visible").count() == page.locator(f'.card[data-code="{code}"]').count()


def test_light_and_dark(pages: Pages, tmp_path: Path) -> None:
    address = written(tmp_path, BROKEN)
    background = "getComputedStyle(document.body).backgroundColor"
    light, dark = pages(address, color_scheme="light"), pages(address, color_scheme="dark")
    assert light.evaluate(background) != dark.evaluate(background)
    dark.locator("[data-do=theme]").click()
    assert light.evaluate(background) == dark.evaluate(background)
    dark.reload()
    assert light.evaluate(background) == dark.evaluate(background)


CONTRAST = """() => {
  const part = (v) => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
  const luminance = ([r, g, b]) => .2126 * part(r) + .7152 * part(g) + .0722 * part(b);
  const parse = (text) => (text.match(/[\\d.]+/g) || []).map(Number);
  const behind = (e) => {
    for (; e; e = e.parentElement) {
      const c = parse(getComputedStyle(e).backgroundColor);
      if (c.length === 3 || c[3] > 0) return c;
    }
    return [255, 255, 255];
  };
  const words = '.f, .card p, .card h3, .badge, .chip, small, .counts span, .paper p, summary, .toggle';
  return Array.from(document.querySelectorAll(words)).filter((e) => e.offsetParent && e.textContent.trim()).map((e) => {
    const a = luminance(parse(getComputedStyle(e).color)), b = luminance(behind(e));
    return [(Math.max(a, b) + .05) / (Math.min(a, b) + .05), e.className + ' ' + e.textContent.slice(0, 20)];
  }).filter(([ratio]) => ratio < 4.5).map(([ratio, what]) => ratio.toFixed(2) + ' ' + what);
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_can_be_read(pages: Pages, tmp_path: Path, scheme: str) -> None:
    page = pages(written(tmp_path, BROKEN), color_scheme=scheme)
    assert page.evaluate(CONTRAST) == []


def test_a_narrow_screen_shows_one_thing_at_a_time(pages: Pages, tmp_path: Path) -> None:
    page = pages(written(tmp_path, BROKEN), 375)
    assert page.evaluate(WIDTH) == 375
    assert page.locator(".side").is_visible()
    assert page.locator(".papers").is_hidden()
    page.locator(".card a.jump").first.click()
    assert page.locator(".papers").is_visible()
    page.locator(".f.suspect").first.click()
    box = page.locator("#tip").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 375
    assert page.evaluate(WIDTH) == 375


def test_screen_readers_find_names_and_print_shows_all(pages: Pages, tmp_path: Path) -> None:
    page = pages(written(tmp_path, BROKEN))
    assert page.evaluate(UNNAMED) == []
    page.emulate_media(media="print")
    assert page.locator(".papers").is_visible()
    assert page.locator(".card").first.is_visible()
    assert page.locator(".filters").is_hidden()


def test_many_reports_open_from_the_index(pages: Pages, tmp_path: Path) -> None:
    page = pages(written(tmp_path, BROKEN, MENDED))
    assert page.locator(".report:visible").count() == 0
    page.locator("#index-open").check()
    assert page.locator(".list tbody tr:visible").count() == 1
    page.locator(".list tbody tr:visible a").click()
    assert page.locator(".report:visible").count() == 1
    assert page.locator("#index").is_hidden()
    page.locator(".card:visible a.jump").first.click()
    assert page.locator(".report:visible").count() == 1
    page.locator(".back:visible").click()
    page.locator("#index").wait_for()


def long_report() -> ReportResult:
    """A report of 140 KB with a broken sum in every paragraph."""
    line = "本年支出合计100.00万元，其中：基本支出60.00万元；项目支出41.00万元。"
    report = made.report("\n".join([line] * 1350))
    relations, findings = [], []
    for number in range(1350):
        terms = tuple(Term(t.role, report.facts[number * 3 + i]) for i, t in enumerate(report.relations[0].terms))
        relations.append(replace(report.relations[0], id=number, terms=terms))
        place = report.location(terms[0].fact)
        findings.append(replace(report.findings[0], relations=(number,), location=place, fingerprint=str(number)))
    return replace(report, relations=tuple(relations), findings=tuple(findings[::20]))


def test_the_longest_report_is_quick(pages: Pages, tmp_path: Path) -> None:
    out = tmp_path / "long.html"
    html = auditlint.render(long_report(), "html")
    assert isinstance(html, str)
    out.write_text(html, encoding="utf-8")
    assert out.stat().st_size <= 3_000_000
    address = out.as_uri()
    page = pages(address)
    ready = page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")
    react = page.evaluate(
        """() => { const start = performance.now();
        document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'n', bubbles: true}));
        document.body.offsetHeight; return performance.now() - start; }"""
    )
    assert ready < 3000  # 1 s on an idle machine; this one runs other tests as well
    assert react < 500
    # what lies far away is reached though the text before it was never laid out
    page.evaluate("document.querySelectorAll('.card')[60].querySelector('a.jump').click()")
    page.wait_for_function(
        """() => { const box = document.querySelector('.f.on').getBoundingClientRect();
        return box.top > 0 && box.bottom < innerHeight; }"""
    )


# --------------------------------------------------------------------------- the local page


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    pytest.importorskip("starlette", reason="the web extra is not installed")
    pytest.importorskip("uvicorn", reason="the web extra is not installed")
    with serving(tmp_path_factory.mktemp("data")) as address:
        yield address


def word(text: str) -> bytes:
    made = docx.Document()
    for line in text.split("\n"):
        if line:
            made.add_heading(line, 1) if re.match("[一二三]、", line) else made.add_paragraph(line)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def workbook() -> bytes:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    head = ["项目", "本年支出合计", "基本支出", "项目支出"]
    for row in (["支出决算表"], ["单位：万元"], head, ["合计", 320.0, 233.0, 87.0]):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def payload(name: str, data: bytes) -> dict[str, Any]:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}


def test_the_whole_flow(pages: Pages, served: str) -> None:
    page = pages(served, accept_downloads=True)
    assert page.evaluate(UNNAMED) == []
    page.set_input_files("#files", [payload("青禾县文化馆2024年决算.docx", word(BROKEN))])
    page.set_input_files("#files", [payload("青禾县文化馆2024年公开表.xlsx", workbook())])
    page.locator(".files li").nth(1).wait_for()
    roles = page.locator(".files select").evaluate_all("every => every.map(e => e.value)")
    assert roles == ["report", "tables"]
    page.locator("button[type=submit]").click()
    page.locator(".report").wait_for()
    assert "青禾县文化馆2024年决算.docx" in page.locator("h1").inner_text()
    assert page.locator(".paper").count() == 2
    assert page.evaluate(UNNAMED) == []
    cards = page.locator(".card").count()
    assert cards >= 1

    # an explanation, by keyboard alone
    card = page.locator(".card").first
    fingerprint = card.get_attribute("data-fingerprint")
    card.locator("[data-do=accept]").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("口径不同，已核对")
    page.keyboard.press("Tab")
    page.keyboard.type("林会计")
    page.keyboard.press("Enter")
    card.locator(".said-so").wait_for()
    page.reload()
    own = page.locator(f'.card[data-fingerprint="{fingerprint}"]')
    assert "口径不同，已核对 —— 林会计" in own.inner_text()
    assert "accepted" in own.get_attribute("class").split()
    own.locator("[data-do=undo]").click()
    page.locator(f'.card.error[data-fingerprint="{fingerprint}"] [data-do=fix]').click()
    page.locator(".card.fixed").wait_for()

    # downloads
    for text, start in (("批注 Word", b"PK"), ("问题清单 Excel", b"PK"), ("网页", b"<!DOCTYPE"), ("JSON", b"{")):
        with page.expect_download() as expected:
            page.get_by_role("link", name=text).click()
        assert Path(expected.value.path()).read_bytes().startswith(start)
        assert expected.value.suggested_filename.startswith("青禾县文化馆2024年决算-")

    # a corrected file
    page.locator("[data-do=recheck]").click()
    page.set_input_files("#files", [payload("青禾县文化馆2024年决算.docx", word(MENDED))])
    page.locator(".recheck .files li").wait_for()
    page.locator(".recheck button[type=submit]").click()
    page.locator(".compared").wait_for()
    assert f"已消除{cards}个" in page.locator(".compared").inner_text()
    assert page.locator(".paper").count() == 2

    # the history
    page.goto(served)
    assert page.locator(".record").count() == 2
    page.locator(".record [data-do=delete]").first.click()
    page.locator(".record").nth(1).wait_for(state="detached")
    assert page.evaluate(UNNAMED) == []


@pytest.mark.parametrize("late", [0, 1])
def test_files_chosen_while_roles_are_asked_for(pages: Pages, served: str, late: int) -> None:
    page = pages(served)
    page.evaluate(
        """(late) => { const asks = window.fetch; let n = 0;
        window.fetch = async (...all) => { const mine = n++; const answer = await asks(...all);
          if (mine === late) await new Promise((done) => setTimeout(done, 700));
          return answer; }; }""",
        late,
    )
    page.set_input_files("#files", [payload("青禾县文化馆2024年决算.docx", word(BROKEN))])
    page.set_input_files("#files", [payload("青禾县文化馆2024年公开表.xlsx", workbook())])
    page.locator(".files li").nth(1).wait_for()
    page.wait_for_timeout(900)  # the late answer came
    roles = page.locator(".files select").evaluate_all("every => every.map(e => e.value)")
    assert roles == ["report", "tables"]
    page.locator("button[type=submit]").click()
    page.locator(".report").wait_for()
    assert page.locator(".paper").count() == 2


def test_files_are_sent_before_their_roles_are_known(pages: Pages, served: str) -> None:
    page = pages(served)
    page.set_input_files("#files", [payload("青禾县文化馆2024年决算.docx", word(BROKEN))])
    page.locator(".files li").wait_for()
    page.evaluate("() => { window.fetch = () => new Promise(() => {}); }")
    page.set_input_files("#files", [payload("青禾县文化馆2024年公开表.xlsx", workbook())])
    page.locator("button[type=submit]").click()
    page.locator(".report").wait_for()
    assert page.locator(".paper").count() == 2


def test_a_drop_anywhere_is_taken(pages: Pages, served: str) -> None:
    page = pages(served)
    page.evaluate(
        """(text) => { const data = new DataTransfer();
        data.items.add(new File([text], '拖入的报告.txt'));
        for (const kind of ['dragenter', 'dragover', 'drop'])
          document.body.dispatchEvent(new DragEvent(kind, {dataTransfer: data, bubbles: true, cancelable: true})); }""",
        BROKEN,
    )
    page.locator(".files li").wait_for()
    page.keyboard.press("Escape")
    page.locator("button[type=submit]").focus()
    page.keyboard.press("Enter")
    page.locator(".report").wait_for()
    assert "拖入的报告.txt" in page.locator("h1").inner_text()


def test_trouble_is_told_where_it_happens(pages: Pages, served: str) -> None:
    page = pages(served)
    page.set_input_files("#files", [payload("坏文件.docx", b"PK\x03\x04 broken")])
    page.locator(".files li").wait_for()
    page.locator("button[type=submit]").click()
    page.locator(".trouble").wait_for()
    assert "坏文件.docx" in page.locator(".trouble").inner_text()


def test_the_page_in_english_on_a_narrow_screen(pages: Pages, served: str) -> None:
    page = pages(served, 375)
    assert page.evaluate(WIDTH) == 375
    page.get_by_role("button", name="English").click()
    page.get_by_text("Drop a report here").wait_for()
    assert page.evaluate("document.documentElement.lang") == "en"
    page.set_input_files("#files", [payload("report.docx", word(BROKEN))])
    page.locator(".files li").wait_for()
    page.locator("button[type=submit]").click()
    page.locator(".report").wait_for()
    assert page.evaluate(WIDTH) == 375
    assert page.evaluate(UNNAMED) == []
    page.get_by_role("button", name="中文").click()
    page.get_by_text("检查改正后的文件").first.wait_for()
