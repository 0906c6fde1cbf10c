"""Many reports: order, processes, the cache, files that break, interruption."""

from __future__ import annotations

import multiprocessing
import os
import re
import select
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from auditlint import cache, corpus, engine, jobs, processes
from auditlint.bundle import Member, guess
from auditlint.checks import CHECKS
from auditlint.cli import main
from auditlint.facts.ledger import Ledger
from auditlint.model import Document, Relation, ReportResult, Unchecked
from auditlint.records import replace
from auditlint.settings import Lang, Settings

TEXT = "甲县文化馆2024年度部门决算\n\n本年支出合计100.00万元，其中：基本支出60.00万元；项目支出41.00万元。\n"


@pytest.fixture(autouse=True)
def _place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def job(name: str, text: str = TEXT, settings: Settings | None = None) -> corpus.Job:
    Path(name).write_text(text, encoding="utf-8")
    return corpus.Job((Member(name),), settings or Settings(), name, name)


def run(reports: list[corpus.Job], **how: object) -> list[corpus.Outcome]:
    return list(corpus.run(reports, **how))  # type: ignore[arg-type]


def dies(job: corpus.Job, needs: corpus.Needs = "all", store: cache.Cache | None = None) -> corpus.Outcome:
    """Stands for `corpus.work` in a worker: one report kills its process, one hangs."""
    if job.path == "dies.txt":
        os._exit(9)
    if job.path == "hangs.txt":
        time.sleep(60)
    return WORK(job, needs, store)


WORK = corpus.work


@pytest.mark.parametrize("start", ["spawn", "forkserver"])
def test_processes_give_what_one_process_gives(start: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if start == "spawn":  # as on Windows
        monkeypatch.setattr(processes, "_context", lambda: multiprocessing.get_context("spawn"))
    elif sys.platform == "win32":
        pytest.skip("Windows has no fork server")
    reports = [job(f"{i}.txt", TEXT.replace("41.00", f"4{i}.00")) for i in range(5)]
    there = list(processes.each(reports, "all", None, 2))
    here = [corpus.work(j) for j in reports]
    assert [o.report.path for o in there] == [j.path for j in reports]
    assert [o.report.findings for o in there] == [o.report.findings for o in here]
    assert [len(o.report.findings) for o in here] == [0, 1, 1, 1, 1]


def test_a_report_that_kills_its_process_costs_only_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "work", dies)
    monkeypatch.setattr(processes, "_context", lambda: __import__("multiprocessing").get_context("fork"))
    reports = [job("a.txt"), job("dies.txt"), job("b.txt")]
    outcomes = list(processes.each(reports, "findings", None, 2))
    assert [len(o.report.findings) for o in outcomes] == [1, 0, 1]
    assert [len(o.report.errors) for o in outcomes] == [0, 1, 0]
    assert "dies.txt" in outcomes[1].report.errors[0]


def test_a_report_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "work", dies)
    monkeypatch.setattr(processes, "_context", lambda: __import__("multiprocessing").get_context("fork"))
    monkeypatch.setattr(processes, "_seconds", lambda job: 1.5)
    outcomes = list(processes.each([job("hangs.txt"), job("b.txt")], "findings", None, 2))
    assert [len(o.report.errors) for o in outcomes] == [1, 0]
    assert "时间限制" in outcomes[0].report.errors[0]


def test_an_unreadable_file_costs_only_itself() -> None:
    reports = [job("a.txt"), corpus.Job((Member("nowhere.txt"),), Settings(), "x"), job("坏.docx", "no docx")]
    outcomes = run(reports)
    assert [len(o.report.errors) for o in outcomes] == [0, 1, 1]
    assert "nowhere.txt" in outcomes[1].report.errors[0]


