"""Pages from templates, and trouble as a page for people or as JSON for programs."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping

from jinja2 import ChoiceLoader, PackageLoader
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from auditlint import __version__
from auditlint.bundle import ROLES
from auditlint.records import dataclass
from auditlint.reporters.page.build import embedded, environment
from auditlint.settings import Lang
from auditlint.typed import Any, cast
from auditlint.web.guard import LOOPBACK, Door, TooLargeError
from auditlint.web.processes import StoppedError, WorkError
from auditlint.web.uploads import MOST_BYTES, RefusedError
from auditlint.web.words import words


@dataclass(frozen=True, slots=True)
class Setup:
    """How the page is run. `keep_days` 0 keeps no history; `quit` ends the program where the page may do that."""

    door: Door
    lang: Lang = "zh"
    keep_days: int = 30
    quit: Callable[[], None] | None = None
    ready: Callable[[], None] | None = None


class BusyError(Exception):
    """More checks wait than are taken."""


class Pages:
    """Makes the pages; knows what a program's set-up says of them."""

    def __init__(self, setup: Setup) -> None:
        self.setup = setup
        self.templates = environment().overlay(
            loader=ChoiceLoader([PackageLoader("auditlint.web"), PackageLoader("auditlint.reporters.page")])
        )

    def handlers(self) -> dict[Any, Any]:
        """What answers for which error."""
        return {
            RefusedError: self.refused,
            TooLargeError: self.too_large,
            HTTPException: self.missing,
            WorkError: self.failed,
            StoppedError: self.failed,
            OSError: self.full,
            sqlite3.OperationalError: self.full,
            BusyError: self.busy,
        }

    def page(self, request: Request, template: str, values: Mapping[str, object], status: int = 200) -> HTMLResponse:
        """A page from a template."""
        lang = self.lang(request)
        every = words(lang)
        html = self.templates.get_template(template).render(
            w=every,
            lang="en" if lang == "en" else "zh-CN",
            said=embedded({**every, "csrf": self.setup.door.secret, "roles": list(ROLES), "most": MOST_BYTES}),
            version=__version__,
            quit=self.setup.quit is not None,
            remote=not set(self.setup.door.hosts) <= set(LOOPBACK),
            **values,
        )
        return HTMLResponse(html, status)

    def lang(self, request: Request) -> Lang:
        """The language a person chose, else the program's."""
        chosen = request.cookies.get("auditlint_lang", self.setup.lang)
        return "en" if chosen == "en" else "zh"

    async def refused(self, request: Request, error: Exception) -> Response:
        """An upload or a request that is not taken."""
        one = cast(RefusedError, error)
        return self.trouble(request, one.status, "refused", one.zh, one.en)

    async def too_large(self, request: Request, error: Exception) -> Response:
        """More bytes than a client said, or than are taken."""
        del error
        told = self.trouble(request, 413, "too-large", "上传内容超过上限。", "the upload exceeds the limit.")
        told.headers["connection"] = "close"
        return told

    async def failed(self, request: Request, error: Exception) -> Response:
        """Work that came to nothing."""
        return self.trouble(request, 422, "failed", str(error), str(error))

    async def full(self, request: Request, error: Exception) -> Response:
        """A disk that takes nothing more."""
        del error
        every = [words(lang)["web.disk"] for lang in ("zh", "en")]
        return self.trouble(request, 507, "disk", every[0], every[1])

    async def busy(self, request: Request, error: Exception) -> Response:
        """Too much to do."""
        del error
        every = [words(lang)["web.busy"] for lang in ("zh", "en")]
        told = self.trouble(request, 503, "busy", every[0], every[1])
        told.headers["retry-after"] = "10"
        return told

    async def missing(self, request: Request, error: Exception) -> Response:
        """No such page, or a body that is none."""
        status = cast(HTTPException, error).status_code
        zh, en = words("zh")["web.not-found"], words("en")["web.not-found"]
        if status != 404:
            zh, en = "请求的格式不对。", str(cast(HTTPException, error).detail)
        told = self.trouble(request, status, "not-found" if status == 404 else "request", zh, en)
        told.headers.update(cast(HTTPException, error).headers or {})
        return told

    def trouble(self, request: Request, status: int, code: str, zh: str, en: str) -> Response:
        """Trouble as a page for people, as JSON for programs."""
        if request.method == "GET" and "text/html" in request.headers.get("accept", ""):
            message = en if self.lang(request) == "en" else zh
            return self.page(request, "trouble.html", {"message": message}, status)
        return JSONResponse({"error": {"code": code, "message": zh, "message_en": en}}, status)
