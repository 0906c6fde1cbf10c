"""The local page and its JSON API as an ASGI application."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio import CapacityLimiter
from starlette.applications import Starlette

from auditlint.web.guard import LOOPBACK, Door, Guard
from auditlint.web.pages import Pages, Setup
from auditlint.web.processes import Bounds, Processes
from auditlint.web.queue import Queue
from auditlint.web.site import AT_ONCE, SMALL, Site
from auditlint.web.store import Store
from auditlint.web.uploads import MOST_BYTES


def application(store: Store, processes: Processes, setup: Setup, threads: int = 2) -> Guard:
    """The whole application behind its guard."""
    renderers = Processes(threads, Bounds(seconds=120))
    pages = Pages(setup)
    site = Site(store, Queue(store, processes, threads), processes, renderers, pages)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        del app
        site.waiting = CapacityLimiter(AT_ONCE)
        if setup.keep_days:
            store.forget(setup.keep_days * 86400)
        if setup.ready is not None:
            setup.ready()
        yield
        processes.stop()
        renderers.stop()
        store.close()

    return Guard(Starlette(routes=site.routes(), lifespan=lifespan, exception_handlers=pages.handlers()), setup.door)


def door(*, secret: str, hosts: tuple[str, ...] = LOOPBACK, token: str = "", upload: int = MOST_BYTES) -> Door:
    """The door with the limits on bodies that fit this application."""
    return Door(hosts, token, secret, SMALL, ("/jobs", "/api/v1/check"), upload)
