"""Reasons that are none, or point the other way: findings of the check `text`."""

from __future__ import annotations

from collections.abc import Iterator

from auditlint.checks.text.figures import figures_before, item_before, mark, moves, place
from auditlint.equations import HUNDRED
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.model import Remark

_REASON = compiled(
    r"原因(?:主要)?(?:是|为|:|是:|为:)(?:本(?:单位|部门))?(?P<said>(?:与|同)?(?:上年|去年|上年度|预算|年初预算)?(?:数|决算数)?(?:相比)?[,]?"
    r"(?:基本)?(?:持平|无变化|无增减变化|没有变化|一致|无增减))(?:[,](?:无变化|无增减变化|无增减))?(?=[。;]|$)"
)
_BLANK_REASON = compiled(
    r"(?:主要)?(?:变动|增减|变化)?原因(?:主要)?(?:是|为|在于|是:|为:|:)(?:由于|因为)?\s{0,4}(?:(?=[。;])|(?:…+|\.{3,}|—{2,}|_{2,})\s{0,4}(?=[。;]|$))"
    r"|(?<=[,;])主要(?:是)?(?:由于|因为|是因为|用于|是)\s{0,4}(?=[。;])"
)


def reason(ledger: Ledger) -> Iterator[Remark]:
    """主要原因是。, 主要原因是……, and 增加0.40万元，主要原因是与上年持平: a reason that was never written."""
    for sentence in (*ledger.sentences, *ledger.wordy):
        for m in _BLANK_REASON.finditer(sentence.text):
            yield Remark("reason", (mark(sentence, m.start(), m.end()),), (("stated", m.group()),))
        for m in _REASON.finditer(sentence.text):
            moved, _ = moves(figures_before(ledger, sentence, m.start()))
            if moved:
                yield Remark(
                    "reason",
                    (mark(sentence, m.start("said"), m.end("said")), place(moved[0])),
                    (("stated", m["said"]),),
                )


WHY = compiled(
    r"(?:(?:主要)?原因(?:主要)?(?:[是为]:?|:)|(?<=,)主要是)(?:由于|因为|因)?(?P<said>[^。;]{2,60})(?=[。;]|$)"
)
_RISEN = r"(?:增加|增长|增多|上升|提高|上涨|上调|扩大|新增)"
_FALLEN = r"(?:减少|下降|降低|缩减|压减|压缩|节约|削减|少收|从紧|过紧日子)"
_DRIVER = (
    r"(?:人员|人数|批次|班次|场次|人次|次数|数量|车辆|任务|任务量|业务|业务量|工作量|工资标准|标准|价格|活动|团组"
    r"|学生|患者|门诊量|油价|用工)"
)
_SPARED = (
    r"(?:厉行节约|过紧日子|(?:压减|压缩|缩减|严格控制|从严控制|削减)(?:了)?"
    r"[^,。;]{0,8}(?:支出|开支|经费|费用))"
)
_WHICH = r"(?:了)?(?:在职|在编|编制|相关|部分)*"
_OWN = r"(?:(?!经费|支出|费|资金|收入|拨款)[^,。;]){0,8}"
_DONE = r"(?:了)?(?:较多|较大|明显|所致)?等?(?=[,。;]|$|[近约]?[0-9])"  # nothing else rose or fell
_UP_REASON = compiled(rf"{_DRIVER}{_OWN}{_RISEN}{_DONE}|{_RISEN}{_WHICH}{_DRIVER}{_DONE}")
_DOWN_REASON = compiled(rf"{_DRIVER}{_OWN}{_FALLEN}{_DONE}|{_FALLEN}{_WHICH}{_DRIVER}{_DONE}|{_SPARED}")
AGAINST = {1: _DOWN_REASON, -1: _UP_REASON}  # what cannot be why something rose, or fell
_BY_RULE = compiled(r"^(?:认真|严格|切实|坚决)*(?:落实|贯彻|执行|遵守)")
_RISES, _FALLS = compiled(_RISEN), compiled(_FALLEN)
_AGAINST_LAST = compiled(r"(?:较|比|与)(?:上年|去年|上年度|上年同期)(?:相比)?")
NOT_PLAIN = compiled(
    r"上年|去年|往年|以前|年初|结转|结余|收回|退回|划转|划入|划出|调整|转出|转入|口径|分摊|列支|其他|除|虽|但|不再|基数|退休|抚恤|一次性|因此|所以|补发"
    r"|人均|平均|占比|比例|单价|成本|效率|质量|水平|完成|结束|同时|转为|改为|合并|机构改革|免|优惠|难|风险|损耗|故障|老化|滞后"
)
_FOLLOWED = compiled(
    rf"{_DRIVER}[^,。;]{{0,10}}(?:(?P<up>{_RISEN})|(?P<down>{_FALLEN}))[^,。;]{{0,8}},(?P<what>[^,。;]{{0,16}})(?:随之|相应|也随之|也相应)(?:有所)?"
    rf"(?:(?P<rose>{_RISEN})|(?P<fell>{_FALLEN}))"
)
_YEARS = compiled(r"基数|20[0-9]{2}年|上年|去年|恢复")  # what fell last year, and rose since
_SHARED = compiled(r"人均|平均|结余|剩余|成本|占比|比例|单价|空闲|闲置|等待|空置|缺口")


