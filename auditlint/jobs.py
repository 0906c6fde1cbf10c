"""One report as a job: its files read, audited, identified; a broken file gives a result that holds the error."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import lru_cache

from auditlint import cache, engine, messages, packs, readers, suppress
from auditlint.bundle import Member
from auditlint.errors import ReadError
from auditlint.limits import Limits
from auditlint.model import Block, Document, ReportResult
from auditlint.records import dataclass, replace
from auditlint.settings import Settings
from auditlint.typed import Any, Literal

Needs = Literal["findings", "excerpts", "all"]


_NOTHING = Block("paragraph", "", ())


@dataclass(frozen=True, slots=True)
class Job:
    """A report to audit: its members and the settings in force for it.

    `label` is what fingerprints call it, where the result is to have some; `file` is what the file of accepted
    findings at `accepted` calls it.
    """

    members: tuple[Member, ...]
    settings: Settings
    label: str
    file: str = ""
    accepted: str = ""
    fingerprints: bool = True

    @property
    def path(self) -> str:
        """The path the report goes by: that of its first member."""
        return self.members[0].path

    def stamp(self) -> tuple[tuple[int, int], ...]:
        """Sizes and times of its files, by which one that was written to is known."""
        return tuple(map(_stamp, self.members))


@dataclass(frozen=True, slots=True)
class Outcome:
    """A report's result with the identities of its findings; `file` and `accepted` are those of its job."""

    report: ReportResult
    identities: tuple[suppress.Identity, ...]
    file: str
    accepted: str


def load_rules(settings: Settings, explained: bool = False) -> packs.Rulebook:
    """The rulebook that settings ask for; `explained` where it is needed why its rules are, or with which examples."""
    return _rules(settings.packs, settings.folders, settings.lang, explained)


@lru_cache(maxsize=8)
def _rules(names: tuple[str, ...] | None, folders: tuple[str, ...], lang: Any, explained: bool) -> packs.Rulebook:
    return packs.load(packs=names, extra=folders, lang=lang, explained=explained)


def work(
    job: Job,
    needs: Needs = "all",
    store: cache.Cache | None = None,
    stage: Callable[[str], None] = lambda name: None,
) -> Outcome:
    """Read and audit one report; a file that cannot be read gives a result that holds only the error.

    `stage` is told what is being done: "reading", then "checking".
    """
    stage("reading")
    rulebook = load_rules(job.settings)
    documents: list[Document] = []
    errors: list[str] = []
    contents: list[bytes] = []
    for member in job.members:
        try:
            data = member.content(job.settings.limits or Limits())
            documents.append(_document(member, data, job.settings))
            contents.append(data)
        except ReadError as error:
            errors.append(_told(error, job.settings.lang))
    if errors and (not documents or documents[0].role != job.members[0].role):
        return failed(job, *errors)
    stage("checking")
    try:
        report = replace(engine.audit(tuple(documents), rulebook, job.settings), path=job.path)
    except MemoryError:
        return failed(job, *errors, f"{job.path}: {messages.text('memory', job.settings.lang)}")
    except Exception as error:  # a defect of the program costs this report, not the others
        if os.environ.get("AUDITLINT_TRACEBACK"):
            raise
        return failed(job, *errors, _defect(job, error))
    report = replace(report, errors=(*errors, *report.errors), notices=_notices(report, job.settings.lang))
    identities = suppress.identify(report)
    if job.fingerprints:
        report = suppress.fingerprint(report, identities, job.label)
    outcome = Outcome(report, identities, job.file, job.accepted)
    if needs != "all":
        outcome = replace(outcome, report=slim(outcome.report, needs))
    hurried = any(u.reason == "time-limit" for u in report.unchecked)  # another run may come to more
    if store is not None and not report.errors and not hurried:
        store.put(_key(job, needs, contents), outcome)
    return outcome


def _stamp(member: Member) -> tuple[int, int]:
    try:
        seen = os.stat(member.file)
    except OSError:
        return -1, -1
    return seen.st_size, seen.st_mtime_ns


def changed(job: Job, outcome: Outcome) -> Outcome:
    """The outcome of a report whose file was written to meanwhile: what was found may not be what is there."""
    zh = "检查期间文件被改动，结果可能与现在的文件不符。请保存并关闭文件后重新检查。"
    en = "was changed while it was audited, so the result may not fit it; save and close it, and check again."
    told = f"{job.path}: {en if job.settings.lang == 'en' else zh}"
    return replace(outcome, report=replace(outcome.report, errors=(*outcome.report.errors, told)))


def _defect(job: Job, error: Exception) -> str:
    """What is told where the program itself failed on a report."""
    what = f"{type(error).__name__}: {error}"
    if job.settings.lang == "en":
        remedy = "Please run again with AUDITLINT_TRACEBACK=1 and report what is shown, with the file."
        return f"{job.path}: internal error ({what}), so nothing is known of this report. {remedy}"
    remedy = "请设置环境变量AUDITLINT_TRACEBACK=1再运行一次，并反馈文件和显示的内容。"
    return f"{job.path}：程序内部出错（{what}），这份报告没有检查结果，其余报告照常。{remedy}"


def failed(job: Job, *errors: str) -> Outcome:
    """The outcome of a report that could not be audited."""
    return Outcome(ReportResult(job.path, errors=errors), (), job.file, job.accepted)


def _document(member: Member, data: bytes, settings: Settings) -> Document:
    name = member.name or os.path.basename(member.path)
    made = readers.read(member.path, limits=settings.limits, revisions=settings.revisions, name=name, data=data)
    return replace(made, role=member.role)


def _told(error: ReadError, lang: str) -> str:
    if lang != "en":
        return str(error)
    from auditlint import translations

    return translations.told(error, lang)


def _notices(report: ReportResult, lang: str) -> tuple[str, ...]:
    if lang != "en" or not report.notices:
        return report.notices
    from auditlint import translations

    return tuple(map(translations.english, report.notices))


def slim(report: ReportResult, needs: Needs) -> ReportResult:
    """A report with its findings and counts only, or also with their relations and the texts around their places."""
    told = {i for f in report.findings for i in f.relations} if needs == "excerpts" else set()
    places = [p for f in report.findings for p in (f.location, *(r.location for r in f.related))]
    documents = []
    for document in report.documents:
        kept = {p.span.block for p in places if p.path == document.path and p.span.block < len(document.blocks)}
        tables = {document.blocks[i].table for i in kept} - {-1}
        kept |= {i for i, block in enumerate(document.blocks) if block.table in tables}
        if needs == "findings":
            documents.append(replace(document, blocks=(), tables=()))
        else:
            blocks = tuple(b if i in kept else _NOTHING for i, b in enumerate(document.blocks))
            documents.append(replace(document, blocks=blocks))
    relations = tuple(r for r in report.relations if r.id in told)
    return replace(report, documents=tuple(documents), facts=(), relations=relations, unchecked=(), whole=False)


def kept(job: Job, needs: Needs, store: cache.Cache) -> Outcome | None:
    """The outcome kept from an earlier run over the same bytes, rules, program and settings."""
    try:
        contents = [member.content(job.settings.limits or Limits()) for member in job.members]
    except ReadError:
        return None
    found = store.get(_key(job, needs, contents))
    return found if isinstance(found, Outcome) else None


def _key(job: Job, needs: Needs, contents: Sequence[bytes]) -> str:
    words = [load_rules(job.settings).edition, repr(job.settings), needs, job.label, job.file, job.accepted]
    words.append(str(job.fingerprints))
    words += [f"{m.path}\x1f{m.role}\x1f{m.name}" for m in job.members]
    return cache.key(words, contents)
