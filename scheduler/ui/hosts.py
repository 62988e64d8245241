"""By which names this app may be asked for: without the question a page of another site reaches it through the user's browser.

Such a page has its own name lead to 127.0.0.1 ("DNS rebinding"); the browser then takes this app for part of that site and lets
the page read schools, plans and files. What such a page cannot choose is the name it came by, which every request carries.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from scheduler.text import Text

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
REFUSED = Text(
    "403：这不是本机的名字，也没有登记过。请用 localhost 打开；要用别的名字，启动时加上 --server.allowedHosts 名字",
    "403: not a name of this machine, nor one that was named. Open it as localhost; "
    "for another name start it with --server.allowedHosts NAME",
)

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


def is_loopback(address: str | None) -> bool:
    """Tell whether only this machine reaches an address; Streamlit without any listens to everybody."""
    return address in LOOPBACK


class NamedHostsOnly:
    """Answers 403 to whatever does not ask for this machine by one of its names, or comes from the page of another site.

    This holds for pages, files, uploads and the websocket alike. The names are those of the loopback, what was named by
    `server.address`, `browser.serverAddress` and `server.allowedHosts` and, where others may come in, the machine's own.
    """

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] == "lifespan" or _is_welcome(scope):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008, "reason": ""})  # before it is accepted: HTTP 403
        else:
            body = "\n".join((*REFUSED, "")).encode()
            kind = (b"content-type", b"text/plain; charset=utf-8")
            length = (b"content-length", str(len(body)).encode())
            await send({"type": "http.response.start", "status": 403, "headers": [kind, length]})
            await send({"type": "http.response.body", "body": body})


def _is_welcome(scope: Scope) -> bool:
    hosts, origins = _header(scope, b"host"), _header(scope, b"origin")
    if len(hosts) != 1 or not _is_named(hosts[0], (scope.get("server") or ("",))[0]):
        return False
    return all(_is_from_here(origin, hosts[0]) for origin in origins)


def _header(scope: Scope, name: bytes) -> list[str]:
    return [value.decode("latin-1").strip() for key, value in scope["headers"] if key.lower() == name]


def _is_named(host: str, own_address: str) -> bool:
    """Tell whether a Host names this machine; `own_address` is the address that the request came in by."""
    name = _name(f"//{host}")
    if not name:
        return False
    if is_loopback(name):
        return True
    named = [st.get_option("server.address"), st.get_option("browser.serverAddress")]
    patterns = {_plain(each) for each in (*named, *st.get_option("server.allowedHosts")) if each}
    if not is_loopback(named[0]):
        patterns |= {_plain(own_address), *_machine()}
    return any(_matches(name, pattern) for pattern in patterns)


def _is_from_here(origin: str, host: str) -> bool:
    """Tell whether a request comes from a page of this app, or of a site that was named in `server.corsAllowedOrigins`."""
    try:
        same = urlsplit(origin).netloc.lower() == host.lower()
    except ValueError:
        return False
    return same or origin in st.get_option("server.corsAllowedOrigins")


def _name(url: str) -> str:
    """Return the name of a machine in an address, '' where there is none or more than a name and a port."""
    try:
        parts = urlsplit(url)
        if parts.path or parts.query or parts.fragment or "@" in parts.netloc or parts.port == 0:
            return ""
        return _plain(parts.hostname or "")
    except ValueError:
        return ""


def _plain(name: str) -> str:
    """Return a name or an address in the one spelling in which they are compared."""
    lowered = name.strip().lower().strip("[]").rstrip(".")
    try:
        address = ipaddress.ip_address(lowered)
    except ValueError:
        return lowered
    mapped = getattr(address, "ipv4_mapped", None)  # an IPv4 caller of a socket for both
    return str(mapped or address)


def _machine() -> set[str]:
    """Return what this machine calls itself, at school also under the name that multicast DNS gives it."""
    own = _plain(socket.gethostname())
    return {own, f"{own.partition('.')[0]}.local"}


def _matches(name: str, pattern: str) -> bool:
    """Tell whether a name is meant by a pattern as `server.allowedHosts` has them: a name, `*.example.com`, or `*` for all."""
    return pattern == "*" or name == pattern or (pattern.startswith("*.") and name.endswith(pattern[1:]))
