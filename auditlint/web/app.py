"""The local page and its JSON API as an ASGI application."""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence, Sized
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote

from anyio import CapacityLimiter, to_thread
from jinja2 import ChoiceLoader, PackageLoader
from markupsafe import Markup
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from auditlint import __version__, suppress
from auditlint.bundle import ROLES
from auditlint.readers import BY_SUFFIX, READERS
from auditlint.records import dataclass
from auditlint.reporters import REPORTERS
from auditlint.reporters.page.build import embedded, environment, static
from auditlint.settings import Lang
from auditlint.web.api import description
from auditlint.web.guard import LOOPBACK, Door, Guard, TooLargeError
from auditlint.web.processes import Bounds, Processes, StoppedError, WorkError
from auditlint.web.queue import MOST_WAITING, Queue, shown, task
from auditlint.web.store import Decision, Record, Store
from auditlint.web.uploads import (
    MOST_BYTES,
    MOST_FILES,
    Incoming,
    RefusedError,
    alone,
    carried,
    copied,
    displayed,
    guessed,
    incoming,
    keep,
    loose,
    matched,
)
from auditlint.web.words import words
from auditlint.web.worker import PAGE, Loose, answer, render, show

if TYPE_CHECKING:
    from starlette.datastructures import FormData

FORMATS = ("docx", "workbook", "xlsx", "html", "json", "accepted")
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".yml": "application/yaml",
}
_STATIC = {
    "report.css": "text/css; charset=utf-8",
    "report.js": "text/javascript; charset=utf-8",
    "web.css": "text/css; charset=utf-8",
    "web.js": "text/javascript; charset=utf-8",
}
# what accountants have comes first
_MOST_USED = ("docx", "office", "workbook", "pdf", "html", "text", "markdown", "archive")
_SMALL = 64 * 1024
_LONGEST_REASON = 2000
_AT_ONCE = 64  # answers that may wait for a process


@dataclass(frozen=True, slots=True)
class Setup:
    """How the page is run. `keep_days` 0 keeps no history; `quit` ends the program where the page may do that."""

    door: Door
    lang: Lang = "zh"
    keep_days: int = 30
    quit: Callable[[], None] | None = None
    ready: Callable[[], None] | None = None


def application(store: Store, processes: Processes, setup: Setup, threads: int = 2) -> Guard:
    """The whole application behind its guard."""
    renderers = Processes(threads, Bounds(seconds=120))
    site = Site(store, Queue(store, processes, threads), processes, renderers, setup)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        del app
        site.waiting = CapacityLimiter(_AT_ONCE)
        if setup.keep_days:
            store.forget(setup.keep_days * 86400)
        if setup.ready is not None:
            setup.ready()
        yield
        processes.stop()
        renderers.stop()
        store.close()

    handlers: dict[Any, Any] = {
        RefusedError: site.refused,
        TooLargeError: site.too_large,
        HTTPException: site.missing,
        WorkError: site.failed,
        StoppedError: site.failed,
        OSError: site.full,
        sqlite3.OperationalError: site.full,
        BusyError: site.busy,
    }
    return Guard(Starlette(routes=site.routes(), lifespan=lifespan, exception_handlers=handlers), setup.door)


def door(**changes: Any) -> Door:
    """The door with the limits on bodies that fit this application."""
    limits = {"body": _SMALL, "uploads": ("/jobs", "/api/v1/check"), "upload": MOST_BYTES}
    return Door(**{**limits, **changes})


class BusyError(Exception):
    """More checks wait than are taken."""


