"""Funds, debts and receivables from one balance to the next, with what came and went; part of the check `balance`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditlint.checks.parts import compatible
from auditlint.checks.relate import maybe, otherwise, relate
from auditlint.equations import Sum
from auditlint.expressions import compiled
from auditlint.facts.ledger import SUMMED, Ledger, Sentence
from auditlint.facts.words import way
from auditlint.model import Fact, Relation

_OPENS = compiled(
    r"(?:年初|期初|上年末?|上年度|20[0-9]{2}年末)[^,;。:0-9]{0,16}?(?:结转|结余|结存|余额|应收账款|欠款)[^,;。:0-9]{0,4}$"
)
_CLOSES = compiled(
    r"(?:年末|期末|年底)[^,;。:0-9]{0,8}(?:结转|结余|结存|余额|尚余|滚存)[^,;。:0-9]{0,6}$"
    r"|(?:结转|结余)(?:至|到)?(?:下年|次年)(?:使用)?(?:为|资金)?$"
)
_IN = compiled(
    r"下达|配套|拨入|拨款|收入|新增|新发生|发行|举借|借入|安排|指标|到账|到位|(?<!支付)(?<![付还])利息|追加|调入|划入|转入|筹集|补助|征收"
    r"|提取|归集|捐赠|收回[^,;。]{0,4}(?:借款|欠款|垫款|投资)"
)
_OUT = compiled(
    r"支出|列支|支用|使用|支付|拨付|发放|偿还|还本|收回|核销|化解|划出|调出|转出|上缴|缴回|退还|退库|付款|清偿"
)
# what may move a balance without a word, or is told besides, or holds what else is told
_DOUBT = compiled(
    r"其中|含|包括|主要|部分|约|左右|总计|总额|合计|限额|分配[^指]|弥补|调节|预计|计划|比上年|较上年|同比|占|完成|执行"
    r"|应|净|另|其他|差额|往来"
)
_MOST = 7  # amounts that a sentence may tell between two balances


def money_rolls(ledger: Ledger) -> Iterator[Relation]:
    """年初结余A，下达a，配套b，支出c，年末结余A + a + b − c: where a sentence tells each and how each moved it."""
    for sentence in ledger.sentences:
        facts = ledger.facts_of(sentence) if "结" in sentence.text or "余" in sentence.text else []
        heads = [f for f in facts if f.figure.unit.dimension == "money" and not f.depth]
        heads = [f for f in heads if not _part(ledger, f) or _CLOSES.search(_words(ledger, f))]
        for k, opening in enumerate(heads):
            words = _words(ledger, opening)
            if opening.measure in ("level", "prior") and _OPENS.search(words) and not _USED.search(words):
                yield from maybe(_roll(ledger, sentence, heads, k))
                break


def _roll(ledger: Ledger, sentence: Sentence, heads: Sequence[Fact], k: int) -> Relation | None:
    """The first closing balance behind the k-th amount with all that moved it; None where a word leaves that in doubt.

    收入a，上年结转A，支出b，年末结转A + a − b: amounts before an opening balance move it, too.
    """
    opening = heads[k]
    moves: list[tuple[int, Fact]] = []
    closing: Fact | None = None
    for fact in (*heads[:k], *heads[k + 1 :][:_MOST]):
        words = _words(ledger, fact)
        if fact.measure != "level" or not compatible(fact, opening):
            return None
        if fact.id > opening.id and _CLOSES.search(words):
            closing = fact
            break
        sign = way(words, _IN, _OUT)
        if not sign or _DOUBT.search(words) or fact.label.endswith("总计"):  # which has the balance in it
            return None
        moves.append((sign, fact))
    if closing is None or {sign for sign, _ in moves} != {1, -1} or _untold(sentence, opening, closing):
        return None
    if _LENT.search(_words(ledger, opening)):
        return None  # 发放贷款a万元，收回b万元: the other way round for who lends
    terms = [("plus" if sign > 0 else "minus", f) for sign, f in moves]
    signs = (1, *(sign for sign, _ in moves))
    made = relate("balance", Sum(signs), (("stated", closing), ("plus", opening), *terms), firm=True)
    return None if made is not None and made.verdict == "broken" and otherwise(made) else made


def _untold(sentence: Sentence, opening: Fact, closing: Fact) -> bool:
    """加上本年提取: whether a clause between two balances says that something moved them, but not by how much."""
    clauses = _CUT.split(sentence.between(opening, closing))
    return any(not _DIGIT.search(c) and (_IN.search(c) or _OUT.search(c)) for c in clauses[1:-1])


_LENT = compiled(r"贷款|放款|委托|借出|垫付")
_USED = compiled(r"动用|使用|弥补|消化|盘活|其中")  # 动用上年结余: what was used of it
_CUT = compiled(r"[,，;；。]")
_DIGIT = compiled(r"[0-9]")


def _part(ledger: Ledger, fact: Fact) -> bool:
    return any(one.opener not in ("heading", "lines", *SUMMED) for one in ledger.lists_with(fact.id))


def _words(ledger: Ledger, fact: Fact) -> str:
    """What stands before a figure, back to the figure or the comma before it."""
    words = ledger.since(fact).replace(" ", "").rstrip("为是共计达:")
    return words.replace("，", ",").rpartition(",")[2]
