"""Statements in the name of another office than the report's own: findings of the check `text`."""

from __future__ import annotations

from collections.abc import Iterator

from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger
from auditlint.model import Remark, Span
from auditlint.numerals import normalize

_OFFICE = (
    r"(?P<name>[一-鿿]{3,22}?(?:局|委员会|办公室|中心|厅|处|站|所|馆|院|社|政府|办事处|联合会|学校|中学|小学|大队))"
)
_STATED = compiled(
    rf"(?:^|(?<=[。;:、)]))\s*{_OFFICE}(?:\(?本级\)?)?20[0-9]{{2}}年(?:度)?(?:部门|单位)?"
    r"(?:决算|预算|收入|支出|收支|收、支|总收入|总支出|财政拨款|一般公共|机关运行|“三公”|三公|政府采购)"
)
_OWN_FIGURES = compiled(  # what a report tells of its own office alone: 截至2031年12月31日，青石县林业局共有车辆
    rf"(?:^|(?<=[。;]))\s*(?:[0-9]{{1,2}}[.、]\s*)?(?:截至20[0-9]{{2}}年(?:末|底|12月31日)|20[0-9]{{2}}年(?:度)?),{_OFFICE}(?:\(?本级\)?)?"
    r"(?:机关运行经费|资产总[额计]|共有车辆|车辆|固定资产|政府采购(?:支出)?总额|[“]?三公[”]?经费|(?:部门)?(?:收入|支出|收、支)总计|本年(?:收入|支出))"
)
_OWN_EVALUATION = compiled(  # the heading of what an office says of its own year
    rf"^\s*(?:附[件表]?[0-9一二三四五六七八九十]{{0,2}}[:.、]?|[一二三四五六七八九十]+、)?\s*(?:20[0-9]{{2}}年度?)?\s*{_OFFICE}(?:20[0-9]{{2}}年度?)?"
    r"(?:部门|单位)?整体(?:支出)?(?:预算)?绩效(?:自评|评价|自评价)(?:工作)?(?:报告|情况|结果|表)"
    r"|^\s*(?:20[0-9]{2}年度?)?(?:部门|单位)整体(?:支出)?(?:预算)?绩效(?:自评|评价|自评价)(?:工作)?(?:报告|情况|结果|表)?"
    rf"\({_OFFICE}\)"
)
_TITLE = compiled(  # 2031年度青石县林业局部门决算; 青石县林业局, alone on its line; 第一部分 青石县林业局概况
    rf"^\s*20[0-9]{{2}}年(?:度)?{_OFFICE}(?:部门|单位)?(?:决算|预算)|^\s*{_OFFICE}(?:\((?:汇总|本级|本部)\))?(?:部门决算|部门预算)?\s*$"
    rf"|^\s*第一部分\s*{_OFFICE}(?:部门|单位)?(?:基本)?概况"
)
_OFTEN = 3  # times that a report names its own office, before another one's figures are told
_FIRST = 12  # blocks in which the title stands
_PLACE, _KIND = 2, 3  # characters of a place, and of what an office does, by which two names are alike


def other_office(ledger: Ledger) -> Iterator[Remark]:
    """青石县林业局2031年度部门决算, and once 青石县水务局2031年度收入总计: the text of another office was used."""
    for number, document in enumerate(ledger.documents):
        if document.role != "report":
            continue
        texts = [normalize(block.text) for block in document.blocks]
        said = [
            (index, m)
            for index, block in enumerate(document.blocks)
            if block.kind != "cell"
            for m in _STATED.finditer(texts[index])
        ]
        title = next((m for text in texts[:_FIRST] if (m := _TITLE.match(text))), None)
        own = said[0][1]["name"] if said and said[0][0] < _FIRST else title["name"] if title is not None else ""
        told = sum(text.count(own) for text in texts) if own else 0
        headed = [(i, m) for i, text in enumerate(texts) if "整体" in text and (m := _OWN_EVALUATION.match(text))]
        figures = [
            (index, m)
            for index, block in enumerate(document.blocks)
            if block.kind != "cell" and told >= _OFTEN
            for m in _OWN_FIGURES.finditer(texts[index])
        ]
        for index, m in [
            *figures,
            *(said if sum(m["name"] == own for _, m in said) > 1 else ()),
            *(headed if told > 1 else ()),
        ]:
            name = m["name"]
            other = own not in name and name not in own and _alike(name, own)
            if other and sum(text.count(name) for text in texts) == 1:
                place = number, Span(index, m.start("name"), m.end("name"))
                yield Remark("other-office", (place,), (("stated", name), ("expected", own)))


def _alike(name: str, own: str) -> bool:
    """Whether two offices are of one place and kind, or of one task in two places: none is a unit of the other."""
    here = name[:_PLACE] in own[: -2 * _PLACE] and name[-1] == own[-1]
    return here or (name[-_KIND:] == own[-_KIND:] and name[:_PLACE] != own[:_PLACE])
