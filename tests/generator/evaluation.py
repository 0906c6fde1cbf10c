"""The standard form of a project's self-evaluation, as a grid of merged cells."""

from __future__ import annotations

from auditlint.model import Address, Block, Cell, Document, Segment, Table

# What stands in a cell, or how many columns (or rows, as a negative number) it spans beside it.
Laid = tuple[str, int, int]

MONEY = {
    "年度资金总额": ("100.00", "120.00", "114.00", "10", "95.00%", "9.50"),
    "其中：当年财政拨款": ("80.00", "100.00", "96.00", "—", "96.00%", "—"),
    "上年结转资金": ("20.00", "20.00", "18.00", "—", "90.00%", "—"),
    "其他资金": ("", "", "", "—", "", "—"),
}
INDICATORS = {
    "改造处数": ("≥6处", "6处", "20", "20", ""),
    "验收合格率": ("≥98%", "98.5%", "15", "15", ""),
    "完成及时性": ("2031年12月前", "按时完成", "10", "10", ""),
    "项目总成本": ("≤120万元", "114万元", "5", "5", ""),
    "供水保障水平": ("有效提升", "有所提升", "15", "13", "受益面尚未覆盖全部村，下一步扩大"),
    "使用年限": ("≥5年", "5年", "15", "15", ""),
    "用户满意度": ("≥95%", "96%", "10", "10", ""),
}
_GROUPS = {
    "改造处数": ("产出指标", 4, "数量指标"),
    "验收合格率": ("", 0, "质量指标"),
    "完成及时性": ("", 0, "时效指标"),
    "项目总成本": ("", 0, "成本指标"),
    "供水保障水平": ("效益指标", 2, "社会效益指标"),
    "使用年限": ("", 0, "可持续影响指标"),
    "用户满意度": ("满意度指标", 1, "服务对象满意度指标"),
}


def form(**typed: tuple[str, ...]) -> Document:
    """The form, with the cells of some rows typed otherwise; `总分` are the totals of points and scores."""
    money = {k: typed.get(k.removeprefix("其中："), v) for k, v in MONEY.items()}
    indicators = {k: typed.get(k, v) for k, v in INDICATORS.items()}
    weights, scores = typed.get("总分", ("100", "97.50"))
    rows: list[list[Laid]] = [
        [("项目名称", 2, 1), ("老旧管网改造", 7, 1)],
        [("主管部门", 2, 1), ("青禾市水务局", 3, 1), ("实施单位", 1, 1), ("青禾市水务局", 3, 1)],
        [
            ("项目资金（万元）", 2, 5),
            *((t, 1, 1) for t in ("", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")),
        ],
    ]
    rows += [[(name, 1, 1), *((t, 1, 1) for t in cells)] for name, cells in money.items()]
    rows.append([("年度总体目标", 1, 2), ("预期目标", 4, 1), ("实际完成情况", 4, 1)])
    rows.append([("完成管网改造6处，保障供水。", 4, 1), ("完成管网改造6处，供水得到保障。", 4, 1)])
    names = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施")
    rows.append([("绩效指标", 1, 8), *((t, 1, 1) for t in names)])
    for name, cells in indicators.items():
        first, height, second = _GROUPS[name]
        top = [(first, 1, height)] if first else []
        rows.append([*top, (second, 1, 1), (name, 1, 1), *((t, 1, 1) for t in cells)])
    rows.append([("总分", 6, 1), (weights, 1, 1), (scores, 1, 1), ("", 1, 1)])
    return _document(rows)


def _document(rows: list[list[Laid]]) -> Document:
    blocks = [
        Block("paragraph", "项目支出绩效自评表", (Segment(0),)),
        Block("paragraph", "（2031年度）", (Segment(0),)),
    ]
    cells: list[Cell] = []
    taken: set[tuple[int, int]] = set()
    for r, row in enumerate(rows):
        column = 0
        for text, width, height in row:
            while (r, column) in taken:
                column += 1
            taken |= {(r + i, column + j) for i in range(height) for j in range(width)}
            cells.append(Cell(len(blocks), r, column, height, width))
            blocks.append(Block("cell", text, (Segment(0),), Address(table=0, row=r, column=column), table=0))
            column += width
    return Document("自评.xlsx", "xlsx", tuple(blocks), (Table(tuple(cells), "项目支出绩效自评表"),))
