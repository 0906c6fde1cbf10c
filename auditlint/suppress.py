"""Accepted findings: what identifies a finding whatever moves around it, and the file that says why it is accepted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from auditlint.expressions import compiled
from auditlint.model import Accepted, Document, Finding, Relation, ReportResult, Span
from auditlint.records import dataclass, replace
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from auditlint.located_yaml import File, Lang, Node

NAME = "auditlint-accepted.yml"
VERSION = "1"
_STOPS = "。\n"
_LONGEST = 200
KEYS = ("rule", "code", "file", "section", "labels", "equation", "figures", "quote", "also", "occurrence", "message")
SAID = ("reason", "by", "until")

# 三、 (一) 1. 1.2 第二部分 ①: the number of a heading changes when one is put in before it
_NUMBER = compiled(
    r"(?:第[一二三四五六七八九十百0-9]+(?:部分|章|节|条)|[（(]?[一二三四五六七八九十百0-9]+(?:\.[0-9]+)*[)）、.．]|[①-⑳])\s*"
)


@dataclass(frozen=True, slots=True)
class Identity:
    """What a finding is about. `also` are the further equations it joins; `occurrence` counts equal ones from 1.

    `quote` is the sentence or row it stands in: where that and the figures are what they were, it is the same finding
    even if a later version of the program reads the labels in another way.
    """

    rule: str
    section: str
    labels: tuple[str, ...]
    equation: str
    figures: str
    also: tuple[str, ...] = ()
    occurrence: int = 1
    quote: str = ""

    def digest(self, file: str) -> str:
        """A finding's fingerprint in a file: the same as long as it is about the same thing."""
        import hashlib  # loads OpenSSL, which a report without findings does not need

        parts = (file, self.rule, self.section, *self.labels, self.equation, str(self.occurrence))
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]

    def restates(self, other: Identity) -> bool:
        """Whether it is another one read in another way: same rule, heading, quotation and figures."""
        return (
            bool(self.quote)
            and (self.rule, self.quote) == (other.rule, other.quote)
            and self.section.rpartition("/")[2] == other.section.rpartition("/")[2]
            and sorted(self.figures.split()) == sorted(other.figures.split())
        )


@dataclass(frozen=True, slots=True)
class Entry:
    """One accepted finding of the file; `line` (0-based) is where it stands there, -1 for a new one."""

    identity: Identity
    file: str
    accepted: Accepted
    code: str = ""
    message: str = ""
    line: int = -1

    def expired(self, today: date) -> bool:
        """Whether its last day has passed."""
        return bool(self.accepted.until) and self.accepted.until < today.isoformat()


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why an entry does not count: stale, expired, changed, joined, or missing (its file is not there)."""

    kind: str
    entry: Entry


@dataclass(frozen=True, slots=True)
class Applied:
    """The reports with their accepted findings marked, and the entries that did not count."""

    reports: tuple[ReportResult, ...]
    troubles: tuple[Trouble, ...]


# --------------------------------------------------------------------------- what a finding is about


def identify(report: ReportResult) -> tuple[Identity, ...]:
    """The identities of a report's findings, in their order, each once."""
    relations = {r.id: r for r in report.relations}
    seen: Counter[tuple[object, ...]] = Counter()
    found = []
    for finding in report.findings:
        one = _identity(finding, [relations[i] for i in finding.relations if i in relations], report)
        key = (one.rule, one.section, one.labels, one.equation)
        seen[key] += 1
        found.append(replace(one, occurrence=seen[key]))
    return tuple(found)


def _identity(finding: Finding, relations: Sequence[Relation], report: ReportResult) -> Identity:
    section, span = heading(finding.location.section), finding.location.span
    document = next((d for d in report.documents if d.path == finding.location.path), None)
    if document is not None and span.block >= len(document.blocks):
        document = None
    if not relations:
        words = "" if document is None else plain(document.blocks[span.block].text[span.start : span.end])[:80]
        return Identity(finding.rule, section, (words,), "words", "")
    first, *others = relations
    quote = "" if document is None else _quote(document, span)
    found = Identity(finding.rule, section, _labels(first), _shape(first), _figures(first), _also(others))
    return replace(found, quote=quote)


