"""What every request passes: host, origin, token and size; what every answer says: what a browser may do with it."""

from __future__ import annotations

import hmac
import ipaddress
from http.cookies import SimpleCookie
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, RedirectResponse, Response

from auditlint.records import dataclass
from auditlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = ("127.0.0.1", "localhost", "::1")
COOKIE = "auditlint_token"
SAFE = ("GET", "HEAD", "OPTIONS")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "cache-control": "no-store",
}


@dataclass(frozen=True, slots=True)
class Door:
    """Who may come in. `token` "" is none; `secret` goes with every change a page of ours makes."""

    hosts: tuple[str, ...] = LOOPBACK
    token: str = ""
    secret: str = ""
    body: int = 0
    uploads: tuple[str, ...] = ()
    upload: int = 0


class TooLargeError(Exception):
    """A body with more bytes than are taken."""


class Guard:
    """ASGI middleware around the whole application."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self.app = app
        self.door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or pass on with the body counted and the headers put in."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def answering(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        headers = Headers(scope=scope)
        refused = self._refusal(scope, headers)
        if refused is not None:
            await refused(scope, receive, answering)
            return
        limit = self.door.upload if scope["path"] in self.door.uploads else self.door.body
        declared = headers.get("content-length", "0")
        if not declared.isdigit() or int(declared) > limit:
            await _too_large(limit)(scope, receive, answering)
            return
        taken = 0

        async def counting() -> Message:
            nonlocal taken
            message = await receive()
            if message["type"] == "http.request":
                taken += len(message.get("body", b""))
                if taken > limit:
                    raise TooLargeError
            return message

        try:
            await self.app(scope, counting, answering)
        except TooLargeError:
            if not started:
                await _too_large(limit)(scope, receive, answering)

    def _refusal(self, scope: Scope, headers: Headers) -> Response | None:
        host = headers.get("host", "")
        if not self._known(host):
            return _refused(421, "host", "不认识的主机名。", "unknown host.")
        if scope["method"] not in SAFE:
            origin = headers.get("origin")
            foreign = origin is not None and urlsplit(origin).netloc != host
            if foreign or headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
                return _refused(403, "origin", "请求来自别的网站，已拒绝。", "the request comes from another site.")
        if self.door.token:
            answer = self._token(scope, headers)
            if answer is not None:
                return answer
        ours = scope["method"] in SAFE or scope["path"].startswith("/api/")
        if not ours and not hmac.compare_digest(headers.get("x-csrf-token", "").encode(), self.door.secret.encode()):
            return _refused(403, "csrf", "页面已过期，请刷新后再试。", "the page is out of date; reload it.")
        return None

    def _known(self, host: str) -> bool:
        """Whether a Host header names this server; a foreign name may point here (DNS rebinding)."""
        try:
            name = urlsplit("//" + host).hostname or ""
        except ValueError:
            return False
        if name in self.door.hosts:
            return True
        return bool(self.door.token) and "*" in self.door.hosts and _address(name)

    def _token(self, scope: Scope, headers: Headers) -> Response | None:
        """Nothing for who has the token; a page's first request brings it in the address and takes a cookie along."""
        cookie = SimpleCookie(headers.get("cookie", ""))
        given = [headers.get("authorization", "").removeprefix("Bearer ")]
        given += [cookie[COOKIE].value] if COOKIE in cookie else []
        if any(hmac.compare_digest(g.encode(), self.door.token.encode()) for g in given):
            return None
        query = parse_qsl(scope["query_string"].decode("latin-1"))
        if scope["method"] == "GET" and any(
            k == "token" and hmac.compare_digest(v.encode(), self.door.token.encode()) for k, v in query
        ):
            rest = urlencode([(k, v) for k, v in query if k != "token"])
            path = "/" + scope["path"].lstrip("/\\")  # a path, whatever it begins with
            answer = RedirectResponse(path + (f"?{rest}" if rest else ""), 303)
            answer.set_cookie(COOKIE, self.door.token, httponly=True, samesite="strict")
            return answer
        zh, en = "需要口令：请用启动时显示的完整地址打开。", "a token is needed: open the address shown at start."
        return _refused(401, "token", zh, en)


def _address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _refused(status: int, code: str, zh: str, en: str) -> Response:
    headers = {"www-authenticate": "Bearer"} if status == 401 else {}
    return JSONResponse({"error": {"code": code, "message": zh, "message_en": en}}, status, headers)


def _too_large(limit: int) -> Response:
    zh, en = f"上传内容超过上限{limit / 1048576:.0f} MB。", f"the upload exceeds the limit of {limit / 1048576:.0f} MB."
    answer = _refused(413, "too-large", zh, en)
    answer.headers["connection"] = "close"
    return answer
