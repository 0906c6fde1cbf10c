"""`auditlint baseline`: write, update and check the file of accepted findings; import a filled-in issue list."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence

from auditlint import corpus, gather, output, suppress
from auditlint.commands import check
from auditlint.commands import options as shared
from auditlint.errors import UsageError
from auditlint.model import Accepted, Finding
from auditlint.suppress import Entry

ACTIONS = ("write", "update", "check", "import")
ACCEPTABLE = ("error", "warning")


def arguments(parser: argparse.ArgumentParser, lang: str) -> None:
    """Declare the options."""
    zh = lang == "zh"
    what = (
        "write：新建；update：补充新的、去掉已无的；check：核对；import：读入填好的问题清单"
        if zh
        else "write a new file; update it; check it; import a filled-in issue list"
    )
    # one list of words: argparse cannot have options between two positional arguments
    shared.inputs(parser, lang, f"{{{','.join(ACTIONS)}}} PATH", what)
    shared.selection(parser, lang)
    parser.add_argument("--reason", default="", metavar="TEXT", help="理由" if zh else "why they are accepted")
    parser.add_argument("--by", default="", metavar="NAME", help="说明人" if zh else "by whom")
    parser.add_argument("--until", default="", metavar="DATE", help="有效期至" if zh else "last day, as 2026-12-31")
    parser.add_argument("--force", action="store_true", help="可替换已有的文件" if zh else "may replace the file")


def run(options: argparse.Namespace) -> int:
    """Do what the action says."""
    options.action, *options.paths = options.paths or [""]
    main = shared.configure(options)
    lang = main.get("lang")
    zh = lang == "zh"
    if options.action not in ACTIONS:
        from auditlint.messages import nearest

        hint = nearest(options.action, ACTIONS, lang)
        told = f"baseline后面写：{'、'.join(ACTIONS)}{hint}"
        raise UsageError(told if zh else f"baseline takes one of {', '.join(ACTIONS)}{hint}")
    if options.until and not suppress.is_day(options.until):
        told = f"--until：“{options.until}”不是日期，应如2026-12-31。"
        raise UsageError(told if zh else f"--until: '{options.until}' is no date; write it as 2026-12-31.")
    if options.action == "import":
        from auditlint.commands.explanations import take

        return take(options, main)
    if options.action in ("write", "update") and not options.reason.strip():
        raise UsageError("请用--reason写明理由。" if zh else "say why with --reason TEXT.")
    check.rules(main)
    gathered = gather.gather(shared.request(options, main), main)
    # reports in folders with configurations of their own have files of their own
    files = list(dict.fromkeys(job.accepted for job in gathered.jobs)) or [gather.accepted_file(main)]
    there = [f for f in files if os.path.isfile(f)]
    if options.action == "write" and there and not options.force:
        told = f"{there[0]}: 已存在；用update补充，或加--force替换。"
        raise UsageError(told if zh else f"{there[0]}: exists; use update, or --force to replace it.")
    if options.action == "check" and not there:
        raise UsageError(f"{files[0]}: 没有这个文件。" if zh else f"{files[0]}: there is no such file.")
    entries = {f: check.entries(f, main, gathered.jobs) if options.action != "write" else () for f in files}
    outcomes = check.audit(gathered.jobs, main, "findings")
    trouble = [*gathered.problems, *(e for o in outcomes for e in o.report.errors)]
    for words in trouble:
        print(words, file=sys.stderr)
    every = [_File(file, entries[file], outcomes) for file in files]
    if options.action == "check":
        open_ones = _check(every, lang)
        return 2 if trouble else int(open_ones)
    said = Accepted(options.reason.strip(), options.by.strip(), options.until)
    for one in every:
        one.write(said, lang)
    return 2 if trouble else 0


class _File:
    """A file of accepted findings with its entries, and what they mean for the reports it is about."""

    def __init__(self, path: str, entries: Sequence[Entry], outcomes: Sequence[corpus.Outcome]) -> None:
        self.path = path
        self.entries = entries
        own, self.troubles = check.accept(outcomes, path, entries)
        self.fresh = list(_fresh(own))

    def write(self, said: Accepted, lang: str) -> None:
        """Put in what is new, take out what does not count any more.

        Whether a report that is not found has gone for good is for a person to say: its entries stay.
        """
        gone = [t.entry for t in self.troubles if t.kind != "missing"]
        kept = [e for e in self.entries if e not in gone]
        added = [suppress.entry(f, i, file, said) for f, i, file in self.fresh]
        output.write(self.path, suppress.dump([*kept, *added]), lang)
        whole = len(kept) + len(added)
        print(
            f"{self.path}: 新增{len(added)}条，去掉{len(gone)}条，共{whole}条。"
            if lang == "zh"
            else f"{self.path}: {len(added)} added, {len(gone)} removed, {whole} in all."
        )


def _check(every: Sequence[_File], lang: str) -> bool:
    """Tell what does not fit the files, and whether anything does not."""
    for one in every:
        for trouble in one.troubles:
            print(check.told(trouble, one.path, lang))
        for finding, _, _ in one.fresh:
            print(f"{finding.location.path}: {finding.code} {finding.message}")
    troubles, fresh = sum(len(o.troubles) for o in every), sum(len(o.fresh) for o in every)
    entries = sum(len(o.entries) for o in every)
    print(
        f"已说明{entries}条，其中{troubles}条需要处理；未说明的问题{fresh}个。"
        if lang == "zh"
        else f"{entries} accepted, {troubles} of them to look at; {fresh} findings are not accepted."
    )
    return bool(troubles or fresh)


def _fresh(outcomes: Sequence[corpus.Outcome]) -> Iterator[tuple[Finding, suppress.Identity, str]]:
    """The findings that are not accepted, with their identities and files."""
    for outcome in outcomes:
        for finding, identity in zip(outcome.report.findings, outcome.identities, strict=True):
            if finding.accepted is None and finding.severity in ACCEPTABLE:
                yield finding, identity, outcome.file
