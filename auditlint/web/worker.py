"""What runs in a process of its own: audits and renders uploads, so that a hostile file can harm nothing else."""

from __future__ import annotations

import json
import os
import pickle
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from auditlint import __version__, archives, bundle, jobs, messages, suppress
from auditlint.bundle import Member
from auditlint.errors import ReadError
from auditlint.limits import Limits
from auditlint.model import Accepted, Finding, ReportResult, Result
from auditlint.originals import Kept
from auditlint.readers import BY_SUFFIX
from auditlint.records import dataclass, replace
from auditlint.reporters import REPORTERS, RenderOptions
from auditlint.settings import Lang, Settings
from auditlint.web.store import Decision, Upload

Stage = Callable[[str], None]
LABEL = "report"  # in fingerprints, so that those of a corrected file under another name are the same
# the formats that are copies of a file, and the formats of these
COPIES = {"docx": ("docx", "doc", "wps", "rtf", "odt"), "workbook": ("xlsx",)}
RESULT, PAGE = "result.pickle", "page.html"


@dataclass(frozen=True, slots=True)
class Task:
    """What to do with a job's folder. `previous` is the folder of the check before, with what was said of it."""

    folder: str
    files: tuple[Upload, ...]
    lang: Lang
    decisions: tuple[Decision, ...] = ()
    previous: str = ""
    before: tuple[Decision, ...] = ()


@dataclass(frozen=True, slots=True)
class Loose:
    """Files to audit that are kept nowhere: (name, role, bytes)."""

    files: tuple[tuple[str, str, bytes], ...]
    lang: Lang


def check(task: Task, stage: Stage) -> bytes:
    """Audit a job's files, write its page, and tell in JSON what was found."""
    outcome = jobs.work(jobs.Job(_members(task), Settings(lang=task.lang), LABEL), stage=stage)
    stage("writing")
    old = _load(Path(task.previous)) if task.previous else None
    entries = _entries(outcome, task.decisions)
    if old is not None:
        entries = (*_entries(old, task.before), *entries)
    applied = suppress.apply([(outcome.report, outcome.identities, "")], entries, date.today())
    outcome = replace(outcome, report=applied.reports[0])
    _write(Path(task.folder, RESULT), pickle.dumps(replace(outcome, report=_bare(outcome)), pickle.HIGHEST_PROTOCOL))
    _write(Path(task.folder, PAGE), _page(outcome, task.lang))
    reopened = {t.entry.identity.digest(LABEL): t.kind for t in applied.troubles if t.kind != "stale"}
    return _json({**_summary(outcome, old, task), "reopened": reopened})


def show(task: Task, stage: Stage) -> bytes:
    """Write a job's page anew, with what was said of its findings since."""
    del stage
    _write(Path(task.folder, PAGE), _page(_marked(task), task.lang))
    return b""


def render(task: Task, stage: Stage, format: str) -> bytes:
    """A job's result in a format, for download."""
    del stage
    outcome = _marked(task)
    if format == "accepted":
        entries = [replace(e, file=task.files[0].name) for e in _entries(outcome, task.decisions)]
        return suppress.dump(entries).encode()
    copied = next((d.path for d in outcome.report.documents if d.format in COPIES.get(format, ())), "")
    options = replace(_options(task.lang), originals=Kept.of(_members(task)), source=copied)
    return _rendered(format, outcome, options)


def answer(loose: Loose, stage: Stage) -> bytes:
    """The result of files as JSON."""
    members = tuple(member for file in loose.files for member in _unpacked(*file))
    outcome = jobs.work(jobs.Job(members, Settings(lang=loose.lang), members[0].path), stage=stage)
    return _rendered("json", outcome, _options(loose.lang))


# --------------------------------------------------------------------------- results


def _options(lang: Lang) -> RenderOptions:
    rules = jobs.load_rules(Settings(lang=lang), explained=True).rules
    return RenderOptions(
        lang=lang,
        titles=tuple((r.code, r.title.of(lang)) for r in rules),
        whys=tuple((r.code, r.why.of(lang)) for r in rules),
        version=__version__,
    )


def _rendered(format: str, outcome: jobs.Outcome, options: RenderOptions) -> bytes:
    edition = jobs.load_rules(Settings(lang="en" if options.lang == "en" else "zh")).edition
    result = Result((outcome.report,), (), edition, 0.0, {"date": date.today().isoformat()})
    shown = REPORTERS[format].render(result, options)
    return shown.encode() if isinstance(shown, str) else shown


