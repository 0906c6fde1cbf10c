"""The page for people who never open a terminal: a server on this machine, and the program that starts it."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from auditlint import messages
from auditlint.errors import UsageError
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import Namespace

    from uvicorn import Server

LOCAL = ("127.0.0.1", "localhost", "::1")
PORT = 8765
_WAITING = 128  # connections the system keeps for us


def serve(options: Namespace) -> int:
    """Serve until interrupted; the options are those of `auditlint serve`."""
    return _serve(
        options.host, options.port, options.token, options.lang,
        keep_days=0 if options.no_history else max(options.keep_days, 1), browser=not options.no_browser, desktop=False,
    )  # fmt: skip


def start() -> int:
    """Start by a double-click: open the page in the browser, also where the program runs already."""
    if _answers("127.0.0.1", PORT):
        _open(f"http://127.0.0.1:{PORT}/")
        return 0
    try:
        return _serve("127.0.0.1", PORT, None, "zh", keep_days=30, browser=True, desktop=True)
    except UsageError:
        # the port is another program's, or the history another user's
        return _serve("127.0.0.1", 0, None, "zh", keep_days=0, browser=True, desktop=True)


def _serve(host: str, port: int, token: str | None, lang: str, *, keep_days: int, browser: bool, desktop: bool) -> int:
    import uvicorn

    from auditlint.web.app import application, door
    from auditlint.web.pages import Setup
    from auditlint.web.processes import Processes
    from auditlint.web.store import Store

    zh = lang != "en"
    if token == "" or (token is None and host not in LOCAL):
        token = secrets.token_urlsafe(18)
    listening = _listen(host, port, zh)
    with ExitStack() as ending:
        ending.callback(listening.close)
        folder = _folder()
        if not keep_days:
            folder = Path(ending.enter_context(tempfile.TemporaryDirectory(prefix="auditlint-")))
        store = Store(folder / "web")
        processors = max(os.cpu_count() or 1, 1)
        processes = Processes(processors)
        address = _address(host, listening.getsockname()[1])
        shown = f"{address}?token={token}" if token else address
        servers: list[Server] = []

        def quit() -> None:
            for server in servers:
                server.should_exit = True

        def ready() -> None:
            _say(f"auditlint：{shown}（按 Ctrl-C 结束）" if zh else f"auditlint: {shown} (Ctrl-C ends it)")
            if browser:
                _open(shown)

        setup = Setup(
            door(hosts=_hosts(host), token=token or "", secret=secrets.token_urlsafe(24)),
            "zh" if zh else "en",
            keep_days,
            quit if desktop else None,
            ready,
        )
        config = uvicorn.Config(
            application(store, processes, setup, processors),
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=3,
            proxy_headers=False,
        )
        servers.append(uvicorn.Server(config))
        _end_in_order(quit)
        try:
            servers[0].run(sockets=[listening])
        except KeyboardInterrupt:
            pass
        finally:
            processes.stop()
    return 0


def _end_in_order(quit: Callable[[], None]) -> None:
    """Let a signal that would kill the program end it instead, so that its temporary folder goes with it."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        # a program started with nohup stays deaf to SIGHUP
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, lambda number, frame: quit())


def _listen(host: str, port: int, zh: bool) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    if sys.platform != "win32":
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((host, port))
        made.listen(_WAITING)
    except (OSError, OverflowError) as error:
        made.close()
        reason = messages.cause(error, "zh" if zh else "en") if isinstance(error, OSError) else str(error)
        told = f"{host}:{port} 不能使用（{reason}）。请用 --port 换一个端口。"
        en = f"{host}:{port} cannot be used ({reason}); choose another with --port."
        raise UsageError(told if zh else en) from error
    return made


def _hosts(host: str) -> tuple[str, ...]:
    """The names this server answers to; all addresses where it listens on all, which takes a token."""
    if host in ("0.0.0.0", "::"):
        return (*LOCAL, socket.gethostname().lower(), "*")
    return (*LOCAL, host.lower())


def _address(host: str, port: int) -> str:
    name = "127.0.0.1" if host in ("0.0.0.0", "::") else f"[{host}]" if ":" in host else host
    return f"http://{name}:{port}/"


def _folder() -> Path:
    """Where the history is kept: the user's data folder."""
    from platformdirs import user_data_path

    return user_data_path("auditlint", appauthor=False)


def _answers(host: str, port: int) -> bool:
    """Whether this program answers at an address."""
    import http.client
    import json

    connection = http.client.HTTPConnection(host, port, timeout=1)
    try:
        connection.request("GET", "/api/v1/openapi.json")
        found = json.loads(connection.getresponse().read())
    except (OSError, http.client.HTTPException, ValueError):
        return False
    finally:
        connection.close()
    return isinstance(found, dict) and found.get("info", {}).get("title") == "auditlint"


def _open(address: str) -> None:
    import threading
    import webbrowser

    threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()


def _say(words: str) -> None:
    """Tell on the terminal; a program started by a double-click has none."""
    if sys.stdout is not None:
        print(words, flush=True)


__all__ = ["serve", "start"]
