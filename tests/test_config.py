"""Configuration: what is in force, from where, and how faults are told."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from auditlint import config
from auditlint.errors import FaultyFile, UsageError
from auditlint.settings import PathSettings, Settings, path_matches

ROOT = Path(__file__).parent.parent


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def faults(path: Path) -> list[str]:
    with pytest.raises(FaultyFile) as caught:
        config.load(str(path), "en")
    return [str(f).removeprefix(str(path)) for f in caught.value.faults]


def test_the_nearest_file_wins_and_is_not_merged_unasked(tmp_path: Path) -> None:
    write(tmp_path / "auditlint.yml", "fail-on: warning\nignore: [FA1]\n")
    near = write(tmp_path / "a" / "b" / "auditlint.yml", "ignore: [CO2]\n")
    assert config.find(str(tmp_path / "a" / "b")) == str(near)
    found = config.load(str(near))
    assert found.get("ignore") == ("CO2",)
    assert found.get("fail-on") == "error"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows makes links for administrators only")
def test_a_linked_file_counts_where_the_link_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shared = write(tmp_path / "shared" / "auditlint.yml", "exclude: [drafts]\n")
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "auditlint.yml").symlink_to(shared)
    assert config.load(config.find(str(tmp_path / "a"))).root == str(tmp_path / "a")
    monkeypatch.chdir(tmp_path / "a")
    assert config.load("auditlint.yml").root == str(tmp_path / "a")


def test_extend_is_explicit_and_the_nearer_value_wins(tmp_path: Path) -> None:
    base = write(tmp_path / "auditlint.yml", "fail-on: warning\nignore: [FA1]\nrules: [ours]\n")
    near = write(tmp_path / "a" / "auditlint.yml", "extend: ../auditlint.yml\nignore: [CO2]\n")
    found = config.load(str(near))
    assert (found.get("ignore"), found.get("fail-on")) == (("CO2",), "warning")
    assert found.get("rules") == (str(tmp_path / "ours"),)
    assert found.value("fail-on").origin == f"{base}:1:1"
    assert found.files == (str(near), str(base))


def test_pyproject_is_read_where_it_has_our_table(tmp_path: Path) -> None:
    path = write(
        tmp_path / "pyproject.toml",
        '[project]\nname = "x"\n\n[tool.auditlint]\nfail-on = "warning"\npreview = true\n\n'
        '[tool.auditlint.severity]\nFA103 = "info"\n',
    )
    assert config.find(str(tmp_path)) == str(path)
    found = config.load(str(path))
    assert (found.get("fail-on"), found.get("preview"), found.get("severity")) == ("warning", True, {"FA103": "info"})
    assert found.value("preview").origin == f"{path}:6:1"
    write(tmp_path / "sub" / "pyproject.toml", '[project]\nname = "y"\n')
    assert config.find(str(tmp_path / "sub")) == str(path)


def test_every_fault_is_told_with_its_place(tmp_path: Path) -> None:
    path = write(
        tmp_path / "auditlint.yml",
        "fail-onn: error\nfail-on: eror\npreview: perhaps\njobs: many\nextend: nowhere.yml\n"
        "paths:\n  old/**: {ignor: [A]}\n",
    )
    told = faults(path)
    assert told[0].startswith(":1:1: unknown key 'fail-onn'; did you mean 'fail-on'?")
    assert any(t.startswith(":2:10: unknown value 'eror'; did you mean 'error'?") for t in told)
    assert any(t.startswith(":3:10: unknown value 'perhaps'") for t in told)
    assert any(t.startswith(":4:7: 'many' is no whole number") for t in told)
    assert any(t.startswith(":5:9: no such file") for t in told)
    assert any(t.startswith(":7:12: unknown key 'ignor'; did you mean 'ignore'?") for t in told)
    assert len(told) == 6
    assert faults(write(path, "jobs: -1\n")) == [":1:7: must not be below 0"]


def test_faults_of_toml_have_places_too(tmp_path: Path) -> None:
    path = write(tmp_path / "pyproject.toml", '[tool.auditlint]\npreview = true\nlang = "fr"\n')
    assert faults(path)[0].startswith(":3:1: unknown value 'fr'")
    assert faults(write(path, "[tool.auditlint\n"))[0].startswith(":1:16: not valid TOML")


def test_extend_in_a_circle(tmp_path: Path) -> None:
    write(tmp_path / "b.yml", "extend: auditlint.yml\n")
    assert "leads back" in "".join(faults(write(tmp_path / "auditlint.yml", "extend: b.yml\n")))


class FakeRule:
    def __init__(self, code: str, name: str, status: str = "stable") -> None:
        self.code, self.name, self.status = code, name, status


@pytest.mark.parametrize(
    ("settings", "active"),
    [
        (Settings(), True),
        (Settings(select=("FA",)), True),
        (Settings(select=("CO",)), False),
        (Settings(select=("some-rule",)), True),
        (Settings(select=("FA",), ignore=("FA103",)), False),
        (Settings(ignore=("ALL",)), False),
    ],
)
def test_which_rules_take_part(settings: Settings, active: bool) -> None:
    assert settings.active(FakeRule("FA103", "some-rule")) is active


def test_preview_rules_wait_to_be_asked() -> None:
    rule = FakeRule("FA103", "some-rule", "preview")
    assert not Settings().active(rule)
    assert not Settings(select=("FA",)).active(rule)
    assert Settings(preview=True).active(rule)
    assert Settings(select=("FA103",)).active(rule)


def test_settings_of_a_path() -> None:
    settings = Settings(ignore=("A",), paths=(PathSettings("2023/**", ("B",), {"C": "info"}),))
    assert settings.at("2023/x.docx").ignore == ("A", "B")
    assert settings.at("2023/deep/x.docx").severities == {"C": "info"}
    assert settings.at("2024/x.docx") == settings


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("drafts", "a/drafts/x.txt", True),
        ("*.pdf", "a/x.pdf", True),
        ("a/*.txt", "a/x.txt", True),
        ("a", "a/x.txt", True),
        ("a/b", "a/b/c.txt", True),
        ("a/b", "a/bc/c.txt", False),
        ("附表", r"决算 公开\附表\x.xlsx", True),
    ],
)
def test_path_patterns(pattern: str, path: str, fits: bool) -> None:
    assert path_matches(pattern, path) is fits


def test_a_selector_that_means_no_rule_is_told() -> None:
    found = config.Configuration(ROOT).override({"select": ("FA13",), "lang": "en"}, "command line")
    with pytest.raises(UsageError, match="command line: select: no rule 'FA13'; did you mean 'FA103'"):
        config.check_rules(found, [("FA103", "some-rule")])
    config.check_rules(found.override({"select": ("FA1",)}, ""), [("FA103", "some-rule")])


def test_show_names_every_key_with_its_origin(tmp_path: Path) -> None:
    path = write(tmp_path / "auditlint.yml", "lang: en\nlimits: {report-seconds: 30}\n")
    shown = config.show(config.load(str(path)), "en")
    assert f"# {path}:1:1" in shown
    assert 'limits: {"report-seconds": 30}' in shown
    assert [line.split(":")[0] for line in shown.splitlines()] == list(config.OPTIONS)


def test_the_published_schema_is_that_of_the_program() -> None:
    published = json.loads((ROOT / "docs" / "auditlint.schema.json").read_text(encoding="utf-8"))
    assert published == config.schema()