def _page(outcome: jobs.Outcome, lang: Lang) -> bytes:
    from auditlint.reporters.page.build import fragment
    from auditlint.reporters.page.view import view

    options = _options(lang)
    return fragment(view(outcome.report, options), options, many=False).encode()


def _summary(outcome: jobs.Outcome, old: jobs.Outcome | None, task: Task) -> dict[str, object]:
    """What the list of jobs and the comparison with the check before show."""
    report = outcome.report
    now = {f.fingerprint for f in report.findings}
    then = {f.fingerprint: f for f in old.report.findings} if old is not None else {}
    fixed = {d.fingerprint for d in task.before if d.state == "fixed"}
    titles = dict(_options(task.lang).titles)
    return {
        "severities": {f.fingerprint: f.severity for f in report.findings},
        "figures": report.figures,
        "checked": report.checked,
        "formats": [d.format for d in report.documents],
        "unreadable": bool(report.errors) and not report.documents,
        "compared": old is not None,
        "went": [_told(f, titles, task.lang) for p, f in then.items() if p not in now],
        "came": [p for p in now if p not in then] if old is not None else [],
        "still": sorted(fixed & now),
        "decisions": [
            [f.fingerprint, f.accepted.reason, f.accepted.by, f.accepted.until] for f in report.findings if f.accepted
        ],
    }


def _told(finding: Finding, titles: dict[str, str], lang: Lang) -> dict[str, str]:
    return {
        "severity": finding.severity,
        "title": titles.get(finding.code, finding.rule),
        "message": finding.message,
        "place": messages.address(finding.location, lang),
    }


# --------------------------------------------------------------------------- accepted findings


def _entries(outcome: jobs.Outcome, decisions: Sequence[Decision]) -> tuple[suppress.Entry, ...]:
    """What was accepted of a result's findings."""
    said = {d.fingerprint: d for d in decisions if d.state == "accepted"}
    found = zip(outcome.report.findings, outcome.identities, strict=True)
    return tuple(suppress.entry(f, i, "", _accepted(said[f.fingerprint])) for f, i in found if f.fingerprint in said)


def _accepted(one: Decision) -> Accepted:
    return Accepted(one.reason, one.by, one.until)


def _marked(task: Task) -> jobs.Outcome:
    """A job's result with its accepted findings marked."""
    outcome = _load(Path(task.folder))
    if outcome is None:
        raise ReadError(task.files[0].name, "结果已不在。", "请重新检查。")
    entries = _entries(outcome, task.decisions)
    applied = suppress.apply([(outcome.report, outcome.identities, "")], entries, date.today())
    return replace(outcome, report=applied.reports[0])


def _bare(outcome: jobs.Outcome) -> ReportResult:
    """The report with nothing accepted: what is accepted is kept beside it."""
    return replace(outcome.report, findings=tuple(replace(f, accepted=None) for f in outcome.report.findings))


# --------------------------------------------------------------------------- files


def _members(task: Task) -> tuple[Member, ...]:
    files = ((u.name, u.role, Path(task.folder, u.stored).read_bytes()) for u in task.files)
    return tuple(member for file in files for member in _unpacked(*file))


def _unpacked(name: str, role: str, data: bytes) -> tuple[Member, ...]:
    """A file as a member of the report, or the files of an archive with the roles their names suggest."""
    whole = Member(name, role, name, data)
    if BY_SUFFIX.get(Path(name).suffix.lower()) != "archive":
        return (whole,)
    try:
        inside = {m.path: m for r in archives.inside(name, Limits(), data=data).reports for m in r}
    except ReadError:
        return (whole,)  # told when it is read
    guessed = bundle.guess(list(inside)) if role == "report" else [Member(path, role) for path in inside]
    return tuple(replace(inside[g.path], role=g.role) for g in guessed)


def _load(folder: Path) -> jobs.Outcome | None:
    """A result of ours; only the process that audits ever unpickles it."""
    try:
        found = pickle.loads((folder / RESULT).read_bytes())
    except (OSError, pickle.UnpicklingError, AttributeError, ImportError, EOFError, TypeError):
        return None  # of another version of the program
    return found if isinstance(found, jobs.Outcome) else None


def _write(path: Path, data: bytes) -> None:
    """A file replaced whole, readable by the user alone."""
    temporary = path.with_name(path.name + ".new")
    handle = os.open(temporary, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    os.replace(temporary, path)


def _json(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False).encode()