class Site:
    """The pages."""

    def __init__(
        self, store: Store, queue: Queue, processes: Processes, renderers: Processes, setup: Setup
    ) -> None:
        self.store = store
        self.queue = queue
        self.processes = processes
        self.renderers = renderers  # their own, so that checks that take long do not keep results from being seen
        self.setup = setup
        self.waiting: CapacityLimiter | None = None
        self.forgotten = time.monotonic()
        self.templates = environment().overlay(
            loader=ChoiceLoader([PackageLoader("auditlint.web"), PackageLoader("auditlint.reporters.page")])
        )

    def routes(self) -> list[Route]:
        """Every address there is."""
        get, post = ["GET"], ["POST"]
        return [
            Route("/", self.home, methods=get),
            Route("/jobs", self.upload, methods=post),
            Route("/jobs/delete", self.delete_all, methods=post),
            Route("/jobs/{id}", self.job, methods=get),
            Route("/jobs/{id}/state", self.state, methods=get),
            Route("/jobs/{id}/again", self.again, methods=post),
            Route("/jobs/{id}/delete", self.delete, methods=post),
            Route("/jobs/{id}/decisions", self.decide, methods=post),
            Route("/jobs/{id}/download/{format}", self.download, methods=get),
            Route("/roles", self.roles, methods=post),
            Route("/static/{name}", self.static, methods=get),
            Route("/quit", self.quit, methods=post),
            Route("/api", self.api, methods=get),
            Route("/api/v1/check", self.check, methods=post),
            Route("/api/v1/openapi.json", self.openapi, methods=get),
        ]

    # ------------------------------------------------------------------ pages

    def page(self, request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
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

    def record(self, request: Request) -> Record:
        """The job an address names."""
        found = self.store.get(request.path_params["id"])
        if found is None:
            raise HTTPException(404)
        return found

    async def home(self, request: Request) -> Response:
        """Where files are dropped, and the history."""
        if self.setup.keep_days and time.monotonic() - self.forgotten > 3600:
            self.forgotten = time.monotonic()
            self.store.forget(self.setup.keep_days * 86400)
        kinds = {
            "zh": "、".join(READERS[name].title for name in sorted(READERS, key=_rank)),
            "en": ", ".join(s.lstrip(".") for s in BY_SUFFIX),
        }
        return self.page(
            request,
            "home.html",
            records=[(r, counts(r, self.store.decisions(r.id)), _when(r.created)) for r in self.store.recent()],
            kinds=kinds[self.lang(request)],
            accept=",".join(BY_SUFFIX),
            keep_days=self.setup.keep_days,
        )

    async def job(self, request: Request) -> Response:
        """A job: its progress, or its result."""
        record = self.record(request)
        if record.state != "done":
            return self.page(request, "progress.html", record=record)
        decisions = self.store.decisions(record.id)
        if record.shown != shown(decisions):
            await self.work(self.renderers, show, task(self.store, record))
            self.store.show(record.id, shown(decisions))
        path = self.store.place(record.id) / PAGE
        fragment = await to_thread.run_sync(lambda: path.read_text(encoding="utf-8"))
        said = {d.fingerprint: [d.state, d.reason, d.by, d.until] for d in decisions}
        summary = record.summary
        stayed = len(cast(Sized, summary["severities"])) - len(cast(Sized, summary["came"]))
        return self.page(
            request,
            "result.html",
            record=record,
            fragment=Markup(fragment),
            formats=formats(record),
            data={"id": record.id, "decisions": said, "came": summary["came"], "still": summary["still"]},
            stayed=stayed,
            when=_when(record.created),
            accept=",".join(BY_SUFFIX),
        )

    async def state(self, request: Request) -> Response:
        """How a job is doing."""
        record = self.record(request)
        return JSONResponse({"state": record.state, "stage": record.stage, "waiting": self.queue.waiting()})

    async def api(self, request: Request) -> Response:
        """How to call the API."""
        return self.page(request, "api.html", base=str(request.base_url).rstrip("/"), token=bool(self.setup.door.token))

    async def static(self, request: Request) -> Response:
        """One of the style sheets and scripts."""
        name = request.path_params["name"]
        if name not in _STATIC:
            raise HTTPException(404)
        if name.startswith("report."):
            content = static(name)
        else:
            content = (Path(__file__).parent / "static" / name).read_text(encoding="utf-8")
        return Response(content, headers={"content-type": _STATIC[name], "cache-control": "no-cache"})

    # ------------------------------------------------------------------ jobs

    def form(self, request: Request) -> AbstractAsyncContextManager[FormData]:
        """An upload's form, for as long as it is read."""
        return request.form(max_files=MOST_FILES, max_fields=50, max_part_size=_SMALL)

    async def upload(self, request: Request) -> Response:
        """New files: one job for all of them, or one for each where they are to be checked apart."""
        if self.queue.full:
            raise BusyError
        async with self.form(request) as form:
            files = incoming(form)
            before = self.store.get(str(form.get("previous", "")))
            groups = [files]
            if before is not None:
                groups = [matched(files, before.files)]
            elif form.get("apart"):
                groups = [alone(one) for one in files]
            made = [await self.added(group, before, self.lang(request)) for group in groups]
        return JSONResponse({"jobs": made}, 201)

    async def added(self, files: list[Incoming], before: Record | None, lang: Lang) -> str:
        """Keep files as a job and have it done; its id."""
        job, place = self.store.reserve()
        try:
            kept = await keep(files, place)
            if before is not None:
                old = carried(files, before.files)
                kept += copied(old, self.store.place(before.id), place, len(kept))
            kept.sort(key=lambda u: ROLES.index(u.role))
            self.store.add(job, kept, lang, before.id if before is not None else "")
        except BaseException:
            self.store.delete(job)
            raise
        self.queue.put(job)
        return job

    async def again(self, request: Request) -> Response:
        """Do a job once more."""
        record = self.record(request)
        if record.state in ("queued", "running"):
            return JSONResponse({"state": record.state})
        if self.queue.full:
            raise BusyError
        self.queue.put(record.id)
        return JSONResponse({"state": "queued"}, 202)

    async def delete(self, request: Request) -> Response:
        """Forget a job."""
        self.store.delete(self.record(request).id)
        return JSONResponse({})

    async def delete_all(self, request: Request) -> Response:
        """Forget all jobs that do not run."""
        del request
        for record in self.store.recent(100_000):
            if record.state != "running":
                self.store.delete(record.id)
        return JSONResponse({})

    async def decide(self, request: Request) -> Response:
        """Accept a finding with a reason, mark it as fixed, or take that back."""
        record = self.record(request)
        said = await _json(request)
        one = Decision(*(str(said.get(k, "")).strip() for k in ("fingerprint", "state", "reason", "by", "until")))
        if one.state not in ("", "accepted", "fixed") or not one.fingerprint or len(one.fingerprint) > 100:
            raise RefusedError(400, "没有这种处理。", "there is no such decision.")
        if one.state == "accepted" and not one.reason:
            raise RefusedError(400, "请写明原因。", "please give a reason.")
        if len(one.reason) > _LONGEST_REASON or len(one.by) > 100:
            raise RefusedError(400, f"原因不超过{_LONGEST_REASON}字。", f"at most {_LONGEST_REASON} characters.")
        if one.until and not suppress.is_day(one.until):
            raise RefusedError(400, "日期应如2026-12-31。", "write the date as 2026-12-31.")
        self.store.decide(record.id, (one,))
        return JSONResponse({"state": one.state})

    async def download(self, request: Request) -> Response:
        """A job's result in a format."""
        record, format = self.record(request), request.path_params["format"]
        if record.state != "done" or format not in formats(record):
            raise HTTPException(404)
        data = await self.work(self.renderers, render, task(self.store, record), format)
        suffix = ".yml" if format == "accepted" else REPORTERS[format].suffix
        called = words(self.lang(request))[f"web.called.{format}"]
        name = quote(f"{os.path.splitext(record.name)[0]}-{called}{suffix}", safe="")
        headers = {"content-disposition": f"attachment; filename*=UTF-8''{name}", "content-type": _TYPES[suffix]}
        return Response(data, headers=headers)

    async def roles(self, request: Request) -> Response:
        """The likely roles of files by their names."""
        names = (await _json(request)).get("names")
        if not isinstance(names, list) or not all(isinstance(n, str) for n in names) or len(names) > 100:
            raise RefusedError(400, "缺少文件名。", "names are missing.")
        return JSONResponse({"roles": guessed([displayed(n) for n in names])})

    async def quit(self, request: Request) -> Response:
        """End the program."""
        del request
        if self.setup.quit is None:
            raise HTTPException(404)
        self.setup.quit()
        return JSONResponse({})

    # ------------------------------------------------------------------ API

    async def check(self, request: Request) -> Response:
        """Audit files and answer with the result; nothing is kept."""
        if self.waiting is not None and self.waiting.statistics().tasks_waiting >= MOST_WAITING:
            raise BusyError
        lang = request.query_params.get("lang", "zh")
        if lang not in ("zh", "en"):
            raise RefusedError(400, "lang只能是zh或en。", "lang is zh or en.")
        async with self.form(request) as form:
            sent = Loose(await loose(incoming(form)), cast(Lang, lang))
        return Response(await self.work(self.processes, answer, sent), headers={"content-type": "application/json"})

    async def openapi(self, request: Request) -> Response:
        """The description of the API."""
        del request
        return JSONResponse(description(bool(self.setup.door.token)))

    async def work(self, processes: Processes, what: Callable[..., bytes], *args: object) -> bytes:
        """What a process of its own makes, waited for without keeping others waiting."""
        return await to_thread.run_sync(lambda: processes.run(what, *args), limiter=self.waiting)

    # ------------------------------------------------------------------ trouble

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
            return self.page(request, "trouble.html", status, message=en if self.lang(request) == "en" else zh)
        return JSONResponse({"error": {"code": code, "message": zh, "message_en": en}}, status)


def formats(record: Record) -> tuple[str, ...]:
    """The formats a job's result can be had in."""
    kinds = record.summary.get("formats")
    kinds = kinds if isinstance(kinds, list) else []
    one = {"docx": kinds.count("docx") == 1, "workbook": kinds.count("xlsx") == 1}
    return tuple(f for f in FORMATS if one.get(f, True) and not record.summary.get("unreadable"))


def counts(record: Record, decisions: Sequence[Decision]) -> Counter[str]:
    """A job's findings by severity, the accepted ones apart."""
    accepted = {d.fingerprint for d in decisions if d.state == "accepted"}
    severities = cast("dict[str, str]", record.summary.get("severities", {}))
    return Counter("accepted" if f in accepted else severity for f, severity in severities.items())


def _rank(format: str) -> int:
    return _MOST_USED.index(format) if format in _MOST_USED else len(_MOST_USED)


def _when(seconds: float) -> str:
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(seconds))


async def _json(request: Request) -> dict[str, Any]:
    try:
        found = json.loads(await request.body())
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise RefusedError(400, "请求的格式不对。", "the body is no JSON object.")
    return found
