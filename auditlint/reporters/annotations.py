"""What comments in a copy of a report say: for each place, the findings that meet there, in words."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from auditlint import messages
from auditlint.errors import ReadError, UsageError
from auditlint.model import Document, Finding, Location, Related, Result, Suggestion
from auditlint.reporters import RenderOptions

AUTHOR = "auditlint"


def document(result: Result, kinds: tuple[str, ...], source: str) -> Document:
    """The document a copy is made from: the one at `source`, else the only one of these formats."""
    found = {d.path: d for r in result.reports for d in r.documents if d.format in kinds}
    if source in found:
        return found[source]
    if len(found) == 1:
        return next(iter(found.values()))
    suffix = "、".join("." + k for k in kinds)
    if found:
        raise UsageError(f"带批注的副本一次只能做一份，这里有 {len(found)} 份 {suffix} 文件；请逐份检查。")
    raise UsageError(f"带批注的副本只能由 {suffix} 文件制作。")


def original(path: str, options: RenderOptions) -> bytes:
    """A file as it was given."""
    if options.originals is not None:
        return options.originals.given(path)
    try:
        return Path(path).read_bytes()
    except OSError as exc:
        remedy = "请确认文件没有移动，也没有被别的程序独占。"
        raise ReadError(path, "读不到原文件，无法制作带批注的副本。", remedy) from exc


def comments(result: Result, path: str, options: RenderOptions) -> list[tuple[Location, str, tuple[str, ...]]]:
    """(place, severity, lines) for each place of the file at `path`, in reading order.

    The suspect figure and its counterparts each get one comment, however many findings meet there. Counterparts of
    an info finding get none.
    """
    lang, titles = options.lang, dict(options.titles)
    found: dict[tuple[str, int, int], tuple[Location, str, list[str]]] = {}

    def add(place: Location, severity: str, lines: list[str]) -> None:
        if place.path != path:
            return
        key = _key(place)
        if key in found:
            before = found[key]
            worst = min(before[1], severity, key=("error", "warning", "info", "related").index)
            found[key] = (before[0], worst, [*before[2], *(line for line in lines if line not in before[2])])
        else:
            found[key] = (place, severity, lines)

    texts = {d.path: d for r in result.reports for d in r.documents}
    findings = [f for r in result.reports for f in r.findings if f.accepted is None]
    for n, finding in enumerate(findings, 1):
        beside = _printed(finding.location, texts)
        head = f"{_head(n, finding, lang)} {titles.get(finding.code, '')}".rstrip()
        add(finding.location, finding.severity, [head, finding.message, *_advice(finding, lang)])
        if finding.severity == "info":
            continue
        told = {_key(finding.location)}
        for one in (finding.suggestion, *finding.candidates):
            if one is not None and _key(one.location) not in told:
                told.add(_key(one.location))
                add(one.location, "related", [head, finding.message, *_suggested(one, finding, lang)])
        for related in finding.related:
            if _key(related.location) not in told:
                add(related.location, "related", [head, *_counterpart(related, beside, lang)])
    return [(place, severity, tuple(lines)) for _, (place, severity, lines) in sorted(found.items())]


def _key(place: Location) -> tuple[str, int, int]:
    """What makes two places one: with or without its unit, it is the same figure."""
    return place.path, place.span.block, place.span.start


def _printed(place: Location, texts: Mapping[str, Document]) -> str:
    """What stands at a place."""
    read = texts.get(place.path)
    if read is None or place.span.block >= len(read.blocks):
        return ""
    return read.blocks[place.span.block].text[place.span.start : place.span.end]


def _counterpart(related: Related, beside: str, lang: str) -> list[str]:
    if lang == "en":
        return [f"Related: {related.message}", *([f"Compared with {beside}."] if beside else [])]
    stated = f"与“{beside}”一并核对" if beside else "一并核对"
    return [f"{stated}：{related.message}" if related.message else f"{stated}。"]


def _head(n: int, finding: Finding, lang: str) -> str:
    severity = messages.text(finding.severity, lang)
    return f"[{n}] {severity} {finding.code}" if lang == "en" else f"【{n}】{severity} {finding.code}"


def _advice(finding: Finding, lang: str) -> list[str]:
    if finding.suggestion is not None:
        return _suggested(finding.suggestion, finding, lang)
    if finding.expected and finding.expected != finding.stated and finding.expected not in finding.message:
        return [f"Expected: {finding.expected}" if lang == "en" else f"按其他数字推算应为：{finding.expected}"]
    return []


def _suggested(one: Suggestion, finding: Finding, lang: str) -> list[str]:
    """What may have been meant, where the message does not say it already."""
    if one.reason and one.reason in finding.message:
        return []
    other = finding.suggestion is not None and one != finding.suggestion
    if lang == "en":
        words = f"{'Or perhaps' if other else 'Perhaps'} {one.replacement} instead of {one.text}"
        return [words + (f": {one.reason}" if one.reason else "")]
    words = (
        f"{'也可能是' if other else '建议核对：'}“{one.text}”{'有误，应为' if other else '疑应为'}“{one.replacement}”"
    )
    return [words + (f"（{one.reason}）" if one.reason else "")]
