"""`auditlint baseline import`: what people explained in an issue list becomes accepted findings."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import date

from auditlint import config, corpus, gather, output, suppress
from auditlint.commands import check
from auditlint.commands import options as shared
from auditlint.errors import UsageError
from auditlint.limits import Limits
from auditlint.model import Accepted
from auditlint.readers import file_bytes
from auditlint.records import replace
from auditlint.reporters.issue_list import explanations
from auditlint.reporters.xlsx import explained
from auditlint.suppress import Entry

# Why a row was not imported, by whether the report has its finding: one marked as corrected should be gone.
_LOST = {
    False: ("报告中已没有这个问题，未导入。", "the report has no such finding any more; not imported."),
    True: (
        "写着已改正，但报告中仍有这个问题，未导入。",
        "marked as corrected, but the finding is still there; not imported.",
    ),
}


def take(options: argparse.Namespace, main: config.Configuration) -> int:
    """Accept what is explained; the reports are audited again to know what each row is about.

    They are the files that the list names, or those named after it.
    """
    lang = main.get("lang")
    zh = lang == "zh"
    if not options.paths:
        told = "写上一份填好的问题清单：auditlint baseline import 清单.xlsx"
        raise UsageError(told if zh else "name a filled-in list: auditlint baseline import LIST.xlsx")
    name, *reports = options.paths
    rows = explanations(name, file_bytes(name, Limits()))
    if not rows:
        told = f"{name}: 没有填写说明的问题，没有改动。"
        print(told if zh else f"{name}: nothing is explained in it; nothing was changed.")
        return 0
    roles = {os.path.realpath(f) for f in (*options.tables, *options.prior, *options.budget)}
    named = [p for p in dict.fromkeys(r.path for r in rows) if os.path.realpath(p) not in roles]
    options.paths = reports or named
    check.rules(main)
    gathered = gather.gather(shared.request(options, main), main)
    outcomes = check.audit(gathered.jobs, main, "findings")
    trouble = [*gathered.problems, *(e for o in outcomes for e in o.report.errors)]
    files = dict.fromkeys(o.accepted for o in outcomes)
    entries = {f: list(check.entries(f, main, gathered.jobs)) for f in files}
    found = _found(outcomes)
    unread = _unread(gathered.jobs, outcomes)
    added = dict.fromkeys(files, 0)
    for row in rows:
        there = row.fingerprint in found
        if not there and os.path.realpath(row.path) in unread:
            continue  # that it could not be read is told; nothing is known of its findings
        if there == row.corrected:
            trouble.append(
                f"{name} 第{row.row}行：{_LOST[there][0]}" if zh else f"{name} row {row.row}: {_LOST[there][1]}"
            )
        elif there:
            file, entry = found[row.fingerprint]
            said = Accepted(row.reason, options.by.strip(), options.until)
            added[file] += _put(entries[file], entry, said)
    for words in trouble:
        print(words, file=sys.stderr)
    for file, number in added.items():
        if number:
            output.write(file, suppress.dump(entries[file]), lang)
            whole = len(entries[file])
            print(f"{file}: 导入{number}条，共{whole}条。" if zh else f"{file}: {number} imported, {whole} in all.")
    if not any(added.values()):
        print(f"{name}: 没有新的说明，没有改动。" if zh else f"{name}: nothing new is explained; nothing was changed.")
    return 2 if trouble else 0


def _unread(jobs: Sequence[corpus.Job], outcomes: Sequence[corpus.Outcome]) -> set[str]:
    """The real paths of the files of reports that could not be read."""
    failed = [j for j, o in zip(jobs, outcomes, strict=True) if o.report.errors and not o.report.documents]
    return {os.path.realpath(m.path) for job in failed for m in job.members}


def _found(outcomes: list[corpus.Outcome]) -> dict[str, tuple[str, Entry]]:
    """Every finding by its fingerprint, as an entry of its file of accepted findings."""
    return {
        finding.fingerprint: (outcome.accepted, suppress.entry(finding, identity, outcome.file, Accepted("")))
        for outcome in outcomes
        for finding, identity in zip(outcome.report.findings, outcome.identities, strict=True)
    }


def _put(entries: list[Entry], entry: Entry, said: Accepted) -> bool:
    """Put an explained finding among the entries; whether that changed them.

    The list shows what is accepted already with its reason: that is no new one, and who gave it and until when stays.
    An entry that does not count any more is written anew; a last day that has passed is not kept.
    """
    key = entry.identity.digest(entry.file)
    at = next((n for n, e in enumerate(entries) if e.identity.digest(e.file) == key), None)
    if at is None:
        entries.append(replace(entry, accepted=said))
        return True
    before, today = entries[at].accepted, date.today()
    if (
        not suppress.objection(entries[at], entry.identity, today)
        and said.reason == explained(before)
        and (not said.by or said.by == before.by)
        and (not said.until or said.until == before.until)
    ):
        return False
    reason = said.reason.removesuffix(f"（{before.by}）") if before.by else said.reason
    until = said.until or ("" if entries[at].expired(today) else before.until)
    entries[at] = replace(entry, accepted=Accepted(reason, said.by or before.by, until))
    return True
