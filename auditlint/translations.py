"""English for the sentences in which readers and limits tell trouble; they say them in Chinese, as most users read.

`tests/test_translations.py` finds every such sentence in the code and fails on one without English.
"""

from __future__ import annotations

import re
from functools import lru_cache

from auditlint.errors import AuditlintError, ReadError

# A `{}` of the Chinese stands for what is filled in, `{、}` for a list; the English takes it in the same order, or by
# number.
SENTENCES: dict[str, str] = {
    # which file, which format
    "找不到文件。": "there is no such file.",
    "请检查路径和文件名是否写对。": "Check the path and the name.",
    "文件是空的。": "the file is empty.",
    "请确认文件已保存完整。": "Make sure that it was saved completely.",
    "这是一个文件夹，不是文件。": "this is a folder, not a file.",
    "请给出文件夹里的报告文件。": "Name the report in it.",
    "没有读取文件的权限，或文件正被其他程序占用。": "the file may not be read, or another program holds it.",
    "请关闭打开它的程序，或检查权限。": "Close the program that has it open, or check the permissions.",
    "文件读不出来（{}）。": "the file cannot be read ({}).",
    "请把文件复制到本机硬盘后再试。": "Copy it to a local disk and try again.",
    "文件没有扩展名。": "the file name has no extension.",
    "不认识扩展名“{}”。": "the extension '{}' is not known.",
    "能读的格式有：{}。": "Formats that can be read: {}.",
    "扩展名是“{}”，内容却不是{}。": "the extension is '{}', but the content is not {}.",
    "没有安装读取{}需要的组件（{}）。": "a package that reads {} is not installed ({}).",
    "请重新安装 auditlint，或把文件另存为 .docx 或 .txt。": (
        "Install auditlint anew, or save the file as .docx or .txt."
    ),
    "这是 Office 打开文件时生成的临时文件，不是报告。": (
        "this is a temporary file of an open Office document, no report."
    ),
    "请关闭 Word 或 Excel 后选择报告本身。": "Close Word or Excel and choose the report itself.",
    "这是 Word 文档，请把扩展名改为 .docx。": "It is a Word document; rename it to .docx.",
    "这是 Excel 工作簿，请把扩展名改为 .xlsx。": "It is an Excel workbook; rename it to .xlsx.",
    "这是压缩包，请把扩展名改为 .zip，或先解压。": "It is an archive; rename it to .zip, or unpack it first.",
    "这是旧版 Office 文件，请把扩展名改为 .doc 或 .xls，或用 Word、Excel 另存为新格式。": (
        "It is an old Office file; rename it to .doc or .xls, or save it in the new format with Word or Excel."
    ),
    "这是 PDF，请把扩展名改为 .pdf。": "It is a PDF; rename it to .pdf.",
    "这是 RTF 文档，请把扩展名改为 .rtf。": "It is an RTF document; rename it to .rtf.",
    "这是网页，请把扩展名改为 .html。": "It is a web page; rename it to .html.",
    "这是纯文本，请把扩展名改为 .txt。": "It is plain text; rename it to .txt.",
    "文件可能没有下载完整或已损坏，请重新取得，并用原来的软件打开确认。": (
        "It may be damaged or not downloaded completely; get it again and see whether its own program opens it."
    ),
    "认不出文件的文字编码。": "the encoding of the text is not known.",
    "请用记事本打开，另存为 UTF-8 编码的文本后再检查。": "Open it with an editor and save it as UTF-8.",
    "没有这个规则文件夹。": "there is no such folder of rules.",
    "文件夹里没有规则文件（*.yml）。": "there are no rule files (*.yml) in this folder.",
    # limits
    "文件有 {} MB，超过上限 {} MB。": "the file has {} MB, more than the {} MB allowed.",
    "请拆分文件，或去掉其中的大图片后再检查。": "Split it, or take large pictures out of it.",
    "文字有 {} 个字符，超过上限 {} 个。": "the text has {} characters, more than the {} allowed.",
    "请拆分文件后再检查。": "Split the file.",
    "请拆分后再检查。": "Split it.",
    "压缩包里有 {} 个文件，超过上限 {} 个。": "the archive holds {} files, more than the {} allowed.",
    "压缩包解开后有 {} MB，大得不正常，为安全起见没有读取。": (
        "the archive unpacks to {} MB, which is suspiciously much; it was not read."
    ),
    "请确认文件来源；如无问题，请用原来的软件另存后再检查。": (
        "Make sure where it comes from; if all is well, save it anew with its own program."
    ),
    "工作簿有 {} 张工作表，超过上限 {} 张。": "the workbook has {} sheets, more than the {} allowed.",
    "请拆分工作簿后再检查。": "Split the workbook.",
    "表格的单元格超过上限 {} 个。": "the tables have more than the {} cells allowed.",
    "请删去空白区域的格式，或拆分文件后再检查。": "Clear the formats of empty areas, or split the file.",
    "文件有 {} 页，超过上限 {} 页。": "the file has {} pages, more than the {} allowed.",
    "文件结构嵌套超过 {} 层，为安全起见没有读取。": "the file is nested more than {} levels deep; it was not read.",
    "请用原来的软件另存后再检查。": "Save it anew with its own program.",
    # Word
    "文档没有正文。": "the document has no body.",
    "有 {} 幅图片或示意图，里面的文字和数字没有读取。": (
        "There are {} pictures or diagrams; the text and figures in them were not read."
    ),
    "有 {} 个嵌入的对象（如 Excel 工作表），里面的数字没有读取。": (
        "There are {} embedded objects, such as Excel sheets; the figures in them were not read."
    ),
    "有 {} 个图表没有保存数据，里面的数字没有读取。": (
        "There are {} charts without data; their figures were not read."
    ),
    "文件里有修订标记，检查的是{}内容。": "The file has tracked changes; what was checked is the text {}.",
    "有一段从别的文件插入的内容没有读取；请用 Word 打开并另存后再检查。": (
        "A part inserted from another file was not read; open the file with Word and save it anew."
    ),
    "请用 Word 打开并另存为 .docx 后再检查。": "Open it with Word and save it as .docx.",
    "内容是旧版 Word 格式，扩展名却是新版的。": ("the content is of an old Word format, the extension of the new one."),
    "请用 Word 或 WPS 另存为 .docx。": "Save it as .docx with Word or WPS.",
    "不是完整的 Word 文件（可能没有下载完整，或扩展名不对）。": (
        "this is no complete Word file; it may not be downloaded completely, or have a wrong extension."
    ),
    "压缩包里没有 Word 文档。": "there is no Word document in the archive.",
    "请确认文件由 Word 或 WPS 保存为 .docx。": "Make sure that Word or WPS saved it as .docx.",
    "文件的压缩包加了密码。": "the file's archive is encrypted.",
    "请用 Word 打开后不设密码另存。": "Open it with Word and save it without a password.",
    "请重新取得文件，或用 Word 的“打开并修复”后另存。": "Get it again, or repair it with Word and save it.",
    "{} 含有 Word 文件不允许的文档类型声明，为安全起见没有读取。": (
        "{} has a document type declaration, which Word files may not have; it was not read."
    ),
    "文件有打开密码。": "the file is protected by a password.",
    "请在 Word 中取消密码后另存，再检查。": "Take the password off with Word and save it.",
    "请重新取得文件，用 Word 打开后另存。": "Get it again, open it with Word and save it.",
    "文件已损坏（{} 读不出来）。": "the file is damaged ({} cannot be read).",
    "文件已损坏（{} 不是合格的 XML）。": "the file is damaged ({} is not well-formed XML).",
    "请用 Word 的“打开并修复”后另存。": "Repair it with Word and save it.",
    # Excel and its kin
    "请用 Excel 或 WPS 打开并另存为 .xlsx 后再检查。": "Open it with Excel or WPS and save it as .xlsx.",
    "这种格式只能读到数字的存储值，读不到百分比等显示格式，也分不出空单元格和没有结果的公式；请另存为 .xlsx 再检查。": (
        "Of this format only stored values can be read, not how they are shown, nor empty cells told from formulas "
        "without results; save it as .xlsx."
    ),
    "工作簿有打开密码。": "the workbook is protected by a password.",
    "请在 Excel 或 WPS 中取消密码后另存，再检查。": "Take the password off with Excel or WPS and save it.",
    "不是完整的工作簿（可能已损坏，或扩展名不对）。": ("this is no complete workbook; it may be damaged or misnamed."),
    "文件已损坏，或不是 Excel 工作簿。": "the file is damaged, or no Excel workbook.",
    "文件不完整（缺少 {}）。": "the file is not complete ({} is missing).",
    "请用 Excel 打开后不设密码另存。": "Open it with Excel and save it without a password.",
    "{} 含有 Excel 文件不允许的文档类型声明，为安全起见没有读取。": (
        "{} has a document type declaration, which Excel files may not have; it was not read."
    ),
    "这是 Excel 2003 的 XML 表格。": "this is an XML spreadsheet of Excel 2003.",
    "不是完整的 Excel 文件（可能没有下载完整，或扩展名不对）。": (
        "this is no complete Excel file; it may not be downloaded completely, or have a wrong extension."
    ),
    "压缩包里没有 Excel 工作簿。": "there is no Excel workbook in the archive.",
    "请确认文件由 Excel 或 WPS 保存为 .xlsx。": "Make sure that Excel or WPS saved it as .xlsx.",
    "工作表“{}”不是表格（如图表工作表），没有读取。": (
        "The sheet '{}' holds no cells (a chart sheet, say); it was not read."
    ),
    "工作簿里没有任何内容。": "the workbook is empty.",
    "请确认选对了文件。": "Make sure that it is the right file.",
    "工作表“{}”是隐藏的，里面的数字也读取了。": "The sheet '{}' is hidden; its figures were read as well.",
    "工作表“{}”有隐藏的行（{、}），里面的数字也读取了。": (
        "The sheet '{}' has hidden rows ({}); their figures were read as well."
    ),
    "工作表“{}”有隐藏的列（{、}），里面的数字也读取了。": (
        "The sheet '{}' has hidden columns ({}); their figures were read as well."
    ),
    "工作表“{}”的 {、} 是没有计算结果的公式，读不出数字。请用 Excel 或 WPS 打开并保存一次，再检查。": (
        "On the sheet '{}', {} is a formula without a result and cannot be read. Open the file with Excel or WPS and "
        "save it once."
    ),
    "工作表“{}”的 {、} 显示的是错误值，读不出数字。": (
        "On the sheet '{}', {} shows an error value and cannot be read."
    ),
    "文件含有不允许的文档类型声明，为安全起见没有读取。": (
        "the file has a document type declaration, which it may not have; it was not read."
    ),
    "文件已损坏，读不出表格。": "the file is damaged; no table can be read.",
    "文件已损坏，content.xml 不是合格的 XML。": "the file is damaged; content.xml is not well-formed XML.",
    "表格有打开密码。": "the spreadsheet is protected by a password.",
    "请用 WPS 或 LibreOffice 打开后另存为 .xlsx，再检查。": "Open it with WPS or LibreOffice and save it as .xlsx.",
    # old formats of text
    "请用 Word 或 WPS 打开并另存为 .docx 后再检查。": "Open it with Word or WPS and save it as .docx.",
    "读取 {} 需要 LibreOffice，这台电脑上没有找到。": "reading {} takes LibreOffice, which was not found here.",
    "请安装 LibreOffice，或用 Word、WPS 打开并另存为 .docx 后再检查。": (
        "Install LibreOffice, or open the file with Word or WPS and save it as .docx."
    ),
    "请取消密码后另存，再检查。": "Take the password off and save it.",
    "内容不是文字文档，而是{}。": "the content is no text document but {}.",
    "内容不是文字文档。": "the content is no text document.",
    "文件已损坏，或没有下载完整。": "the file is damaged, or not downloaded completely.",
    "LibreOffice 打不开这个文件，可能已损坏或有密码。": ("LibreOffice cannot open it; it may be damaged or protected."),
    "LibreOffice 启动不了（{}）。": "LibreOffice cannot be started ({}).",
    "LibreOffice 转换超过 {} 秒，已停止。": "LibreOffice took longer than {} seconds and was stopped.",
    # PDF
    "请用生成它的 Word 或 Excel 文件检查，或先做文字识别（OCR）并核对。": (
        "Check the Word or Excel file it was made from, or recognise its text (OCR) and proof-read that first."
    ),
    "PDF 里没有文字，是扫描件或图片。": "the PDF has no text: it is a scan or pictures.",
    "PDF 里没有正文。": "the PDF has no body text.",
    "请用生成它的 Word 文件检查。": "Check the Word file it was made from.",
    "第 {、} 页没有文字，是扫描件或图片，没有读取。": (
        "Page {} has no text: it is a scan or pictures, and was not read."
    ),
    "有 {} 个字符的字体没有说明是什么字，读作“�”；请用生成它的 Word 文件检查。": (
        "The fonts do not tell what {} characters are; they were read as '�'. Check the Word file it was made from."
    ),
    "PDF 已损坏，或没有下载完整。": "the PDF is damaged, or not downloaded completely.",
    "请重新取得文件，或用生成它的 Word 文件检查。": "Get it again, or check the Word file it was made from.",
    "PDF 有打开密码。": "the PDF is protected by a password.",
    "请取消密码，或用生成它的 Word 文件检查。": "Take the password off, or check the Word file it was made from.",
    "PDF 读到第 {} 页时超过了时间上限。": "reading the PDF took longer than allowed, at page {}.",
    "PDF 的第 {} 页已损坏。": "page {} of the PDF is damaged.",
    # web pages and archives
    "网页归档里没有网页。": "there is no web page in the web archive.",
    "请在浏览器中另存为“网页，仅 HTML”后再检查。": "Save it as “web page, HTML only” in the browser.",
    "网页的标签嵌套太深，读不完整。": "the page's elements are nested too deeply to be read completely.",
    "请把正文复制到 Word 中保存为 .docx 再检查。": "Copy the text into Word and save it as .docx.",
    "网页里没有文字（正文可能由脚本载入，或是图片）。": (
        "the page has no text; a script may load it, or it is pictures."
    ),
    "网页里没有内容。": "the page is empty.",
    "请在浏览器中打开网页，另存为“网页，仅 HTML”后再检查。": (
        "Open the page in a browser and save it as “web page, HTML only”."
    ),
    "压缩包里又有压缩包，没有读取。": "the archive holds another archive, which was not read.",
    "请解压后再检查。": "Unpack it first.",
    "压缩包里没有能读的报告。": "the archive holds no report that can be read.",
    "请解压后选择报告文件。": "Unpack it and choose the report.",
    "压缩包已损坏，或没有下载完整。": "the archive is damaged, or not downloaded completely.",
    "请重新取得文件，解压后再检查。": "Get it again and unpack it.",
    "压缩包里的“{}”没有读取。": "'{}' in the archive was not read.",
    "压缩包里没有这个文件。": "there is no such file in the archive.",
    "请检查文件名是否写对。": "Check the file's name.",
    "压缩包有密码。": "the archive is protected by a password.",
    # copies with comments, filled-in lists
    "带批注的副本一次只能做一份，这里有 {} 份 {、} 文件；请逐份检查。": (
        "a copy with comments can be made of one report at a time, and here are {} {} files; check them one by one."
    ),
    "带批注的副本只能由 {、} 文件制作。": "a copy with comments can be made of {} files only.",
    "请确认文件没有移动，也没有被别的程序独占。": (
        "Make sure that it was not moved, and that no other program holds it."
    ),
    "读不到原文件，无法制作带批注的副本。": "the file cannot be read again, so no copy with comments can be made.",
    "文件在检查之后被改动过，批注找不到位置。": ("the file has changed since it was checked; comments find no place."),
    "请重新检查。": "Check it again.",
    "{} 已损坏，无法制作带批注的副本。": "{} is damaged, so no copy with comments can be made.",
    "请用 Excel 打开并另存后再试。": "Open it with Excel, save it and try again.",
    "工作簿没有样式表，无法制作带批注的副本。": "the workbook has no styles, so no copy with comments can be made.",
    "请用 Excel 另存后再试。": "Save it anew with Excel and try again.",
    "工作簿的样式表已损坏。": "the workbook's styles are damaged.",
    "请用 auditlint 生成的问题清单（.xlsx）填写后导入。": (
        "Fill in the list (.xlsx) that auditlint made, and import that."
    ),
    "不是 auditlint 的问题清单（缺少“问题清单”表或其中的列）。": "this is no issue list of auditlint.",
    "不是能打开的 Excel 文件。": "this is no Excel file that can be opened.",
    "文件里没有正文，无法制作带批注的副本。": "the file has no body, so no copy with comments can be made.",
    "不是完整的 Office 文件，无法制作带批注的副本。": (
        "this is no complete Office file, so no copy with comments can be made."
    ),
    "请另存为新版格式后再试。": "Save it in the new format and try again.",
}
SLOT = re.compile("{、?}")

