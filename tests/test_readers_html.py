"""Web pages and Markdown: the article only, tables with spans, encodings that the page lies about, exact places."""

from __future__ import annotations

import pytest

from auditlint.errors import ReadError
from auditlint.model import Document, Span
from auditlint.readers import read

PAGE = """<html><head><meta charset="gb2312"><title>公开</title><style>p{}</style></head><body>
<div class="nav"><a href=a>首页</a><a href=b>政务</a><a href=c>决算</a></div>
<p style="display: none">藏1,000.00万元</p>
<table><tr><td><h1>青禾县林业站决算</h1>
<p>收入总计<span>1,048</span><b>.38</b>万元，其中：
拨款1,048.38万元。<br>镕字第二行</p>
<h2>一、表</h2><p>收入决算表</p><p>单位：万元</p>
<table><thead><tr><th rowspan=2>项目</th><th colspan=2>收入</th></tr><tr><th>本年</th><th>上年</th></tr></thead>
<tr><td>拨款</td><td><p>1,048.38</p></td><td>一<br>二</td></tr></table></td></tr></table>
<footer>版权</footer><script>var a = 1</script></body></html>"""


def texts(document: Document) -> list[str]:
    return [b.text for b in document.blocks]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_page(encoding: str) -> None:
    found = read("page.html", data=PAGE.encode(encoding))
    assert texts(found) == [
        *("青禾县林业站决算", "收入总计1,048.38万元，其中：拨款1,048.38万元。", "镕字第二行", "一、表"),
        *("收入决算表", "单位：万元", "项目", "收入", "本年", "上年", "拨款", "1,048.38", "一\n二"),
    ]
    table = found.tables[0]
    assert (table.title, table.unit, table.header, table.rows, table.columns) == ("收入决算表", "万元", 2, 3, 3)
    assert found.blocks[8].address.column == 1
    assert [b.level for b in found.blocks[:4]] == [1, 0, 0, 2]


def test_a_page_without_words_is_refused() -> None:
    with pytest.raises(ReadError, match="没有"):
        read("page.html", data=b"<html><body><script>load()</script></body></html>")


def test_a_page_nested_too_deeply_is_refused() -> None:
    with pytest.raises(ReadError, match="嵌套"):
        read("page.html", data=("<div>" * 5000 + "文字" + "</div>" * 5000).encode())


def test_a_web_archive() -> None:
    head = b"MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
    assert texts(read("page.mht", data=head + "<p>收入1.00万元</p>".encode())) == ["收入1.00万元"]


MARKDOWN = """# 青禾县林业站决算

**收入总计**1,048.38万元，
其中拨款1,000.00万元。

- 第一项1.00万元
- 第二项2.00万元

```
code 9.99
```
<!-- 9.99 -->
单位：万元

| 项目 | 决算数 |
| --- | ---: |
| 甲 | `1.00` |
"""


def test_markdown() -> None:
    found = read("report.md", data=MARKDOWN.encode())
    assert texts(found) == [
        *("青禾县林业站决算", "收入总计1,048.38万元，其中拨款1,000.00万元。", "第一项1.00万元", "第二项2.00万元"),
        *("单位：万元", "项目", "决算数", "甲", "1.00"),
    ]
    assert (found.tables[0].unit, found.tables[0].header) == ("万元", 1)


def test_markdown_places_are_exact() -> None:
    found, lines = read("report.md", data=MARKDOWN.encode()), MARKDOWN.split("\n")
    for number, block in enumerate(found.blocks):
        for i, sign in enumerate(block.text):
            place = found.locate(Span(number, i, i + 1))
            assert place.line is not None
            assert place.column is not None
            assert lines[place.line][place.column] == sign
