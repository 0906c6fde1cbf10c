"""Accepted findings: identity, the file, what does not count."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from auditlint import suppress
from auditlint.errors import FaultyFile
from auditlint.model import Accepted, ReportResult
from tests import made

TODAY = date(2026, 1, 15)
SAID = Accepted("上级部门统一口径", "李会计", "2026-12-31")


def accepted(report: ReportResult, said: Accepted = SAID) -> tuple[suppress.Entry, ...]:
    pairs = zip(report.findings, suppress.identify(report), strict=True)
    return tuple(suppress.entry(f, i, "a.txt", said) for f, i in pairs)


def apply(report: ReportResult, entries: tuple[suppress.Entry, ...], file: str = "a.txt") -> suppress.Applied:
    return suppress.apply([(report, suppress.identify(report), file)], entries, TODAY)


def test_an_entry_counts_whatever_moves_around_it(tmp_path: Path) -> None:
    path = tmp_path / "accepted.yml"
    path.write_text(suppress.dump(accepted(made.report())), encoding="utf-8")
    entries = suppress.load(path)
    moved = made.report("新写的第一行\n\n" + made.TEXT.replace("二、支出", "三、支出") + "又一行\n")
    done = apply(moved, entries)
    assert [f.accepted for f in done.reports[0].findings] == [SAID]
    assert done.troubles == ()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (made.TEXT.replace("41.00", "51.00"), "changed"),
        (made.TEXT.replace("项目支出", "经营支出"), "stale"),
        (made.TEXT.replace("支出决算情况说明", "收入决算情况说明"), "stale"),
    ],
)
def test_another_problem_at_the_place_is_open_again(text: str, kind: str) -> None:
    done = apply(made.report(text), accepted(made.report()))
    assert [f.accepted for f in done.reports[0].findings] == [None]
    assert [t.kind for t in done.troubles] == [kind]


def test_an_entry_counts_however_labels_are_read() -> None:
    report = made.report()
    (entry,) = accepted(report)
    assert entry.identity.quote == "本年支出合计100.00万元，其中：基本支出60.00万元；项目支出41.00万元。".rstrip("。")
    other = replace(entry.identity, labels=("支出", "基本支出", "项目支出"), also=())
    assert other.digest("a.txt") != entry.identity.digest("a.txt")
    done = apply(report, (replace(entry, identity=other),))
    assert [f.accepted for f in done.reports[0].findings] == [SAID]
    assert done.troubles == ()
    # an entry without a quotation, as earlier versions wrote it, counts by its labels alone
    bare = replace(entry, identity=replace(other, quote=""))
    assert [t.kind for t in apply(report, (bare,)).troubles] == ["stale"]
    old = replace(entry, identity=replace(entry.identity, quote=""))
    assert apply(report, (old,)).troubles == ()


def test_one_entry_accepts_one_finding() -> None:
    report = made.report()
    (entry,) = accepted(report)
    twice = replace(report, findings=report.findings * 2)
    done = suppress.apply([(twice, suppress.identify(twice), "a.txt")], (entry,), TODAY)
    assert [f.accepted for f in done.reports[0].findings] == [SAID, None]


def test_an_expired_entry_does_not_count() -> None:
    on_the_day = accepted(made.report(), replace(SAID, until="2026-01-15"))
    assert not apply(made.report(), on_the_day).troubles
    after = accepted(made.report(), replace(SAID, until="2026-01-14"))
    assert [t.kind for t in apply(made.report(), after).troubles] == ["expired"]


def test_a_further_relation_reopens() -> None:
    report = made.report()
    second = replace(report.relations[0], id=1, rule="other-rule")
    joined = replace(
        report, relations=(*report.relations, second), findings=(replace(report.findings[0], relations=(0, 1)),)
    )
    assert [t.kind for t in apply(joined, accepted(report)).troubles] == ["joined"]
    # one that has gone is no reason to ask again
    assert not apply(report, accepted(joined)).troubles


def test_entries_of_files_that_were_not_audited_are_left_alone() -> None:
    entries = accepted(made.report())
    assert apply(made.report(), entries, "b.txt").troubles == ()
    report = made.report()
    gone = suppress.apply([(report, suppress.identify(report), "b.txt")], entries, TODAY, lambda file: file == "b.txt")
    assert [t.kind for t in gone.troubles] == ["missing"]


def test_equal_findings_are_told_apart_by_their_order() -> None:
    report = made.report()
    twice = replace(report, findings=report.findings * 2)
    identities = suppress.identify(twice)
    assert [i.occurrence for i in identities] == [1, 2]
    prints = [f.fingerprint for f in suppress.fingerprint(twice, identities, "a.txt").findings]
    assert len(set(prints)) == 2
    done = suppress.apply([(twice, identities, "a.txt")], accepted(report), TODAY)
    assert [f.accepted for f in done.reports[0].findings] == [SAID, None]


def test_fingerprints_hold_no_line_numbers() -> None:
    def prints(report: ReportResult) -> list[str]:
        found = suppress.fingerprint(report, suppress.identify(report), report.path)
        return [f.fingerprint for f in found.findings]

    assert prints(made.report()) == prints(made.report("\n\n插入的一段\n" + made.TEXT))
    assert prints(made.report()) != prints(made.report(path="other.txt"))


def test_every_fault_is_told_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "accepted.yml"
    path.write_text(
        'version: "1"\n'
        "accepted:\n"
        "  - rule: list-sun\n"
        "    file: a.txt\n"
        "    reason: ''\n"
        "  - rule: list-sum\n"
        "    file: a.txt\n"
        "    reasn: x\n"
        "    until: 2026-13-01\n",
        encoding="utf-8",
    )
    with pytest.raises(FaultyFile) as caught:
        suppress.load(path, ["list-sum"], "en")
    told = [str(f).removeprefix(str(path)) for f in caught.value.faults]
    assert any(t.startswith(":3:11: no such rule 'list-sun'; did you mean 'list-sum'?") for t in told)
    assert any(t.startswith(":5:13: the reason is empty") for t in told)
    assert any(t.startswith(":8:5: unknown key 'reasn'; did you mean 'reason'?") for t in told)
    assert any(t.startswith(":9:12: '2026-13-01' is no date") for t in told)
    assert any("'reason' is missing" in t for t in told)
    assert len(told) == 5


def test_what_is_written_can_be_read_back(tmp_path: Path) -> None:
    entries = accepted(made.report(), Accepted('带"引号"、冒号: 和#号', "", ""))
    path = tmp_path / "accepted.yml"
    path.write_text(suppress.dump(entries), encoding="utf-8")
    assert [replace(e, line=-1) for e in suppress.load(path)] == list(entries)
    path.write_text(suppress.dump(()), encoding="utf-8")
    assert suppress.load(path) == ()
