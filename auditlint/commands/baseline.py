"""`auditlint baseline`: write, update and check the file of accepted findings; import a filled-in issue list."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from auditlint import config, corpus, gather, output, suppress
from auditlint.commands import check
from auditlint.commands import options as shared
from auditlint.errors import UsageError
from auditlint.model import Accepted, Finding
from auditlint.records import replace
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
    path = Path(gather.accepted_file(main))
    lang = main.get("lang")
    zh = lang == "zh"
    if options.action not in ACTIONS:
        from auditlint.located_yaml import nearest

        hint = nearest(options.action, ACTIONS, lang)
        told = f"baseline后面写：{'、'.join(ACTIONS)}{hint}"
        raise UsageError(told if zh else f"baseline takes one of {', '.join(ACTIONS)}{hint}")
    if options.until and not suppress.is_day(options.until):
        told = f"--until：“{options.until}”不是日期，应如2026-12-31。"
        raise UsageError(told if zh else f"--until: '{options.until}' is no date; write it as 2026-12-31.")
    if options.action == "import":
        return _import(options, main, path)
    if options.action in ("write", "update") and not options.reason.strip():
        raise UsageError("请用--reason写明理由。" if zh else "say why with --reason TEXT.")
    if options.action == "write" and path.exists() and not options.force:
        told = f"{path}: 已存在；用update补充，或加--force替换。"
        raise UsageError(told if zh else f"{path}: exists; use update, or --force to replace it.")
    rulebook = check.rules(main)
    known = [r.name for r in rulebook.rules]
    entries = suppress.load(path, known, lang) if path.is_file() and options.action != "write" else ()
    if options.action == "check" and not path.is_file():
        raise UsageError(f"{path}: 没有这个文件。" if zh else f"{path}: there is no such file.")
    gathered = gather.gather(shared.request(options, main, [str(path)]), main)
    outcomes = check.audit(gathered.jobs, main, "findings")
    trouble = [*gathered.problems, *(e for o in outcomes for e in o.report.errors)]
    for words in trouble:
        print(words, file=sys.stderr)
    applied = suppress.apply([(o.report, o.identities, o.file) for o in outcomes], entries, date.today())
    fresh = list(_fresh(outcomes, applied))
    if options.action == "check":
        for one in applied.troubles:
            print(check.told(one, str(path), lang))
        for finding, _, _ in fresh:
            print(f"{finding.location.path}: {finding.code} {finding.message}")
        print(_counts(zh, len(entries), len(fresh), len(applied.troubles)))
        return 2 if trouble else int(bool(fresh or applied.troubles))
    said = Accepted(options.reason.strip(), options.by.strip(), options.until)
    gone = [t.entry for t in applied.troubles]
    kept = [e for e in entries if e not in gone]
    added = [suppress.entry(f, i, file, said) for f, i, file in fresh]
    output.write(str(path), suppress.dump([*kept, *added]), lang)
    print(
        f"{path}: 新增{len(added)}条，去掉{len(gone)}条，共{len(kept) + len(added)}条。"
        if zh
        else f"{path}: {len(added)} added, {len(gone)} removed, {len(kept) + len(added)} in all."
    )
    return 2 if trouble else 0


def _counts(zh: bool, entries: int, fresh: int, troubles: int) -> str:
    if zh:
        return f"已说明{entries}条，其中{troubles}条需要处理；未说明的问题{fresh}个。"
    return f"{entries} accepted, {troubles} of them to look at; {fresh} findings are not accepted."


def _fresh(
    outcomes: Sequence[corpus.Outcome], applied: suppress.Applied
) -> Iterable[tuple[Finding, suppress.Identity, str]]:
    """The findings that are not accepted, with their identities and files."""
    for outcome, report in zip(outcomes, applied.reports, strict=True):
        for finding, identity in zip(report.findings, outcome.identities, strict=True):
            if finding.accepted is None and finding.severity in ACCEPTABLE:
                yield finding, identity, outcome.file


def _import(options: argparse.Namespace, main: config.Configuration, path: Path) -> int:
    """Accept what people explained in an issue list; its reports are audited again to know what each row is about."""
    from auditlint.limits import Limits
    from auditlint.readers import file_bytes
    from auditlint.reporters.issue_list import explanations

    lang = main.get("lang")
    zh = lang == "zh"
    if len(options.paths) != 1:
        told = "写上一份填好的问题清单：auditlint baseline import 清单.xlsx"
        raise UsageError(told if zh else "name one filled-in list: auditlint baseline import LIST.xlsx")
    rows = explanations(options.paths[0], file_bytes(options.paths[0], Limits()))
    known = [r.name for r in check.rules(main).rules]
    entries = list(suppress.load(path, known, lang)) if path.is_file() else []
    request = gather.Request(tuple(dict.fromkeys(r.path for r in rows)), over=shared.over(options))
    gathered = gather.gather(request, main)
    outcomes = check.audit(gathered.jobs, main, "findings")
    found = {
        finding.fingerprint: suppress.entry(finding, identity, outcome.file, Accepted("", options.by, options.until))
        for outcome in outcomes
        for finding, identity in zip(outcome.report.findings, outcome.identities, strict=True)
    }
    for words in (*gathered.problems, *(e for o in outcomes for e in o.report.errors)):
        print(words, file=sys.stderr)
    added: list[Entry] = []
    lost = 0
    for row in rows:
        entry = found.get(row.fingerprint)
        if entry is None:
            lost += 1
            where = f"{options.paths[0]} 第{row.row}行" if zh else f"{options.paths[0]} row {row.row}"
            told = "报告中已没有这个问题，未导入。" if zh else "the report has no such finding any more; not imported."
            print(f"{where}: {told}", file=sys.stderr)
            continue
        added.append(replace(entry, accepted=replace(entry.accepted, reason=row.reason)))
    if not added:
        told = f"{options.paths[0]}: 没有填写说明的问题，没有改动。"
        print(told if zh else f"{options.paths[0]}: nothing is explained in it; nothing was changed.")
        return 2 if lost or gathered.problems else 0
    keys = {e.identity.digest(e.file) for e in added}
    kept = [e for e in entries if e.identity.digest(e.file) not in keys]
    output.write(str(path), suppress.dump([*kept, *added]), lang)
    print(
        f"{path}: 导入{len(added)}条，共{len(kept) + len(added)}条。"
        if zh
        else f"{path}: {len(added)} imported, {len(kept) + len(added)} in all."
    )
    return 2 if lost or gathered.problems else 0
