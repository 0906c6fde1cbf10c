"""Regular expressions that are compiled once per machine."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import regex

from auditlint import expressions
from tests.generator import generate


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty private folder, and nothing kept from before."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.delenv("AUDITLINT_NO_CACHE", raising=False)
    expressions.KEPT.forget()
    yield tmp_path / "auditlint"
    expressions.KEPT.forget()


def restart(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a new process would start, in which nothing can be compiled."""
    expressions.KEPT.forget()
    monkeypatch.setattr("regex.compile", None)


def test_a_second_start_compiles_nothing(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not expressions.compiled(r"(?P<year>20[0-9]{2})年").search("abc")
    assert not expressions.compiled("abc", flags=regex.IGNORECASE).search("年")
    expressions.KEPT.write()
    restart(monkeypatch)
    found = expressions.compiled(r"(?P<year>20[0-9]{2})年").search("在2023年")
    assert found is not None
    assert found["year"] == "2023"
    assert expressions.compiled("abc", flags=regex.IGNORECASE).search("ABC")
    with pytest.raises(TypeError):
        expressions.compiled("abc").search("abc")  # with other flags it is another expression


def test_nothing_is_compiled_before_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("regex.compile", None)
    unused = expressions.compiled("尚未用到的")
    with pytest.raises(TypeError):
        unused.search("甲")
    with pytest.raises(AttributeError):
        unused.unknown  # type: ignore[attr-defined]  # noqa: B018


def test_a_start_loads_no_compiler(cache: Path) -> None:
    """Of the library only the engine, also where an expression was compiled before; what compiles comes when needed."""
    code = """
import sys
from auditlint import expressions
found = expressions.compiled("(?P<year>20[0-9]{2})年").sub("", "2023年度") == "度"
print(found, "regex._regex_core" in sys.modules, expressions.compiled("年{e<=1}").search("月") is not None)
expressions.KEPT.write()
"""
    for loaded in ("True", "False"):
        shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        assert shown.split() == ["True", loaded, "True"]


def test_a_second_check_loads_no_compiler(cache: Path, tmp_path: Path) -> None:
    """Whatever a report makes rules do (a template in `sub` would load all of the library)."""
    for kind in ("final", "budget", "government", "evaluation"):
        (tmp_path / f"{kind}.txt").write_text(generate(3, kind).text, encoding="utf-8")
    code = """
import sys
from auditlint import cli
cli.main(["check", "--exit-zero", "--no-cache", "--jobs", "1", *sys.argv[1:]])
print("regex._regex_core" in sys.modules)
"""
    for loaded in ("True", "False"):
        command = [sys.executable, "-c", code, *map(str, sorted(tmp_path.glob("*.txt")))]
        shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        assert shown.split()[-1] == loaded


def test_what_earlier_runs_kept_stays(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for source in ("甲", "乙"):
        assert expressions.compiled(source).search(source)
        expressions.KEPT.write()
        expressions.KEPT.forget()
    restart(monkeypatch)
    assert expressions.compiled("甲").search("甲")
    assert expressions.compiled("乙").search("乙")


def test_a_damaged_file_is_compiled_anew(cache: Path) -> None:
    assert expressions.compiled("甲").search("甲")
    expressions.KEPT.write()
    (file,) = cache.glob("expressions-*.pickle")
    file.write_bytes(file.read_bytes()[:-3] + b"xxx")
    expressions.KEPT.forget()
    assert expressions.compiled("甲").search("甲")
