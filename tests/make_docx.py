"""Builds Word files from WordprocessingML for tests: `docx(body, …)` gives the bytes of a package.

`python tests/make_docx.py FILE` writes the sample report, which uses every construct the reader knows.
"""

import io
import sys
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    f'xmlns:w="{MAIN}" xmlns:r="{REL}"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
TYPES = {
    "styles": "application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml",
    "numbering": "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml",
    "footnotes": "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml",
    "endnotes": "application/vnd.openxmlformats-officedocument.wordprocessingml.endnotes+xml",
    "settings": "application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml",
    "header": "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml",
    "footer": "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml",
    "comments": "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml",
    "chart": "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
}
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MACRO_TYPE = "application/vnd.ms-word.document.macroEnabled.main+xml"


def t(text: str) -> str:
    """A text element."""
    return f'<w:t xml:space="preserve">{escape(text)}</w:t>'


def r(text: str, properties: str = "") -> str:
    """A run."""
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{t(text)}</w:r>"


def p(content: str = "", properties: str = "") -> str:
    """A paragraph of runs, or of plain text."""
    content = content if content.startswith("<") or not content else r(content)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{content}</w:p>"


def tc(content: str = "", properties: str = "") -> str:
    """A cell of paragraphs, or of plain text."""
    content = content if content.startswith(("<w:p>", "<w:tbl>", "<w:sdt>")) else p(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    """A row of cells, or of plain texts."""
    body = "".join(c if c.startswith(("<w:tc>", "<w:sdt>")) else tc(c) for c in cells)
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{body}</w:tr>"


def tbl(*rows: str) -> str:
    """A table with borders."""
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return f"<w:tbl><w:tblPr><w:tblBorders>{borders}</w:tblBorders></w:tblPr><w:tblGrid/>{''.join(rows)}</w:tbl>"


def style(name: str, title: str, paragraph: str = "", run: str = "", based: str = "", kind: str = "paragraph") -> str:
    """A style."""
    return (
        f'<w:style w:type="{kind}" w:styleId="{name}"><w:name w:val="{title}"/>'
        + (f'<w:basedOn w:val="{based}"/>' if based else "")
        + f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def lvl(ilvl: int, form: str, text: str, extra: str = "", start: int = 1) -> str:
    """A level of a list."""
    return (
        f'<w:lvl w:ilvl="{ilvl}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{extra}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbered(num: int, ilvl: int = 0) -> str:
    """Paragraph properties that number it."""
    return f'<w:numPr><w:ilvl w:val="{ilvl}"/><w:numId w:val="{num}"/></w:numPr>'


def field(instruction: str, result: str) -> str:
    """A complex field with its result runs."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{escape(instruction)}</w:instrText></w:r>"
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def drawing(content: str, uri: str) -> str:
    """A run with an inline drawing."""
    return (
        '<w:r><w:drawing><wp:inline><wp:extent cx="4000000" cy="2500000"/><wp:docPr id="1" name="n"/>'
        f'<a:graphic><a:graphicData uri="{uri}">{content}</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )


def chart_run(rel: str) -> str:
    """A run with a chart."""
    return drawing(f'<c:chart r:id="{rel}"/>', "http://schemas.openxmlformats.org/drawingml/2006/chart")


def text_box(content: str) -> str:
    """A run with a text box, in its modern and its fallback form."""
    modern = (
        drawing(
            f"<wps:wsp><wps:cNvSpPr/><wps:spPr/><wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx>"
            "<wps:bodyPr/></wps:wsp>",
            "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        )
        .removeprefix("<w:r>")
        .removesuffix("</w:r>")
    )
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{modern}</mc:Choice><mc:Fallback><w:pict><v:shape>'
        f"<v:textbox><w:txbxContent>{content}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


def chart_part(title: str, series: str, categories: list[str], values: list[str], code: str = "General") -> str:
    """A chart part with one cached series."""
    heading = f"<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:r><a:t>{title}</a:t></a:r></a:p></c:rich></c:tx></c:title>"
    points = [
        "".join(f'<c:pt idx="{i}"><c:v>{v}</c:v></c:pt>' for i, v in enumerate(column))
        for column in (categories, values)
    ]
    count = f'<c:ptCount val="{len(values)}"/>'
    return (
        f"<c:chartSpace {NAMESPACES}><c:chart>{heading if title else ''}<c:plotArea><c:layout/><c:barChart>"
        '<c:barDir val="col"/><c:ser><c:idx val="0"/><c:order val="0"/>'
        f'<c:tx><c:strRef><c:f>S!$B$1</c:f><c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>{series}</c:v></c:pt>'
        "</c:strCache></c:strRef></c:tx>"
        f"<c:cat><c:strRef><c:f>S!$A$2</c:f><c:strCache>{count}{points[0]}</c:strCache></c:strRef></c:cat>"
        f"<c:val><c:numRef><c:f>S!$B$2</c:f><c:numCache><c:formatCode>{code}</c:formatCode>{count}{points[1]}"
        '</c:numCache></c:numRef></c:val></c:ser><c:axId val="1"/><c:axId val="2"/></c:barChart>'
        '<c:catAx><c:axId val="1"/><c:scaling/><c:axPos val="b"/><c:crossAx val="2"/></c:catAx>'
        '<c:valAx><c:axId val="2"/><c:scaling/><c:axPos val="l"/><c:crossAx val="1"/></c:valAx>'
        "</c:plotArea></c:chart></c:chartSpace>"
    )


def notes(kind: str, *texts: str) -> str:
    """The content of footnotes.xml or endnotes.xml; the first text has the id 1."""
    name = kind.removesuffix("s")
    return f'<w:{name} w:id="0" w:type="separator">{p("----")}</w:{name}>' + "".join(
        f'<w:{name} w:id="{i}">{p(text)}</w:{name}>' for i, text in enumerate(texts, 1)
    )


def docx(body: str, parts: dict[str, str] | None = None, *, main_type: str = MAIN_TYPE, section: str = "") -> bytes:
    """A package: `parts` maps styles, numbering, footnotes, endnotes, settings, headerN, footerN to the XML inside
    the part's root element, and chartN to a whole part. Relationship ids are the names.
    """
    roots = {"footnotes": "footnotes", "endnotes": "endnotes", "header": "hdr", "footer": "ftr"}
    files = {
        "word/document.xml": f"{HEAD}<w:document {NAMESPACES}><w:body>{body}<w:sectPr>{section}</w:sectPr>"
        "</w:body></w:document>"
    }
    overrides = {"word/document.xml": main_type}
    links = []
    for name, content in (parts or {}).items():
        kind = name.rstrip("0123456789")
        path = f"charts/{name}.xml" if kind == "chart" else f"{name}.xml"
        root = roots.get(kind, kind)
        files[f"word/{path}"] = HEAD + (content if kind == "chart" else f"<w:{root} {NAMESPACES}>{content}</w:{root}>")
        overrides[f"word/{path}"] = TYPES[kind]
        links.append(f'<Relationship Id="{name}" Type="{REL}/{kind}" Target="{path}"/>')
    package_rels = "http://schemas.openxmlformats.org/package/2006/relationships"
    relations = f'{HEAD}<Relationships xmlns="{package_rels}">{"".join(links)}</Relationships>'
    files["word/_rels/document.xml.rels"] = relations
    files["_rels/.rels"] = (
        f'{HEAD}<Relationships xmlns="{package_rels}"><Relationship Id="rId1" Type="{REL}/officeDocument" '
        'Target="word/document.xml"/></Relationships>'
    )
    types = "".join(f'<Override PartName="/{path}" ContentType="{kind}"/>' for path, kind in overrides.items())
    files["[Content_Types].xml"] = (
        f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), files[name], zipfile.ZIP_DEFLATED)
    return out.getvalue()


STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
    + style("1", "heading 1", '<w:outlineLvl w:val="0"/>', '<w:b/><w:sz w:val="32"/>', "a")
    + style("2", "heading 2", '<w:outlineLvl w:val="1"/>' + numbered(1, 0), "<w:b/>", "a")
    + style("TOC1", "toc 1", "", "", "a")
)
NUMBERING = (
    '<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>'
    + lvl(0, "chineseCountingThousand", "%1、", '<w:pStyle w:val="2"/><w:suff w:val="nothing"/>')
    + lvl(1, "chineseCountingThousand", "（%2）", '<w:suff w:val="nothing"/>')
    + lvl(2, "decimal", "%3.")
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)


def report() -> bytes:
    """An invented report with every construct; 本年支出合计 is a digit too high, the rest agrees."""
    entry = r("第一部分 决算情况说明") + "<w:r><w:tab/></w:r>" + r("1")
    body = (
        p("青禾县示例局2024年度部门决算")
        + p(field('TOC \\o "1-2"', entry), '<w:pStyle w:val="TOC1"/>')
        + p("第一部分 决算情况说明", '<w:pStyle w:val="1"/>')
        + p("收入支出决算总体情况说明", '<w:pStyle w:val="2"/>')
        + p(
            r("本年收入合计")
            + r("12", "<w:b/>")
            + r("0.50")
            + r("万元，其中：一般公共预算财政拨款收入100.50万元；事业收入20.00万元。")
            + '<w:r><w:footnoteReference w:id="1"/></w:r>'
        )
        + p("支出决算情况说明", '<w:pStyle w:val="2"/>')
        + p("本年支出合计130.50万元，其中：基本支出80.50万元；项目支出40.00万元。", numbered(1, 1))
        + p(chart_run("chart1"))
        + p("收入支出决算总表")
        + p("单位：万元", '<w:jc w:val="right"/>')
        + tbl(
            tr("项目", "决算数", properties="<w:tblHeader/>"),
            tr("基本支出", "80.50"),
            tr("项目支出", "40.00"),
            tr("合计", "120.50"),
        )
    )
    parts = {
        "styles": STYLES,
        "numbering": NUMBERING,
        "footnotes": notes("footnotes", "事业收入含上年结转2.00万元。"),
        "header1": p("青禾县示例局2024年度部门决算"),
        "chart1": chart_part("支出构成", "金额", ["基本支出", "项目支出"], ["80.5", "40"], "0.00"),
    }
    return docx(body, parts, section='<w:headerReference w:type="default" r:id="header1"/>')


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(report())