def _quote(document: Document, span: Span) -> str:
    """The sentence around a figure, or its row of a table, without blanks."""
    block = document.blocks[span.block]
    if block.table < 0:
        start = max(block.text.rfind(stop, 0, span.start) for stop in _STOPS) + 1
        ends = (block.text.find(stop, span.end) for stop in _STOPS)
        return plain(block.text[start : min((e for e in ends if e >= 0), default=None)])[-_LONGEST:]
    cells = document.tables[block.table].cells
    row = next((c.row for c in cells if c.block == span.block), -1)
    return plain("|".join(document.blocks[c.block].text for c in cells if c.row == row))[-_LONGEST:]


def _labels(relation: Relation) -> tuple[str, ...]:
    return tuple(plain(t.fact.concept or t.fact.label) for t in relation.terms)


def _shape(relation: Relation) -> str:
    """The equation without its numbers: "sum: total = part part"."""
    stated, *others = (t.role for t in relation.terms)
    return f"{relation.kind}: {stated} = {' '.join(others)}".rstrip()


def _figures(relation: Relation) -> str:
    """The equation's numbers, without blanks and thousands separators."""
    return " ".join(plain(t.fact.figure.text).replace(",", "") for t in relation.terms)


def _also(relations: Iterable[Relation]) -> tuple[str, ...]:
    return tuple(sorted({f"{r.rule}: {' '.join(_labels(r))}" for r in relations}))


def heading(section: str) -> str:
    """A heading path without numbers of headings and blanks."""
    return plain(_NUMBER.sub("", section))


def plain(text: str) -> str:
    """A text without blanks."""
    return "".join(text.split())


def fingerprint(report: ReportResult, identities: Sequence[Identity], file: str) -> ReportResult:
    """The report with fingerprints put into its findings; `file` is what the report is called in them."""
    pairs = zip(report.findings, identities, strict=True)
    return replace(report, findings=tuple(replace(f, fingerprint=i.digest(file)) for f, i in pairs))


# --------------------------------------------------------------------------- applying the file


def apply(
    reports: Sequence[tuple[ReportResult, Sequence[Identity], str]],
    entries: Sequence[Entry],
    today: date,
    exists: Callable[[str], bool] = lambda file: True,
) -> Applied:
    """Mark accepted findings. Each report comes with its identities and the name the file knows it by.

    An entry counts for one finding of the same rule, section, labels, equation and occurrence, else for one that
    restates it, as long as the figures are those that were accepted and no further relation has joined; entries of
    other files are left alone where these exist.
    """
    used: dict[int, Trouble | None] = {}
    marked = []
    for report, identities, file in reports:
        findings = []
        found = _matched(identities, [e for e in entries if e.file == file], file)
        for finding, one in zip(report.findings, identities, strict=True):
            entry = found.get(one)
            if entry is not None:
                kind = objection(entry, one, today)
                used[id(entry)] = Trouble(kind, entry) if kind else None
                if not kind:
                    finding = replace(finding, accepted=entry.accepted)
            findings.append(finding)
        marked.append(replace(report, findings=tuple(findings)))
    given = {file for _, _, file in reports}
    audited = {file for report, _, file in reports if report.documents or not report.errors}
    troubles = []
    for entry in entries:
        if entry.file in audited:
            trouble = used.get(id(entry), Trouble("stale", entry))
        else:
            trouble = None if entry.file in given or exists(entry.file) else Trouble("missing", entry)
        if trouble is not None:
            troubles.append(trouble)
    return Applied(tuple(marked), tuple(troubles))


def _matched(identities: Sequence[Identity], entries: Sequence[Entry], file: str) -> dict[Identity, Entry]:
    """The entry of each finding of a file that has one: by what it is about, the rest by what they restate."""
    if not entries:
        return {}
    by_key = {entry.identity.digest(file): entry for entry in entries}
    found = {one: by_key[key] for one in identities if (key := one.digest(file)) in by_key}
    taken = {id(entry) for entry in found.values()}
    for one in identities:
        if one in found:
            continue
        entry = next((e for e in entries if id(e) not in taken and one.restates(e.identity)), None)
        if entry is not None:
            taken.add(id(entry))
            found[one] = entry
    return found


