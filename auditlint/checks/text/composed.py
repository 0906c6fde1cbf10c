"""Bodies that make up a whole, and offices counted by kind, against the names behind: findings of the check `text`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from auditlint.checks.text.template import matches
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.model import Remark, Span
from auditlint.numerals import whole_number
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

_N = r"(?:[两二三四五六七八九十]|十[一二三四五六七八九]|[2-9]|1[0-9])"
_NAMES = r"(?P<names>[^,;。:、()0-9等]{2,20}(?:、[^,;。:、()0-9等]{2,20})+)(?=[。;]|$)"
_COMPOSED = compiled(
    rf"(?<![第0-9])由(?P<n>{_N})(?:家|个)(?:预算|独立核算|行政事业|基层)*单位(?:组成|构成)[,:](?:分别(?:为|是)|具体(?:为|是)|即|包括)?:?{_NAMES}"
)
_FROM_ONE = r"(?:[一两二三四五六七八九十]|十[一二三四五六七八九]|[1-9]|1[0-9])"
_KIND = r"(?:办公室|中心|科|股|处|室|办|所|站|队|局|组|院|馆)"
_BY_KIND = compiled(
    rf"(?P<kinds>(?:{_FROM_ONE}个?{_KIND}){{2,4}})(?:[,:]?(?:即|分别(?:为|是|设)|包括|具体(?:为|是))|:):?{_NAMES}"
)
_COUNT = compiled(rf"(?P<n>{_FROM_ONE})个?(?P<kind>{_KIND})")
_JOINED = compiled(r"[和与及]")


def composed(ledger: Ledger) -> Iterator[Remark]:
    """由4家单位组成：a、b、c; 三股一室，即a股、b股和办公室: other numbers than those of the names listed."""
    for number, index, _, m in matches(ledger, _COMPOSED):
        count = m["names"].count("、") + 1
        most = count + len(_JOINED.findall(m["names"]))
        if not count <= whole_number(m["n"]) <= most:
            yield _remark(number, index, m.span("n"), m["n"], str(count))
    for number, index, text, m in matches(ledger, _BY_KIND):
        stated = [(k["kind"], whole_number(k["n"]), k.span("n")) for k in _COUNT.finditer(text, *m.span("kinds"))]
        listed = _listed(m, {kind for kind, _, _ in stated})
        for kind, due, span in stated:
            if listed and len(stated) == len({k for k, _, _ in stated}) and listed.get(kind, 0) != due:
                yield _remark(number, index, span, text[slice(*span)] + kind, f"{listed.get(kind, 0)}{kind}")
                break


def _remark(number: int, index: int, span: tuple[int, int], stated: str, expected: str) -> Remark:
    return Remark("announced", ((number, Span(index, *span)),), (("stated", stated), ("expected", expected)))


def _listed(m: regex.Match[str], kinds: set[str]) -> Mapping[str, int]:
    """How many of the names are of each kind; nothing where one is of none, or may be of two."""
    names = [n for item in m["names"].split("、") for n in _split(item, kinds)]
    found: dict[str, int] = {}
    for name in names:
        ends = [k for k in kinds if name.endswith(k) or (k == "办" and name.endswith("办公室"))]
        if len(ends) != 1:
            return {}
        found[ends[0]] = found.get(ends[0], 0) + 1
    return found


def _split(item: str, kinds: set[str]) -> list[str]:
    """The names that 和 joins, where each is of a kind; one name otherwise: 人事和财务科."""
    parts = _JOINED.split(item)
    return parts if len(parts) > 1 and all(any(p.endswith(k) for k in kinds) for p in parts) else [item]
