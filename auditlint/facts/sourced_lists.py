"""Lists below a heading 资金来源 or 资金构成: where the one amount above the heading came from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditlint.expressions import compiled
from auditlint.facts.enumerators import number, unnumbered
from auditlint.facts.ledger import Listing
from auditlint.facts.list_items import LEVELS
from auditlint.model import Fact, Span

_HEADING = compiled(r"(?:项目|建设|投资)?资金(?:的)?(?:来源|构成|筹集|筹措)(?:及构成|构成|渠道|情况)*[:。]?")
_SOURCE = compiled(
    r"中央|国家|省|自治区|市|州|县|区|旗|乡|镇|村|本级|上级|财政|补助|配套|自筹|自有|贷款|债券|捐|社会|企业|单位|群众|其他"
)
_WHOLE = compiled(r"(?:投资|资金|概算|投入)(?:规模|总?额)?$")  # what came from somewhere: no price, nothing spent
_OPEN = compiled(  # words that say that something is not told, or only what came so far
    r"其余|余下|剩余|不足|缺口|缺额|差额|等|另|争取|申请|拟|计划|其中|已|到位|下达|20[0-9]{2}年|[本当上去]年"
)
_ABOVE = 8  # paragraphs above the heading in which the one amount stands
_LEAST = 2  # sources that are a list


def sourced(
    number_of_document: int, order: Sequence[int], texts: dict[int, str], by_block: dict[int, list[Fact]]
) -> Iterator[Listing]:
    """总投资T万元。二、资金来源：中央a万元；省级b万元；县级c万元: the only amount above is all of them."""
    for k, block in enumerate(order):
        if by_block.get(block) or _HEADING.fullmatch(unnumbered(texts[block].strip())) is None:
            continue
        parts, told = _sources(k, order, texts, by_block)
        near = [f for b in order[max(k - _ABOVE, 0) : k] for f in by_block.get(b, ())]
        above = [f for f in near if f.measure in LEVELS and f.figure.unit.dimension == "money"]
        plain = len(parts) >= _LEAST and len({p.label for p in parts}) == len(parts) and not _OPEN.search(told)
        if (
            plain
            and len({f.figure.amount for f in above}) == 1
            and _WHOLE.search(above[0].label)
            and all(_SOURCE.search(p.label) for p in parts)
        ):
            place = Span(parts[0].figure.span.block, 0, parts[0].figure.span.start)
            ids = tuple((p.id,) for p in parts)
            yield Listing(number_of_document, "sources", place, (above[0].id,), ids, closed=True)


def _sources(
    k: int, order: Sequence[int], texts: dict[int, str], by_block: dict[int, list[Fact]]
) -> tuple[list[Fact], str]:
    """The amounts of the paragraph below a heading, or of the numbered paragraphs there, and their words."""
    parts: list[Fact] = []
    words: list[str] = []
    for place, block in enumerate(order[k + 1 :], 1):
        if place > 1 and number(texts[block]) != place:
            break
        words.append(texts[block])
        own = [f for f in by_block.get(block, ()) if _amount(f)]
        if place > 1 and len(own) != 1:  # 3.银行贷款: a source without its amount
            return [], ""
        if not own or any(f.sentence != own[0].sentence for f in own):
            return [], ""
        parts += own
        if place == 1 and len(own) > 1:
            break
    return parts, "".join(words)


def _amount(fact: Fact) -> bool:
    return fact.measure == "level" and fact.figure.unit.dimension == "money" and not fact.depth
