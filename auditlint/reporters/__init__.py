"""Reporters, one per output format; each is imported when it is used."""

from __future__ import annotations

import posixpath
from importlib import import_module

from auditlint import messages
from auditlint.model import Document, Finding, Result
from auditlint.records import dataclass
from auditlint.typed import Literal, Protocol, cast


class Originals(Protocol):
    """The files of a result's documents, wherever they came from; `errors.ReadError` where one cannot be had."""

    def given(self, path: str) -> bytes:
        """A file as it was given."""
        ...

    def docx(self, document: Document) -> bytes:
        """The .docx form a text document was read from: its file, or what an older format was converted to."""
        ...


@dataclass(frozen=True, slots=True)
class RenderOptions:
    """How a result is shown. `color` and `width` matter on a terminal; `source` is the report a copy is made from.

    `originals` gives the files of the reports, by default those of their paths. `titles` are the rules' titles by
    code, `whys` their explanations. `here` is the folder that paths are given from, `root` the one that gates want
    them from.
    """

    lang: str = "zh"
    color: bool = False
    width: int = 100
    quiet: bool = False
    statistics: bool = False
    titles: tuple[tuple[str, str], ...] = ()
    whys: tuple[tuple[str, str], ...] = ()
    here: str = ""
    root: str = ""
    version: str = ""
    source: str = ""
    originals: Originals | None = None


def relative(path: str, options: RenderOptions) -> str:
    """A path as gates want it: with `/`, from the root where it lies in it."""
    given = path.replace("\\", "/").removeprefix("./")
    if not options.root:
        return given
    here, root = (folder.replace("\\", "/").rstrip("/") for folder in (options.here, options.root))
    whole = given if given.startswith("/") or given[1:2] == ":" else posixpath.normpath(f"{here}/{given}")
    return whole.removeprefix(root + "/") if whole.startswith(root + "/") else given


def placed(finding: Finding, lang: str) -> str:
    """A finding's message, with the place before it where gates have no line to show: Word, Excel, PDF."""
    place = "" if finding.location.line is not None else messages.address(finding.location, lang)
    return ": ".join(filter(None, (place, finding.message)))


class Module(Protocol):
    """What a reporter's module offers."""

    def render(self, result: Result, options: RenderOptions) -> str | bytes:
        """The result in the reporter's format."""
        ...


@dataclass(frozen=True, slots=True)
class Reporter:
    """An output format. `filled` says that people write into the file, so that it is never replaced unasked.

    A `binary` one may look at the reports' files again; `fingerprints` tells whether those of findings are shown.
    `needs` says how much of a report must be kept for it: its findings, the text around them, or all there is; of more
    text than `room`, in characters, the text around findings will do (0: never). One that `explains` shows `whys`.
    """

    name: str
    suffix: str
    module: str
    binary: bool = False
    filled: bool = False
    fingerprints: bool = True
    needs: Literal["findings", "excerpts", "all"] = "findings"
    room: int = 0
    explains: bool = False

    def render(self, result: Result, options: RenderOptions) -> str | bytes:
        """The result in this format."""
        return cast(Module, import_module(self.module)).render(result, options)


REPORTERS: dict[str, Reporter] = {
    "text": Reporter("text", ".txt", "auditlint.reporters.terminal", fingerprints=False, needs="excerpts"),
    "concise": Reporter("concise", ".txt", "auditlint.reporters.concise", fingerprints=False),
    "json": Reporter("json", ".json", "auditlint.reporters.json_report", needs="all"),
    "github": Reporter("github", ".txt", "auditlint.reporters.github"),
    "gitlab": Reporter("gitlab", ".json", "auditlint.reporters.gitlab"),
    "sarif": Reporter("sarif", ".sarif", "auditlint.reporters.sarif"),
    "junit": Reporter("junit", ".xml", "auditlint.reporters.junit"),
    "markdown": Reporter("markdown", ".md", "auditlint.reporters.markdown"),
    "html": Reporter("html", ".html", "auditlint.reporters.html", needs="all", room=2_000_000, explains=True),
    "docx": Reporter("docx", ".docx", "auditlint.reporters.docx", binary=True, filled=True, needs="all"),
    "workbook": Reporter("workbook", ".xlsx", "auditlint.reporters.workbook", binary=True, filled=True, needs="all"),
    "xlsx": Reporter("xlsx", ".xlsx", "auditlint.reporters.xlsx", binary=True, filled=True, needs="all"),
}