# What is filled in and is itself Chinese.
WORDS: dict[str, str] = {
    "文本": "text",
    "Word 文档": "a Word document",
    "Excel 工作簿": "an Excel workbook",
    "网页": "a web page",
    "旧版文字文档": "a text document",
    "压缩包": "an archive",
    "PDF": "a PDF",
    "Excel 工作簿，请把扩展名改为 .xls": "an Excel workbook; rename it to .xls",
    "演示文稿": "a presentation",
    "接受全部修订后的": "with all changes accepted",
    "修订前的": "before the changes",
}


@lru_cache(maxsize=1)
def _templates() -> tuple[tuple[re.Pattern[str], list[str], str], ...]:
    """What a sentence with slots looks like, its slots, and the English."""

    def pattern(zh: str) -> re.Pattern[str]:
        return re.compile("([^。]+?)".join(map(re.escape, SLOT.split(zh))))

    return tuple((pattern(zh), SLOT.findall(zh), en) for zh, en in SENTENCES.items() if SLOT.search(zh))


def _filled(slot: str, words: str) -> str:
    """What fills a slot; a list of ours may tell its length behind its first few."""
    if slot == "{}":
        return WORDS.get(words, words)
    return re.sub("等 ([0-9]+)(?: 处)?$", r" … (\1 in all)", words).replace("、", ", ")


def english(text: str) -> str:
    """A sentence of a reader in English; whatever else it is stays as it is. A name and a colon may stand before it."""
    if text in SENTENCES:
        return SENTENCES[text]
    for pattern, slots, en in _templates():
        found = pattern.fullmatch(text)
        if found:
            return en.format(*map(_filled, slots, found.groups()))
    for colon in (": ", "："):
        name, parted, rest = text.partition(colon)
        if parted and (told := english(rest)) != rest:
            return f"{name}: {told}"
    sentences = re.findall(r"[^。]+。", text)
    if len(sentences) > 1 and "".join(sentences) == text:
        return " ".join(map(english, sentences))
    return text


def told(error: AuditlintError, lang: str) -> str:
    """An error in the words of a language."""
    if lang != "en":
        return str(error)
    if isinstance(error, ReadError):
        return " ".join(w for w in (f"{error.path}: {english(error.reason)}", english(error.remedy)) if w)
    return english(str(error))
