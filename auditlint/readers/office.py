"""Old formats (.doc, .wps, .rtf, .odt) through LibreOffice, with a folder, a profile and a time limit of its own."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from auditlint.errors import ReadError
from auditlint.model import Document
from auditlint.readers import compound
from auditlint.records import replace
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from auditlint.readers import Source

_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)
_SUFFIXES = frozenset((".doc", ".wps", ".rtf", ".odt"))
_REMEDY = "请用 Word 或 WPS 打开并另存为 .docx 后再检查。"
_OTHER_STREAMS = {"Workbook": "Excel 工作簿，请把扩展名改为 .xls", "PowerPoint Document": "演示文稿"}


def read(source: Source) -> Document:
    """An old text document as a document, through its .docx form; the path stays the original's."""
    from auditlint.readers import docx

    document = docx.read(replace(source, name="converted.docx", data=docx_form(source)))
    return replace(document, path=source.path, format=source.suffix.lstrip("."))


def docx_form(source: Source) -> bytes:
    """What LibreOffice makes of an old text document: its .docx form, the same each time."""
    _look(source)
    program = find()
    if not program:
        told = f"读取 {source.suffix} 需要 LibreOffice，这台电脑上没有找到。"
        raise ReadError(source.path, told, "请安装 LibreOffice，或用 Word、WPS 打开并另存为 .docx 后再检查。")
    return _converted(source, program)


def find() -> str:
    """Where LibreOffice is, or ""."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((p for p in _PLACES if os.path.isfile(p)), "")


def _look(source: Source) -> None:
    """Refuse what is no text document before anything is started."""
    if not source.data.startswith(compound.MAGIC):
        return
    try:
        streams = compound.streams(source.data)
    except compound.DamagedError as exc:
        raise ReadError(source.path, "文件已损坏，或没有下载完整。", _REMEDY) from exc
    if "EncryptedPackage" in streams:
        raise ReadError(source.path, "文件有打开密码。", "请取消密码后另存，再检查。")
    text = streams.get("WordDocument")
    if text is None:
        what = next((t for name, t in _OTHER_STREAMS.items() if name in streams), "")
        raise ReadError(source.path, f"内容不是文字文档，而是{what}。" if what else "内容不是文字文档。", _REMEDY)
    if len(text) > 11 and text[11] & 1:
        raise ReadError(source.path, "文件有打开密码。", "请取消密码后另存，再检查。")


def _converted(source: Source, program: str) -> bytes:
    """The file's .docx form."""
    suffix = source.suffix if source.suffix in _SUFFIXES else ".doc"
    with tempfile.TemporaryDirectory(prefix="auditlint-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        given, out = folder / f"report{suffix}", folder / "out"
        given.write_bytes(source.data)
        profile = (folder / "profile").as_uri()
        command = [program, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--nolockcheck"]
        command += ["--convert-to", "docx:MS Word 2007 XML", "--outdir", str(out), str(given)]
        _run(source, command, folder)
        made = out / "report.docx"
        if not made.is_file():
            raise ReadError(source.path, "LibreOffice 打不开这个文件，可能已损坏或有密码。", _REMEDY)
        source.limits.check_bytes(source.path, made.stat().st_size)
        return made.read_bytes()


def _run(source: Source, command: list[str], folder: Path) -> None:
    """Run LibreOffice; it and all it started end with its time."""
    try:
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as exc:
        raise ReadError(source.path, f"LibreOffice 启动不了（{exc}）。", _REMEDY) from exc
    try:
        process.wait(source.limits.conversion_seconds)
    except subprocess.TimeoutExpired as exc:
        seconds = source.limits.conversion_seconds
        raise ReadError(source.path, f"LibreOffice 转换超过 {seconds:.0f} 秒，已停止。", _REMEDY) from exc
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process and those it started."""
    if sys.platform != "win32":
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    elif process.poll() is None:
        subprocess.run(["taskkill", "/T", "/F", "/PID", str(process.pid)], capture_output=True, check=False)
    process.wait()
