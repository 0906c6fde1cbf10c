"""What answers to each address: pages, jobs, downloads, the JSON API."""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from collections.abc import Callable, Sequence, Sized
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from urllib.parse import quote

from anyio import CapacityLimiter, to_thread
from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from auditlint import suppress
from auditlint.bundle import ROLES
from auditlint.readers import BY_SUFFIX, READERS
from auditlint.reporters import REPORTERS
from auditlint.reporters.page.build import static
from auditlint.settings import Lang
from auditlint.typed import TYPE_CHECKING, Any, cast
from auditlint.web.api import description
from auditlint.web.pages import BusyError, Pages
from auditlint.web.processes import Processes
from auditlint.web.queue import MOST_WAITING, Queue, shown, task
from auditlint.web.store import Decision, Record, Store
from auditlint.web.uploads import (
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
from auditlint.web.worker import COPIES, PAGE, Loose, answer, render, show

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
SMALL = 64 * 1024
_LONGEST_REASON = 2000
AT_ONCE = 64  # answers that may wait for a process


class Site:
    """The pages."""

    def __init__(self, store: Store, queue: Queue, processes: Processes, renderers: Processes, pages: Pages) -> None:
        self.store = store
        self.queue = queue
        self.processes = processes
        self.renderers = renderers  # their own, so that checks that take long do not keep results from being seen
        self.pages = pages
        self.setup = pages.setup
        self.waiting: CapacityLimiter | None = None
        self.forgotten = time.monotonic()

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
        values = {
            "records": [(r, counts(r, self.store.decisions(r.id)), _when(r.created)) for r in self.store.recent()],
            "kinds": kinds[self.pages.lang(request)],
            "accept": ",".join(BY_SUFFIX),
            "keep_days": self.setup.keep_days,
        }
        return self.pages.page(request, "home.html", values)

    async def job(self, request: Request) -> Response:
        """A job: its progress, or its result."""
        record = self.record(request)
        if record.state != "done":
            return self.pages.page(request, "progress.html", {"record": record})
        decisions = self.store.decisions(record.id)
        if record.shown != shown(decisions):
            await self.work(self.renderers, show, task(self.store, record))
            self.store.show(record.id, shown(decisions))
        path = self.store.place(record.id) / PAGE
        fragment = await to_thread.run_sync(lambda: path.read_text(encoding="utf-8"))
        said = {d.fingerprint: [d.state, d.reason, d.by, d.until] for d in decisions}
        summary = record.summary
        stayed = len(cast(Sized, summary["severities"])) - len(cast(Sized, summary["came"]))
        values = {
            "record": record,
            "fragment": Markup(fragment),
            "formats": [f for f in formats(record) if f != "accepted" or any(d.state == f for d in decisions)],
            "data": {
                "id": record.id,
                "decisions": said,
                "came": summary["came"],
                "still": summary["still"],
                "reopened": summary["reopened"],
            },
            "stayed": stayed,
            "when": _when(record.created),
            "accept": ",".join(BY_SUFFIX),
        }
        return self.pages.page(request, "result.html", values)

    async def state(self, request: Request) -> Response:
        """How a job is doing."""
        record = self.record(request)
        return JSONResponse({"state": record.state, "stage": record.stage, "waiting": self.queue.waiting()})

    async def api(self, request: Request) -> Response:
        """How to call the API."""
        values = {"base": str(request.base_url).rstrip("/"), "token": bool(self.setup.door.token)}
        return self.pages.page(request, "api.html", values)

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
        return request.form(max_files=MOST_FILES, max_fields=50, max_part_size=SMALL)

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
            made = [await self.added(group, before, self.pages.lang(request)) for group in groups]
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
        called = words(self.pages.lang(request))[f"web.called.{format}"]
        copied = next((u.name for u in record.files if u.name.lower().endswith(suffix)), record.name)
        stem = os.path.splitext(copied if format in COPIES else record.name)[0]
        name = quote(f"{stem}-{called}{suffix}", safe="")
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


def formats(record: Record) -> tuple[str, ...]:
    """The formats a job's result can be had in."""
    kinds = record.summary.get("formats")
    kinds = kinds if isinstance(kinds, list) else []
    fitting = (f for f in FORMATS if f not in COPIES or set(COPIES[f]) & set(kinds))
    return () if record.summary.get("unreadable") else tuple(fitting)


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
