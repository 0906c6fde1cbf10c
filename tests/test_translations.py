"""Every sentence in which readers tell trouble has its English."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from auditlint import jobs, translations
from auditlint.bundle import Member
from auditlint.errors import ReadError
from auditlint.settings import Settings

PACKAGE = Path(__file__).parent.parent / "auditlint"
SPEAKERS = [
    *sorted((PACKAGE / "readers").glob("*.py")),
    PACKAGE / "limits.py",
    PACKAGE / "packs" / "__init__.py",
    *(PACKAGE / "reporters" / f"{n}.py" for n in ("annotations", "docx", "issue_list", "ooxml", "workbook")),
]
CHINESE = re.compile("[\u4e00-\u9fff]")


def sentences(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """The Chinese sentences of a module, what is filled in as 7; docstrings are none."""
    parts = {id(v) for n in ast.walk(tree) if isinstance(n, ast.JoinedStr) for v in n.values}
    for node in ast.walk(tree):
        text = ""
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in parts:
            text = node.value
        elif isinstance(node, ast.JoinedStr):
            text = "".join(str(v.value) if isinstance(v, ast.Constant) else "7" for v in node.values)
        if text.endswith("。") and CHINESE.search(text):
            yield node.lineno, text


@pytest.mark.parametrize("path", SPEAKERS, ids=lambda p: p.stem)
def test_every_sentence_has_english(path: Path) -> None:
    missing = [
        f"{path.name}:{line}: {text}"
        for line, text in sentences(ast.parse(path.read_text(encoding="utf-8")))
        if CHINESE.search(translations.english(text))
    ]
    assert missing == []


def test_the_search_finds_sentences() -> None:
    tree = ast.parse('"""Words。"""\nraise ReadError(path, f"文件有 {n} 页。", "没有这句。")\nx = "几个字"\n')
    assert [text for _, text in sentences(tree)] == ["文件有 7 页。", "没有这句。"]
    assert translations.english("没有这句。") == "没有这句。"


def test_english_has_no_chinese_in_it() -> None:
    assert [en for en in (*translations.SENTENCES.values(), *translations.WORDS.values()) if CHINESE.search(en)] == []
    assert all(len(translations.SLOT.findall(zh)) == en.count("{}") for zh, en in translations.SENTENCES.items())


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("工作表“收、支”有隐藏的行（3、4），里面的数字也读取了。", "The sheet '收、支' has hidden rows (3, 4);"),
        (
            "工作表“A、B”的 C2、C3等 12 处 显示的是错误值，读不出数字。",
            "On the sheet 'A、B', C2, C3 … (12 in all) shows",
        ),
        ("第 1、2等 30 页没有文字，是扫描件或图片，没有读取。", "Page 1, 2 … (30 in all) has no text:"),
    ],
)
def test_lists_are_put_into_english_and_names_are_not(zh: str, en: str) -> None:
    assert translations.english(zh).startswith(en)


def test_what_is_filled_in_is_english_too() -> None:
    error = ReadError("甲.txt", "扩展名是“.txt”，内容却不是文本。", "这是 Word 文档，请把扩展名改为 .docx。")
    assert str(error) == "甲.txt: 扩展名是“.txt”，内容却不是文本。这是 Word 文档，请把扩展名改为 .docx。"
    assert translations.told(error, "en") == (
        "甲.txt: the extension is '.txt', but the content is not text. It is a Word document; rename it to .docx."
    )
    assert translations.english("带批注的副本只能由 .docx、.doc 文件制作。").endswith("made of .docx, .doc files only.")
    assert translations.english(f"报告.zip/{error}") == f"报告.zip/{translations.told(error, 'en')}"


def test_a_run_in_english(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"")
    outcome = jobs.work(jobs.Job((Member(str(path)),), Settings(lang="en"), "a.txt"))
    assert outcome.report.errors == (f"{path}: the file is empty. Make sure that it was saved completely.",)
