"""More or fewer staff than posts, in words beside both numbers: findings of the check `text`."""

from __future__ import annotations

from collections.abc import Iterator

from auditlint.checks.text.figures import mark
from auditlint.expressions import compiled
from auditlint.facts.ledger import Ledger, Sentence
from auditlint.model import Remark
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

_N = r"(?<![0-9.])(?P<n>[0-9]{1,5})(?![0-9.])(?:名|人|个)"
_POSTS = compiled(
    rf"(?:核定|批准|下达|(?<=[,;。:])|^)(?:的)?(?:人员)?(?P<kind>行政|事业|参公|参公事业|全额事业|工勤|机关|其他事业|政法专项|)编制(?:数|人数|总数|总额)?(?:共有|共计|合计|共|为)?{_N}"
)
_STAFF = compiled(
    rf"(?:(?:年末|年底|现|期末)?实有|在编|在岗|在职)(?P<kind>[^,;。:、()0-9]{{0,8}}?)(?:共有|共计|合计|共|为)?{_N}"
)
_SAID = compiled(
    r"(?<=[,;])(?:总体|目前|现|年末|全局|本单位|本部门|人员|(?P<staff>(?:实有|在职|在编|实有在编|年末实有|在编在岗)(?:人员|人数|职工)?(?:人数|总数|数)?))?"
    r"(?:(?P<none>未超编|不超编|无超编(?:现象|情况)?|没有超编|未超出?(?:核定)?编制(?:数)?|(?:控制|均)?在(?:核定)?编制(?:数)?(?:以内|之内|范围内|内))"
    r"|(?P<over>超编(?:[0-9]{1,3}(?:人|名))?|(?:多于|超过|超出|大于|高于)(?:核定|人员)?(?:的)?编制(?:数|人数)?(?:[0-9]{1,3}(?:人|名))?)"
    r"|(?P<under>(?:空编|缺编|空缺编制)(?:[0-9]{1,3}(?:人|名))?|(?:少于|低于|小于)(?:核定|人员)?(?:的)?编制(?:数|人数)?(?:[0-9]{1,3}(?:人|名))?)"
    r"|(?P<full>满编))(?=[,;。]|$)"
)
_OPEN = compiled(r"\([^()]*$")  # 编制58人（其中政法53人、工勤编制5人）: kinds of them
_OTHERS = compiled(
    r"聘用|临聘|编外|临时|劳务|借用|借调|派遣|公益性岗位|合同制|购买服务|离退休人员共|控制数|周转|备案|报备|挂职|总数"
)
_WHOLE_KIND = compiled(r"(?:在编|在职|在岗|职工|工作|人员|人数|数|实有|的|干部)*")


def posts(ledger: Ledger) -> Iterator[Remark]:
    """核定编制80名，实有在编人员76人，超编4人: the words say the other way."""
    for sentence in ledger.sentences:
        if "编" not in sentence.text:
            continue
        for m in _SAID.finditer(sentence.text):
            before = sentence.text[: m.start()]
            kinds = [p for p in _POSTS.finditer(before) if not _OPEN.search(before, 0, p.start())]
            whole = [p for p in kinds if not p["kind"]] or (kinds if len(kinds) == 1 else [])
            staff = _STAFF.search(before, whole[-1].end()) if whole else None
            if staff is None:
                yield from _told_before(ledger, sentence, m)
                continue
            if _OTHERS.search(before) or not _WHOLE_KIND.fullmatch(staff["kind"]):
                continue
            posted = whole[-1]
            over = int(staff["n"]) - int(posted["n"])
            right = (m["none"] and over <= 0) or (m["over"] and over > 0) or (m["under"] and over < 0)
            if not right and not (m["full"] and not over):
                spans = (mark(sentence, *m.span()), mark(sentence, *staff.span("n")), mark(sentence, *posted.span("n")))
                fields = (("stated", m.group()), ("change", staff["n"]), ("expected", posted["n"]))
                yield Remark("posts", spans, fields)


_POSTED = compiled(rf"(?:^|(?<=[,;。:]))(?:核定|批准)?(?:人员)?编制(?:数|人数|总数)?(?:为|共)?{_N}[,;]$")
_HERE = compiled(rf"(?:实有|在编|在岗|在职)(?:在编|在岗|在职)?(?:人员|人数|职工|干部|总数|数)*(?:为|共)?{_N}")
_BY = compiled(r"(?P<over>超编)|(?P<under>空编|缺编|空缺编制)")
_BEFORE = 3  # sentences before the posts in which the staff may stand


def _told_before(ledger: Ledger, sentence: Sentence, said: regex.Match[str]) -> Iterator[Remark]:
    """在职人员76人。编制数80人，超编4人: the right distance from staff told before the posts, but the other way."""
    posted = _POSTED.search(sentence.text[: said.start()])
    way, number = _BY.match(said.group()), _DIGITS.search(said.group())
    if posted is None or way is None or number is None:
        return
    own = ledger.paragraph(sentence, before=_BEFORE, behind=0)
    if any(_OTHERS.search(s.text) for s in own):
        return
    found = [(s, m) for s in own for m in _HERE.finditer(s.text) if s is not sentence or m.end() <= posted.start()]
    sign = 1 if way["over"] else -1
    due = {int(m["n"]): (s, m) for s, m in found}
    distance = sign * int(number.group())
    staff = due.get(int(posted["n"]) - distance)
    if staff is not None and int(posted["n"]) + distance not in due and distance:
        spans = (mark(sentence, *said.span()), mark(staff[0], *staff[1].span("n")), mark(sentence, *posted.span("n")))
        fields = (("stated", said.group()), ("change", staff[1]["n"]), ("expected", posted["n"]))
        yield Remark("posts", spans, fields)


_DIGITS = compiled(r"[0-9]+")
