"""Nothing of the project carries figures or names of the real reports it is measured on."""

from __future__ import annotations

import re
import subprocess
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
EVAL = ROOT.parent / "shared" / "eval"
NUMBER = re.compile(r"(?<![A-Za-z0-9_.])\d[\d,]*(?:\.\d+)?(?![A-Za-z0-9_])")
WINDOW = 400  # three figures further apart than that are no sentence or table row
# years, subject codes (功能 201…234 with 5 or 7 digits, 经济 301…399, 501…599), and values any formula may show
COMMON = re.compile(r"(19|20)\d\d|2[0-3]\d(\d\d){1,2}|[35]\d{4}|10+(\.0+)?|0\.0+")
PLACE = r"[一-鿿]{2,4}?(?:自治[州区县旗]|[省市县区州旗])"
BODY = r"[一-鿿]{2,18}?(?:委员会|办公室|中心|法院|检察院|学院|大学|医院|支队|大队|局|厅)"
NAME = re.compile(rf"(?<![一-鿿])(?=(({PLACE}){BODY}))")
# words that stand before a level of government ("根据市财政局") and name no place
NO_PLACE = re.compile(
    r"^(?:根据|按照|依据|关于|参照|其中|上级|同级|中央|国家|[经由向报与及全本各我该省市县区州因受在])"
)


def triples(text: str) -> Iterator[tuple[str, str, str]]:
    """Three consecutive figures of four or more digits, near each other; years, codes and round values do not count."""
    found: list[tuple[int, str]] = []
    for match in NUMBER.finditer(text):
        number = match.group().rstrip(",").replace(",", "")
        digits = number.replace(".", "")
        if len(digits) >= 4 and not COMMON.fullmatch(number) and len(digits.strip("0")) > 2:
            found.append((match.start(), str(Decimal(number).normalize())))
    for (at, one), (_, two), (end, three) in zip(found, found[1:], found[2:], strict=False):
        if end - at <= WINDOW and len({one, two, three}) > 1:
            yield one, two, three


def names(text: str) -> set[str]:
    """Full names of departments, with their place; a place is what the text names at least three times.

    A people's government's office is left out: it issues the regulations that rules quote.
    """
    return {
        m.group(1)
        for m in NAME.finditer(text)
        if len(m.group(1)) >= 6
        and not NO_PLACE.match(m.group(1))
        and "人民政府办公" not in m.group(1)
        and text.count(m.group(2)) >= 3
    }


def sources() -> list[str]:
    """The texts of the real material."""
    texts = [p.read_text(encoding="utf-8") for p in sorted((EVAL / "reports").glob("*.txt"))]
    for path in sorted((EVAL / "gold").glob("*.yaml")):
        data = yaml.load(path.read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        if isinstance(data, list):
            texts += [item["text"] for item in data]
    return texts


def project_texts() -> Iterator[tuple[str, str]]:
    """(path, text) of every file of the project: tracked, or new and not ignored."""
    done = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    for name in sorted(done.stdout.decode().split("\0")):
        path = ROOT / name
        if not name or not path.is_file():
            continue
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                for member in archive.namelist():
                    if member.endswith(".xml"):
                        yield (
                            f"{name}!{member}",
                            re.sub(r"<[^>]+>", " ", archive.read(member).decode("utf-8", "ignore")),
                        )
            continue
        try:
            yield name, path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            yield name, path.read_bytes().decode("gb18030", "ignore")


@pytest.fixture(scope="module")
def material() -> list[str]:
    if not (EVAL / "reports").is_dir():
        pytest.skip(f"no labelled material at {EVAL}: nothing to guard against")
    return sources()


def test_no_three_consecutive_figures(material: list[str]) -> None:
    known = {t for text in material for t in triples(text)}
    assert len(known) > 1000
    assert [(path, t) for path, text in project_texts() for t in triples(text) if t in known] == []


def test_no_department_name(material: list[str]) -> None:
    known = {n for text in material for n in names(text)}
    assert len(known) >= 3
    found = [(path, n) for path, text in project_texts() for n in known if n in re.sub(r"\s", "", text)]
    assert found == []


def test_figures_are_recognised_however_they_are_written() -> None:
    text = (
        "2031年收入1,284.60万元，其中基本支出801.25万元、项目支出483.35万元，占100.00%。科目2010301、2010302、2010399。"
    )
    assert list(triples(text)) == [("1284.6", "801.25", "483.35")]
    assert list(triples("1284.6|801.25|483.350|")) == [("1284.6", "801.25", "483.35")]
    assert list(triples("1284.60万元" + "。" * WINDOW + "801.25万元、483.35万元")) == []


def test_names_are_recognised() -> None:
    text = (
        "青禾市水务局2031年报告。青禾市望川区文化服务中心负责；根据市财政局要求，全市各单位。\n青禾市，建成县级中心。"
    )
    assert names(text) == {"青禾市水务局", "青禾市望川区文化服务中心"}


def test_the_project_is_looked_at() -> None:
    seen = {path for path, _ in project_texts()}
    assert {"pyproject.toml", "auditlint/model.py"} <= seen
    assert all(a < b for a, b in pairwise(sorted(seen)))
