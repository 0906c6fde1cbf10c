"""The program's own words in Chinese and English."""

from __future__ import annotations

import errno
from collections.abc import Iterable

from auditlint.model import Address, Location

TEXTS: dict[str, tuple[str, str]] = {
    "error": ("错误", "error"),
    "warning": ("警告", "warning"),
    "info": ("提示", "info"),
    "accepted": ("已说明", "accepted"),
    "equation": ("算式", "equation"),
    "stated": ("原文", "stated"),
    "expected": ("应为", "expected"),
    "difference": ("相差", "difference"),
    "suspect": ("疑似", "suspect"),
    "related": ("相关", "related"),
    "reason": ("理由", "reason"),
    "notice": ("请留意", "note"),
    "origin": ("命令行", "command line"),
    "memory": (
        "内存不够，文件太大或已损坏。请拆分文件后再试。",
        "not enough memory; the file is too large or damaged. Split it and try again.",
    ),
    "summary.clean": ("未发现问题", "nothing found"),
    "summary.reports": ("共{n}份报告", "{n} reports"),
    "summary.unreadable": ("{n}份无法读取", "{n} unreadable"),
    "summary.coverage": (
        "核对了{total}个数字中的{checked}个（{percent}），其余{rest}个没有可核对的关系",
        "{checked} of {total} figures checked ({percent}), {rest} in no relation",
    ),
    "summary.coverage.all": ("{total}个数字全部核对过", "all {total} figures checked"),
    "statistics.rule": ("按规则统计", "by rule"),
    "statistics.file": ("按文件统计", "by file"),
    "unchecked.no-partner": ("没有可与之核对的数字", "no figure to compare with"),
    "unchecked.ambiguous": ("有几种理解，无法确定", "several readings, none certain"),
    "unchecked.restated-base": ("口径调整，与上年不可比", "figures restated, not comparable"),
    "unchecked.label-not-understood": ("未能识别数字的含义", "label not understood"),
    "unchecked.out-of-scope": ("不在规则范围内", "out of the rules' scope"),
    "unchecked.time-limit": ("超过时间限制", "time limit reached"),
    "measure.level": ("数额", "level"),
    "measure.budget": ("预算", "budget"),
    "measure.prior": ("上期数", "prior"),
    "measure.change": ("增减额", "change"),
    "measure.rate": ("增减幅", "rate"),
    "measure.share": ("占比", "share"),
    "measure.completion": ("完成率", "completion"),
    "measure.average": ("平均数", "average"),
    "measure.ratio": ("比率", "ratio"),
    "measure.score": ("得分", "score"),
    "measure.weight": ("分值", "weight"),
    "measure.target": ("指标值", "target"),
    "measure.other": ("其他", "other"),
    "basis.prior": ("比上期", "prior"),
    "basis.budget": ("比预算", "budget"),
    "basis.opening": ("比年初", "opening balance"),
    "basis.previous": ("环比", "period before"),
    "form.none": ("未识别的表", "unrecognised table"),
    "verdict.holds": ("成立", "holds"),
    "verdict.rounding": ("尾差", "rounding"),
    "verdict.broken": ("不成立", "broken"),
}


def text(key: str, lang: str, fields: dict[str, object] | None = None) -> str:
    """A text of the program in a language, its {fields} filled."""
    words = TEXTS[key][1 if lang == "en" else 0]
    return words.format(**fields) if fields else words


def reason(key: str, lang: str) -> str:
    """Why a figure was not checked, in words; an unknown reason is told as it is."""
    return text(f"unchecked.{key}", lang) if f"unchecked.{key}" in TEXTS else key


def address(location: Location, lang: str) -> str:
    """Where a place is, in the words of its format: 第31行, 第3表第5行, Sheet1!B7, 第2页; "" where unknown."""
    if location.line is not None:
        words = f"line {location.line + 1}" if lang == "en" else f"第{location.line + 1}行"
        return f"{location.address.part} {words}" if member(location) else words
    return place(location.address, lang)


def member(location: Location) -> str:
    """The file within an archive that a place lies in, "" elsewhere."""
    part = location.address.part or ""
    return "" if part in PARTS else part


def place(where: Address, lang: str) -> str:
    """An address without lines, in words."""
    if where.sheet is not None and where.reference:
        return f"{where.sheet}!{where.reference}"
    parts: list[str] = []
    if where.page is not None:
        parts.append(f"page {where.page + 1}" if lang == "en" else f"第{where.page + 1}页")
    if where.part:
        parts.append(PARTS.get(where.part, (where.part, where.part))[1 if lang == "en" else 0])
    if where.sheet is not None:
        parts.append(where.sheet)
    if where.table is not None:
        parts.append(f"table {where.table + 1}" if lang == "en" else f"第{where.table + 1}表")
        if where.row is not None:
            parts.append(f"row {where.row + 1}" if lang == "en" else f"第{where.row + 1}行")
        if where.column is not None:
            parts.append(f"column {where.column + 1}" if lang == "en" else f"第{where.column + 1}列")
    elif where.paragraph is not None:
        parts.append(f"paragraph {where.paragraph + 1}" if lang == "en" else f"第{where.paragraph + 1}段")
    return (", " if lang == "en" else "").join(parts)


# What the system says in English only, whatever language the person reads.
_CAUSES = {
    "ENOSPC": "磁盘已满",
    "EDQUOT": "超出了磁盘配额",
    "EFBIG": "文件太大",
    "EACCES": "没有权限，或被其他程序占用",
    "EPERM": "没有权限",
    "EROFS": "磁盘是只读的",
    "ENOENT": "没有这个文件或文件夹",
    "EISDIR": "这是文件夹",
    "ENOTDIR": "路径中有一段不是文件夹",
    "ENAMETOOLONG": "文件名太长",
    "EIO": "磁盘读写出错",
    "EMFILE": "打开的文件太多",
    "EADDRINUSE": "端口已被占用",
    "EADDRNOTAVAIL": "本机没有这个地址",
}


def nearest(word: str, known: Iterable[str], lang: str = "zh") -> str:
    """“；是否想写…？” with the known word nearest to a wrong one, or "" where none is near."""
    from difflib import get_close_matches  # only a mistake needs it

    found = get_close_matches(word, list(known), n=1, cutoff=0.5)
    if not found:
        return ""
    return f"；是否想写“{found[0]}”？" if lang == "zh" else f"; did you mean '{found[0]}'?"


def cause(error: OSError, lang: str) -> str:
    """Why the system refused, in a few words."""
    given = error.strerror or str(error)
    return given if lang == "en" else _CAUSES.get(errno.errorcode.get(error.errno or 0, ""), given)


PARTS: dict[str, tuple[str, str]] = {
    "footnote": ("脚注", "footnote"),
    "endnote": ("尾注", "endnote"),
    "header": ("页眉", "header"),
    "footer": ("页脚", "footer"),
    "textbox": ("文本框", "text box"),
    "chart": ("图表", "chart"),
    "comment": ("批注", "comment"),
    "toc": ("目录", "contents"),
}