def contrary(ledger: Ledger) -> Iterator[Remark]:
    """减少0.40万元，主要原因是接待批次增加: all that the reason names went the other way."""
    for sentence in ledger.sentences:
        for m in WHY.finditer(sentence.text):
            moved, way = moves(figures_before(ledger, sentence, m.start()))
            if not way or any(f.basis == "budget" for f in moved):
                continue
            said = _AGAINST_LAST.sub("", m["said"])
            against, along = (_DOWN_REASON, _RISES) if way > 0 else (_UP_REASON, _FALLS)
            plain = not NOT_PLAIN.search(said) and not along.search(said) and "." not in said
            follows = _FOLLOWED.search(m["said"])
            turned = (
                follows is not None
                and not _SHARED.search(follows["what"])
                and not _YEARS.search(said)
                and ((follows["up"] and follows["fell"]) or (follows["down"] and follows["rose"]))
            )
            plain = plain and all(against.search(c) or _BY_RULE.search(c) for c in said.split(","))
            if (plain and against.search(said)) or turned:
                yield Remark(
                    "contrary",
                    (mark(sentence, *m.span("said")), place(moved[0])),
                    (("stated", m["said"]), ("change", moved[0].figure.text)),
                )


_ONLY_REASON = compiled(
    r"原因(?:主要)?(?:是|为|:|是:|为:)(?P<said>(?P<what>[^,;。:、0-9]{0,12}?(?:支出|经费|费用|费))(?:的|有所|相应|同比)?(?P<way>增加|增长|减少|下降))(?=[。;]|$)"
)
_WAYS = {"增加": 1, "增长": 1, "上升": 1, "减少": -1, "下降": -1, "降低": -1}
_WAY_EXPLAINED = compiled(
    r"(?:^|(?<=[,;。]))(?P<said>(?:支出|经费|费用|收入)?(?P<way>增加|增长|上升|减少|下降|降低))的?(?:主要)?(?:原因|是因为|是由于)"
)
_OF_ANOTHER = compiled(r"上年|去年|往年|其他|结转|结余|收入|退")
_PLAIN = ("支出", "经费", "费用", "经费支出", "费用支出")


def opposite(ledger: Ledger) -> Iterator[Remark]:
    """公务接待费比上年增加0.40万元，主要原因是接待费减少: the only reason given points the other way."""
    for sentence in ledger.sentences:
        yield from _explained(ledger, sentence)
        for m in _ONLY_REASON.finditer(sentence.text):
            facts = figures_before(ledger, sentence, m.start())
            moved = [f for f in facts if f.measure == "change" and f.direction and f.figure.value]
            named = [f.label for f in facts if f.label and f.measure in ("level", "change")]
            if len(moved) != 1 or not named or moved[0].direction == _WAYS[m["way"]] or _OF_ANOTHER.search(m["what"]):
                continue
            if m["what"] in _PLAIN or m["what"] in named[0]:
                yield Remark(
                    "opposite",
                    (mark(sentence, m.start("said"), m.end("said")), place(moved[0])),
                    (("stated", m["said"]), ("change", moved[0].figure.text)),
                )


def _explained(ledger: Ledger, sentence: Sentence) -> Iterator[Remark]:
    """比上年增加0.40万元，减少的主要原因是…: the reason of a change that went the other way."""
    for m in _WAY_EXPLAINED.finditer(sentence.text):
        facts = item_before(ledger, sentence, m.start(), _WAY_EXPLAINED)
        moved, _ = moves(facts)
        way = _WAYS[m["way"]]
        below = any(f.measure == "completion" and f.figure.value < HUNDRED for f in facts)
        above = any(f.measure == "completion" and f.figure.value > HUNDRED for f in facts)
        to_budget = (below and way < 0) or (above and way > 0)  # of what was spent against its budget
        if moved and not to_budget and all(f.direction == -way and f.depth == 0 for f in moved):
            yield Remark(
                "opposite",
                (mark(sentence, *m.span("said")), place(moved[-1])),
                (("stated", m["said"]), ("change", moved[-1].figure.text)),
            )
