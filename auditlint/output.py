"""Result files written whole or not at all."""

from __future__ import annotations

import errno
import os

from auditlint import messages
from auditlint.errors import UsageError

_FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))


def write(path: str, content: str | bytes, lang: str = "zh") -> None:
    """Replace a file by new content in one step; trouble leaves the old file as it was."""
    import tempfile

    data = content.encode("utf-8") if isinstance(content, str) else content
    target = os.path.realpath(path)
    if os.path.exists(target) and not os.path.isfile(target):  # a pipe or device, which takes what it is given
        try:
            with open(target, "wb") as file:
                file.write(data)
        except OSError as error:
            raise UsageError(_told(path, error, lang)) from error
        return
    try:
        handle, temporary = tempfile.mkstemp(dir=os.path.dirname(target), prefix=".auditlint-")
    except OSError as error:
        raise UsageError(_told(path, error, lang)) from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if hasattr(os, "umask"):
            mask = os.umask(0)
            os.umask(mask)
            os.chmod(temporary, 0o666 & ~mask)
        os.replace(temporary, target)
    except OSError as error:
        os.unlink(temporary)
        raise UsageError(_told(path, error, lang)) from error
    except BaseException:
        os.unlink(temporary)
        raise


def _told(path: str, error: OSError, lang: str) -> str:
    reason = messages.cause(error, lang)
    zh, en = "请关闭打开它的程序，或换一个位置。", "close the program that has it open, or choose another place."
    if error.errno in _FULL:
        zh, en = "请腾出空间，或写到别的磁盘上。", "make room, or write to another disk."
    return f"{path}: cannot be written ({reason}); {en}" if lang == "en" else f"{path}: 写不进去（{reason}）。{zh}"


def refuse(path: str, inputs: list[str], filled: bool, force: bool, lang: str) -> None:
    """Refuse an output that is an input, or that people may have written into."""
    zh = lang == "zh"
    if os.path.isdir(path):
        raise UsageError(f"{path}: 是文件夹，请写明文件名。" if zh else f"{path}: is a folder; name a file.")
    real = os.path.realpath(path)
    if any(os.path.realpath(i) == real for i in inputs):
        told = f"{path}: 输出不能写到被检查的文件上，请换一个文件名。"
        raise UsageError(told if zh else f"{path}: the output would replace an audited file; choose another name.")
    if not os.path.isdir(os.path.dirname(real)):
        told = f"{path}: 没有这个文件夹，请先建立。"
        raise UsageError(told if zh else f"{path}: there is no such folder; make it first.")
    if filled and os.path.exists(path) and not force:
        told = f"{path}: 文件已存在，其中可能有填写的内容；确要替换请加--force。"
        raise UsageError(told if zh else f"{path}: exists and may have been filled in; use --force to replace it.")
