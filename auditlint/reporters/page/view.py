"""What the page shows of a report: its blocks, its findings as cards, what is known of each figure."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from markupsafe import Markup

from auditlint import messages
from auditlint.model import Block, Document, Fact, Finding, Location, Relation, ReportResult, Suggestion
from auditlint.reporters import RenderOptions
from auditlint.reporters.page.shown import Card, Cell, Link, Node, Offer, Paper, View
from auditlint.reporters.page.text import Mark, marked
from auditlint.reporters.page.words import words
from auditlint.reporters.summary import equation, percent

STATES = ("conflict", "doubt", "rounding", "accepted", "proved", "unchecked")
SEVERITIES = ("error", "warning", "info", "accepted")
_COUNTED = ("money", "percent", "point")
_FOR = {"error": "conflict", "warning": "doubt", "info": "rounding"}
_MOST_TERMS = 60
_DEEPEST = 6
_MUCH = 24  # characters of a cell that make its column wide
_MOST_PROOFS = 3  # more relations than that colour a figure no deeper


def view(report: ReportResult, options: RenderOptions, number: int = 0, *, whole: bool = True) -> View:
    """What to show of a report, `whole` with its text; `number` keeps its ids apart from those of other reports."""
    return _Viewer(report, options, f"r{number}").view(whole)


class _Viewer:
    """Works out the states of figures, then the cards, then the text."""

    def __init__(self, report: ReportResult, options: RenderOptions, prefix: str) -> None:
        self.report = report
        self.lang = options.lang
        self.titles = dict(options.titles)
        self.whys = dict(options.whys)
        self.prefix = prefix
        self.relations = {r.id: r for r in report.relations}
        self.documents = {d.path: n for n, d in enumerate(report.documents)}
        roles = [d.role for d in report.documents]
        said = words(options.lang)
        self.names = [  # what a document is says it in a word, unless another is the same
            said[f"document.{d.role}"] if roles.count(d.role) == 1 else os.path.basename(d.path)
            for d in report.documents
        ]
        self.at: dict[tuple[int, int], list[Fact]] = defaultdict(list)  # facts by document and block
        for fact in report.facts:
            self.at[fact.document, fact.figure.span.block].append(fact)
        found = [(f.accepted is not None, SEVERITIES.index(f.severity), self._order(f), f) for f in report.findings]
        self.findings = [f for *_, f in sorted(found, key=lambda x: x[:3])]
        self.marks: dict[tuple[int, int], list[Mark]] = defaultdict(list)  # words, by document and block
        self.numbered: dict[int, int] = {}  # fact to the finding whose place it is
        self.suspects: set[int] = set()
        holding = [r for r in report.relations if r.firm and r.verdict == "holds"]
        self.proofs = Counter(t.fact.id for r in holding for t in r.terms)
        self.states = self._states()

    def _order(self, finding: Finding) -> tuple[int, int, int]:
        span = finding.location.span
        return self.documents.get(finding.location.path, -1), span.block, span.start

    def view(self, whole: bool) -> View:
        """Findings and counts, and the text where it is wanted."""
        cards = tuple(self._card(n, f) for n, f in enumerate(self.findings, 1))
        counted = Counter(
            self.states[f.id] for f in self.report.facts if f.figure.unit.dimension in _COUNTED and f.id in self.states
        )
        return View(
            self.report,
            self.prefix,
            os.path.basename(self.report.path.replace("\\", "/")) or self.report.path,
            cards,
            Counter(c.severity for c in cards),
            counted,
            percent(self.report.checked, self.report.figures),
            tuple(self._paper(n, d) for n, d in enumerate(self.report.documents) if whole),
            tuple(sorted({(c.finding.code, c.title) for c in cards})),
            self._data() if whole else {},
            whole,
        )

    # ------------------------------------------------------------------ figures

    def _states(self) -> dict[int, str]:
        """What is known of each fact: one of `STATES`, or nothing for one that need not be checked."""
        states: dict[int, str] = {}
        firm = [r for r in self.report.relations if r.firm]
        told = {i for f in self.report.findings for i in f.relations}
        for verdict, state in (("rounding", "rounding"), ("holds", "proved")):
            for relation in firm:
                if relation.verdict == verdict and relation.id not in told:
                    states.update((t.fact.id, state) for t in relation.terms)
        checked = {t.fact.id for r in firm for t in r.terms}
        for fact in self.report.facts:
            if fact.id not in checked and fact.figure.unit.dimension in _COUNTED:
                states[fact.id] = "unchecked"
        # the gravest last, so that it stays
        for finding in reversed(self.findings):
            state = "accepted" if finding.accepted else _FOR[finding.severity]
            for relation in self._told(finding):
                for term in relation.terms:
                    if state != "rounding" or states.get(term.fact.id) != "proved":
                        states[term.fact.id] = state
        return states

    def _told(self, finding: Finding) -> list[Relation]:
        return [self.relations[i] for i in finding.relations if i in self.relations]

    def _fact(self, place: Location) -> Fact | None:
        """The fact whose figure a place is."""
        document = self.documents.get(place.path, -1)
        for fact in self.at.get((document, place.span.block), ()):
            span = fact.figure.span
            if span.start <= place.span.start < span.end and place.span.end <= span.end:
                return fact
        return None

    # ------------------------------------------------------------------ findings

    def _card(self, number: int, finding: Finding) -> Card:
        severity = "accepted" if finding.accepted else finding.severity
        place = finding.location
        fact = self._fact(place)
        if fact is not None:
            self.numbered.setdefault(fact.id, number)
            self.states.setdefault(fact.id, "accepted" if finding.accepted else _FOR[finding.severity])
            target = f"{self.prefix}f{fact.id}"
        elif place.path in self.documents:
            mark = Mark(place.span.start, place.span.end, "m", number, severity, number, True)
            self.marks[self.documents[place.path], place.span.block].append(mark)
            target = f"{self.prefix}m{number}"
        else:
            target = ""
        offered = tuple(s for s in (finding.suggestion, *finding.candidates) if s is not None)
        for one in offered:
            suspect = self._fact(one.location)
            if suspect is not None and not finding.accepted:
                self.suspects.add(suspect.id)
        related = [
            Link(r.message or self._printed(r.location), self._target(r.location), self._where(r.location))
            for r in finding.related
        ]
        equations = dict.fromkeys(equation(r) for r in self._told(finding) if r.verdict != "holds")
        return Card(
            number,
            finding,
            severity,
            self.titles.get(finding.code, finding.rule),
            self._where(place),
            place.section,
            target,
            tuple(equations),
            tuple(self._offers(offered, finding)),
            tuple(related),
            self.whys.get(finding.code, ""),
        )

    def _offers(self, offered: Iterable[Suggestion], finding: Finding) -> Iterator[Offer]:
        """Suggestions that say the same of several places as one."""
        places: dict[tuple[str, str, str], list[Location]] = defaultdict(list)
        for one in offered:
            reason = one.reason if one.reason not in finding.message else ""
            places[one.text, one.replacement, reason].append(one.location)
        own = self._where(finding.location)
        for (text, replacement, reason), where in places.items():
            links = dict.fromkeys(Link(self._where(p), self._target(p)) for p in where)
            elsewhere = tuple(k for k in links if len(links) > 1 or k.text not in ("", own))
            yield Offer(text, replacement, reason, self._target(where[0]), elsewhere)

    def _where(self, place: Location) -> str:
        """A place in words, with its document where the report has several."""
        words = messages.address(place, self.lang)
        if len(self.report.documents) > 1 and place.path in self.documents:
            return f"{self.names[self.documents[place.path]]} {words}".strip()
        return words

    def _target(self, place: Location) -> str:
        fact = self._fact(place)
        if fact is not None:
            return f"{self.prefix}f{fact.id}"
        document = self.documents.get(place.path, -1)
        return f"{self.prefix}d{document}b{place.span.block}" if document >= 0 else ""

    def _printed(self, place: Location) -> str:
        document = self.documents.get(place.path, -1)
        if document < 0 or place.span.block >= len(self.report.documents[document].blocks):
            return ""
        block = self.report.documents[document].blocks[place.span.block]
        return block.text[place.span.start : place.span.end] or block.text[:30]

    # ------------------------------------------------------------------ text

    def _paper(self, number: int, document: Document) -> Paper:
        nodes = tuple(self._nodes(number, document))
        contents = tuple((n.level, str(n.html.striptags()), n.name) for n in nodes if n.kind == "heading")
        return Paper(document, os.path.basename(document.path.replace("\\", "/")), nodes, contents)

    def _nodes(self, number: int, document: Document) -> Iterator[Node]:
        done: set[int] = set()
        shallow = min((_depth(b) for b in document.blocks if b.kind == "heading"), default=0)
        for index, block in enumerate(document.blocks):
            name = f"{self.prefix}d{number}b{index}"
            if block.kind == "cell" and 0 <= block.table < len(document.tables):
                if block.table not in done:
                    done.add(block.table)
                    yield self._table(number, document, block.table, name)
            elif block.kind == "heading":
                level = min(_depth(block) - shallow + 1, _DEEPEST - 1)
                yield Node("heading", self._html(number, index, block), level, name)
            elif block.text.strip() or (number, index) in self.marks:
                kind = "paragraph" if block.kind == "cell" else block.kind
                yield Node(kind, self._html(number, index, block), 0, name)

    def _table(self, number: int, document: Document, index: int, name: str) -> Node:
        table = document.tables[index]
        rows: dict[int, list[Cell]] = defaultdict(list)
        for cell in table.cells:
            block = document.blocks[cell.block]
            facts = self.at.get((number, cell.block), ())
            amount = any(f.figure.span.end - f.figure.span.start >= len(block.text.strip()) - 1 for f in facts)
            head = cell.row < table.header
            html = self._html(number, cell.block, block)
            kind = "" if head else "n" if amount else "w" if len(block.text) > _MUCH else ""
            rows[cell.row].append(Cell(html, cell.rowspan, cell.colspan, head, kind))
        return Node("table", level=index + 1, name=name, table=table, rows=tuple(tuple(rows[r]) for r in sorted(rows)))

    def _html(self, number: int, index: int, block: Block) -> Markup:
        marks = [self._mark(fact) for fact in self.at.get((number, index), ())]
        marks += self.marks.get((number, index), ())
        return marked(block.text, marks, self.prefix)

    def _mark(self, fact: Fact) -> Mark:
        state = self.states.get(fact.id, "plain")
        told = state in ("conflict", "doubt", "rounding", "accepted")
        classes = state + (" suspect" if fact.id in self.suspects else "")
        if state == "proved" and self.proofs[fact.id] > 1:
            classes += f" p{min(self.proofs[fact.id], _MOST_PROOFS)}"
        span = fact.figure.span
        return Mark(span.start, span.end, "f", fact.id, classes, self.numbered.get(fact.id, 0), told)

    # ------------------------------------------------------------------ for the script

    def _data(self) -> dict[str, object]:
        told = {i for f in self.report.findings for i in f.relations}
        shown = [r for r in self.report.relations if r.firm or r.id in told]
        number = {id(f): n for n, f in enumerate(self.findings, 1)}
        findings: dict[int, list[int]] = defaultdict(list)
        for finding in self.findings:
            own: Iterable[Fact | None] = (t.fact for r in self._told(finding) for t in r.terms)
            places = (finding.location, *(r.location for r in finding.related))
            facts = dict.fromkeys(f.id for f in (*own, *map(self._fact, places)) if f is not None)
            findings[number[id(finding)]] = list(facts)
        reasons: dict[str, list[int]] = defaultdict(list)
        for one in self.report.unchecked:
            fact = self._fact(one.location)
            if fact is not None:
                reasons[messages.reason(one.reason, self.lang)].append(fact.id)
        return {
            "relations": [self._relation(r) for r in shown],
            "findings": findings,
            "reasons": reasons,
            "titles": {r.code: self.titles.get(r.code, r.rule) for r in shown},
        }

    def _relation(self, relation: Relation) -> list[object]:
        terms: Sequence[list[object]] = [[t.fact.id, t.fact.label[:40]] for t in relation.terms[:_MOST_TERMS]]
        return [relation.code, relation.verdict, int(relation.firm), equation(relation), terms]


def _depth(block: Block) -> int:
    """How deep a heading stands: as the format says, else by its heading path."""
    return block.level or block.section.count(" / ") + 1