def breaks_at_odd(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    """Have the audit of odd.txt fail."""
    sound = engine.audit

    def breaks(documents: tuple[Document, ...], *rest: object) -> ReportResult:
        if documents[0].path == "odd.txt":
            raise error
        return sound(documents, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(engine, "audit", breaks)


def test_a_defect_of_the_program_costs_only_its_report(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AUDITLINT_TRACEBACK")
    breaks_at_odd(monkeypatch, StopIteration("nothing left"))
    outcomes = run([job("a.txt"), job("odd.txt"), job("odd.txt", settings=Settings(lang="en")), job("b.txt")])
    assert [len(o.report.findings) for o in outcomes] == [1, 0, 0, 1]
    assert [len(o.report.errors) for o in outcomes] == [0, 1, 1, 0]
    assert "odd.txt：程序内部出错（StopIteration: nothing left）" in outcomes[1].report.errors[0]
    assert "internal error (StopIteration: nothing left)" in outcomes[2].report.errors[0]
    assert all("AUDITLINT_TRACEBACK=1" in o.report.errors[0] for o in outcomes[1:3])
    monkeypatch.setenv("AUDITLINT_TRACEBACK", "1")
    with pytest.raises(StopIteration):
        corpus.work(job("odd.txt"))


@pytest.mark.parametrize(("lang", "words"), [("zh", "内存不够"), ("en", "not enough memory")])
def test_a_report_that_takes_all_memory_is_told_so(lang: Lang, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    breaks_at_odd(monkeypatch, MemoryError())
    outcomes = run([job("odd.txt", settings=Settings(lang=lang)), job("b.txt")])
    assert outcomes[0].report.errors[0].startswith(f"odd.txt: {words}")
    assert len(outcomes[1].report.findings) == 1


def test_memory_that_ends_within_a_rule_ends_its_report(monkeypatch: pytest.MonkeyPatch) -> None:
    def run_out(ledger: Ledger, options: object) -> Iterator[Relation]:
        raise MemoryError
        yield

    broken = replace(CHECKS["sum"], run=run_out)
    monkeypatch.setattr(engine, "CHECKS", {**CHECKS, "sum": broken})
    report = corpus.work(job("a.txt")).report
    assert len(report.errors) == 1
    assert "内存不够" in report.errors[0]


def test_a_report_that_is_written_to_meanwhile_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def work(job: corpus.Job, needs: corpus.Needs = "all", store: cache.Cache | None = None) -> corpus.Outcome:
        outcome = WORK(job, needs, store)
        if job.path == "a.txt":
            Path("a.txt").write_text("另一份报告。\n", encoding="utf-8")
        return outcome

    monkeypatch.setattr(jobs, "work", work)
    job("a.txt"), job("b.txt")
    assert main(["check", "a.txt", "b.txt", "--output-format", "concise", "--exit-zero"]) == 2
    out, err = capsys.readouterr()
    assert out.count("FA103") == 2
    assert err == "a.txt: 检查期间文件被改动，结果可能与现在的文件不符。请保存并关闭文件后重新检查。\n"


def test_an_unreadable_annex_leaves_the_report(tmp_path: Path) -> None:
    whole = corpus.Job((*job("a.txt").members, Member("nowhere.xlsx", "tables")), Settings(), "a.txt")
    (outcome,) = run([whole])
    assert len(outcome.report.findings) == 1
    assert len(outcome.report.errors) == 1


# --------------------------------------------------------------------------- the cache


def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    audited: list[str] = []

    def work(job: corpus.Job, needs: corpus.Needs = "all", store: cache.Cache | None = None) -> corpus.Outcome:
        audited.append(job.path)
        return WORK(job, needs, store)

    monkeypatch.setattr(jobs, "work", work)
    return audited


def test_results_are_kept_for_the_same_bytes_only(monkeypatch: pytest.MonkeyPatch) -> None:
    audited = counted(monkeypatch)
    reports = [job("a.txt"), job("b.txt", TEXT.replace("60.00", "59.00"))]
    first = run(reports)
    assert audited == ["a.txt", "b.txt"]
    second = run(reports)
    assert audited == ["a.txt", "b.txt"]
    assert [o.report.findings for o in second] == [o.report.findings for o in first]
    job("b.txt", TEXT.replace("60.00", "58.00"))
    assert "58.00" in run(reports)[1].report.findings[0].message
    assert audited == ["a.txt", "b.txt", "b.txt"]


def test_one_report_alone_is_kept_too(monkeypatch: pytest.MonkeyPatch) -> None:
    audited = counted(monkeypatch)
    first, second = run([job("a.txt")]), run([job("a.txt")])
    assert audited == ["a.txt"]
    assert [f.message for f in second[0].report.findings] == [f.message for f in first[0].report.findings] != []
    run([job("a.txt", TEXT.replace("60.00", "58.00"))])
    assert audited == ["a.txt", "a.txt"]


def test_what_ran_into_the_time_limit_is_audited_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    audited = counted(monkeypatch)
    own = engine.audit

    def hurried(*of: Any) -> Any:
        made = own(*of)
        location = made.findings[0].location
        return replace(made, unchecked=(*made.unchecked, Unchecked(location, "1.00", "time-limit")))

    monkeypatch.setattr(engine, "audit", hurried)
    run([job("a.txt")])
    monkeypatch.setattr(engine, "audit", own)
    run([job("a.txt")])
    run([job("a.txt")])
    assert audited == ["a.txt", "a.txt"]


def test_other_settings_rules_or_program_find_nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    audited = counted(monkeypatch)

    def twice(settings: Settings) -> None:
        run([job("a.txt", settings=settings), job("b.txt", settings=settings)])

    twice(Settings())
    twice(Settings(lang="en"))
    twice(Settings(ignore=("AL",)))
    assert len(audited) == 6
    twice(Settings())
    assert len(audited) == 6
    monkeypatch.setattr(cache, "program", lambda: "another version")
    twice(Settings())
    assert len(audited) == 8


def test_needs_of_less_keep_less() -> None:
    reports = [job("a.txt"), job("b.txt")]
    slim = run(reports, needs="findings")
    assert [len(o.report.findings) for o in slim] == [1, 1]
    assert all(not o.report.relations and not o.report.documents[0].blocks for o in slim)
    assert all(o.report.relations for o in run(reports, needs="all"))


@pytest.mark.parametrize(
    ("room", "whole"), [(1, ["a.txt", "b.txt"]), (len(TEXT), ["a.txt", "b.txt", "c.txt", "d.txt"])]
)
def test_many_reports_are_kept_whole_while_there_is_room(room: int, whole: list[str]) -> None:
    clean = TEXT.replace("41.00", "40.00")
    names = {"a.txt": TEXT, "b.txt": clean, "c.txt": TEXT, "d.txt": clean, "e.txt": TEXT}
    outcomes = list(corpus.within(run([job(name, text) for name, text in names.items()]), room))
    assert [o.report.path for o in outcomes if o.report.whole] == whole
    assert [len(o.report.findings) for o in outcomes] == [1, 0, 1, 0, 1]
    assert not outcomes[4].report.facts


def test_excerpts_show_what_the_whole_shows() -> None:
    from auditlint.model import Result
    from auditlint.reporters import REPORTERS, RenderOptions

    reports = [job("a.txt", TEXT + "\n另有一段12.00万元。\n")]
    shown = [
        REPORTERS["text"].render(Result(tuple(o.report for o in run(reports, needs=needs))), RenderOptions())
        for needs in ("excerpts", "all")
    ]
    assert shown[0] == shown[1]
    assert "41.00万元" in str(shown[0])
    (slim,) = run(reports, needs="excerpts")
    assert "另有" not in repr(slim.report.documents)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes")
def test_the_cache_is_private() -> None:
    run([job("a.txt"), job("b.txt")])
    store = cache.Cache.open()
    assert store is not None
    folder = Path(store.folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    kept = list(folder.iterdir())
    assert kept
    assert {stat.S_IMODE(p.stat().st_mode) for p in kept} == {0o600}
    # what somebody else may have written is not trusted
    kept[0].chmod(0o666)
    assert store.get(kept[0].stem) is None
    folder.chmod(0o777)
    assert cache.Cache.open() is None


def test_the_cache_can_be_left_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    audited = counted(monkeypatch)
    reports = [job("a.txt"), job("b.txt")]
    run(reports, keep=False)
    run(reports, keep=False)
    assert len(audited) == 4
    assert not (tmp_path / "cache" / "auditlint" / "results").exists()


def test_a_spoilt_entry_is_no_result() -> None:
    store = cache.Cache.open()
    assert store is not None
    store.put("k", ["value"])
    assert store.get("k") == ["value"]
    path = Path(store.folder, "k.pickle")
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    assert store.get("k") is None
    assert store.get("nothing") is None


def test_the_cache_forgets_the_oldest() -> None:
    store = cache.Cache.open()
    assert store is not None
    for i, name in enumerate("abc"):
        store.put(name, b"x" * 1000)
        os.utime(Path(store.folder, f"{name}.pickle"), (i, i))
    store.trim(2500)
    assert [store.get(n) is not None for n in "abc"] == [False, True, True]


def test_now_and_then_the_cache_is_looked_through(monkeypatch: pytest.MonkeyPatch) -> None:
    trimmed: list[str] = []
    monkeypatch.setattr(cache.Cache, "trim", lambda self, limit=0: trimmed.append(self.folder))
    store = cache.Cache.open()
    assert store is not None
    store.put("01", b"x")
    assert not trimmed
    store.put("00", b"x")
    assert trimmed == [store.folder]


# --------------------------------------------------------------------------- bundles


def test_roles_are_guessed_from_names() -> None:
    names = ["2023年度部门决算.docx", "2024年度部门决算.docx", "2024年度决算公开表.xlsx", "2024年部门预算.pdf"]
    assert [(m.path, m.role) for m in guess(names)] == [
        ("2024年度部门决算.docx", "report"),
        ("2024年度决算公开表.xlsx", "tables"),
        ("2023年度部门决算.docx", "prior"),
        ("2024年部门预算.pdf", "budget"),
    ]


def test_a_bundle_without_a_text_has_its_tables_as_report() -> None:
    assert [m.role for m in guess(["2024年部门预算.pdf", "2024年决算表.xlsx"])] == ["report", "budget"]


# --------------------------------------------------------------------------- interruption


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no SIGINT to a process and has no pseudo-terminal")
def test_ctrl_c_says_how_far_it_came_and_leaves_whole_files() -> None:
    import pty

    for i in range(100):  # more than is done before the signal comes, on a busy machine too
        Path(f"{i:03d}.txt").write_text(TEXT * 150, encoding="utf-8")
    Path("out.json").write_text("old", encoding="utf-8")
    words = [sys.executable, "-m", "auditlint", "check", "--no-cache", ".", "--jobs", "1", "--output", "json=out.json"]
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        words,
        stdout=subprocess.DEVNULL,
        stderr=theirs,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # ignored where tests run in the background
    )
    os.close(theirs)
    try:
        # a person at a terminal sees a bar
        shown = until(ours, b"%")
        process.send_signal(signal.SIGINT)
        shown += until(ours, b"")
        assert process.wait(timeout=60) == 2
    finally:
        process.kill()
        process.wait()
        os.close(ours)
    assert re.search("已中断：完成[0-9]+/100份，没有写出结果文件。", shown.decode())
    assert b"Traceback" not in shown
    assert Path("out.json").read_text(encoding="utf-8") == "old"


def until(terminal: int, wanted: bytes) -> bytes:
    """What a terminal shows until it has something to show that is wanted, or to its end; a minute is enough."""
    shown = b""
    deadline = time.monotonic() + 60
    while not wanted or wanted not in shown:
        ready, _, _ = select.select([terminal], [], [], max(deadline - time.monotonic(), 0))
        assert ready, shown.decode(errors="replace")
        try:
            found = os.read(terminal, 65536)
        except OSError:  # the other side has gone
            found = b""
        if not found:
            return shown
        shown += found
    return shown


def test_no_bar_without_a_terminal() -> None:
    for i in range(20):
        Path(f"{i:02d}.txt").write_text(TEXT, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "auditlint", "check", "--no-cache", "."], capture_output=True, check=False, timeout=120
    )
    assert (done.returncode, done.stderr) == (1, b"")
    assert b"\x1b" not in done.stdout