def objection(entry: Entry, found: Identity, today: date) -> str:
    """Why an entry does not count for the finding it is about, or ""."""
    if entry.expired(today):
        return "expired"
    if found.restates(entry.identity):
        # labels may be read in another way, so further equations are counted and not compared
        return "" if len(found.also) <= len(entry.identity.also) else "joined"
    if entry.identity.figures != found.figures:
        return "changed"
    return "" if set(found.also) <= set(entry.identity.also) else "joined"


# --------------------------------------------------------------------------- the file


def load(path: Path, rules: Iterable[str] | None = None, lang: Lang = "zh") -> tuple[Entry, ...]:
    """The entries of a file; `errors.FaultyFile` with all its faults. `rules` are the names that exist."""
    from auditlint import located_yaml

    file, root, _ = located_yaml.read(path, lang)
    known = None if rules is None else set(rules)
    entries: list[Entry] = []
    if root is not None:
        top = file.mapping(root, ("version", "accepted"), ("version", "accepted"))
        if "version" in top and top["version"].value != VERSION:
            file.fault(top["version"], f"只认识版本{VERSION}", f"only version {VERSION} is known")
        accepted = top.get("accepted")
        if accepted is not None and accepted.value != "":
            entries = [_entry(file, node, known) for node in file.items(accepted)]
    file.raise_faults()
    return tuple(entries)


def _entry(file: File, node: Node, known: set[str] | None) -> Entry:
    given = file.mapping(node, (*KEYS, *SAID), ("rule", "file", "reason"))

    def word(key: str) -> str:
        return file.text(given[key]).strip() if key in given else ""

    def words(key: str) -> tuple[str, ...]:
        return file.texts(given[key]) if key in given and given[key].value != "" else ()

    if known is not None and "rule" in given and word("rule") not in known:
        file.unknown(given["rule"], word("rule"), sorted(known), "没有这条规则", "no such rule")
    if "reason" in given and not word("reason"):
        file.fault(given["reason"], "没有写明理由", "the reason is empty")
    until = word("until")
    if until and not is_day(until):
        file.fault(
            given["until"], f"“{until}”不是日期，应如2026-12-31", f"'{until}' is no date; write it as 2026-12-31"
        )
    occurrence = file.integer(given["occurrence"]) if "occurrence" in given else 1
    identity = Identity(
        word("rule"),
        word("section"),
        words("labels"),
        word("equation"),
        word("figures"),
        words("also"),
        occurrence,
        word("quote"),
    )
    accepted = Accepted(word("reason"), word("by"), until)
    return Entry(identity, word("file"), accepted, word("code"), word("message"), node.line)


def is_day(text: str) -> bool:
    """Whether a text is a date as 2026-12-31."""
    from datetime import date

    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == 10


def dump(entries: Sequence[Entry]) -> str:
    """The file's text, entries in a fixed order so that a version control shows what changed."""
    import json

    lines = [
        "# 已说明的问题：由 auditlint baseline 写入和更新；可以修改 reason、by、until。",
        "# Accepted findings, written by auditlint baseline; reason, by and until may be edited.",
        f'version: "{VERSION}"',
        "accepted:" if entries else "accepted: []",
    ]
    for entry in sorted(entries, key=lambda e: (e.file, e.identity.section, e.identity.rule, e.identity.labels)):
        one, said = entry.identity, entry.accepted
        fields: Mapping[str, object] = {
            "rule": one.rule,
            "code": entry.code,
            "file": entry.file,
            "section": one.section,
            "labels": list(one.labels),
            "equation": one.equation,
            "figures": one.figures,
            "quote": one.quote,
            "also": list(one.also),
            "occurrence": one.occurrence,
            "message": entry.message,
            "reason": said.reason,
            "by": said.by,
            "until": said.until,
        }
        kept = [(k, v) for k, v in fields.items() if v not in ("", []) and (k, v) != ("occurrence", 1)]
        for number, (key, value) in enumerate(kept):
            # JSON's strings and lists are YAML's as well
            lines.append(f"  {'-' if not number else ' '} {key}: {json.dumps(value, ensure_ascii=False)}")
    return "\n".join(lines) + "\n"


def entry(finding: Finding, identity: Identity, file: str, accepted: Accepted) -> Entry:
    """An entry that accepts a finding."""
    return Entry(identity, file, accepted, finding.code, " ".join(finding.message.split()))
