"""What teachers and parents open by a link: one timetable, to be looked at, and its calendar. Nothing else is served here.

The routes stand beside the pages (`app_streamlit.py`) and, where that was asked for, on a port of their own that the whole network
may reach (`beside`), while the pages stay on this machine.
"""

from __future__ import annotations

import hashlib
import os
import socket
import threading
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from scheduler.export.calendars import term_of
from scheduler.export.lessons import Lessons
from scheduler.export.web.audience import Audience, Reader
from scheduler.export.web.folder import reader_calendar
from scheduler.export.web.pages import Around, page
from scheduler.plan import PlanView
from scheduler.store import Shown, Store, StoreError, shown
from scheduler.store.database import open_database
from scheduler.text import Text

PORT = "PAIKE_PUBLISH_PORT"
EVERYBODY = "0.0.0.0"
PLANS_KEPT, ANSWERS_KEPT = 4, 512
CALENDAR = ".ics"
GONE = Text("这个链接不能用了，请向学校要新的。", "This link does not work any more; ask the school for a new one.")
FAILED = Text("暂时打不开，请过一会儿再试。", "It cannot be shown just now; try again later.")
_HEADERS = {
    "Cache-Control": "private, no-cache",  # asked for anew each time, so that what is withdrawn is gone
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
}
_loading = threading.Lock()


class _Asked(NamedTuple):
    """What an answer depends on; versions of plans never change."""

    url: str
    shown: Shown
    language: str
    calendar: bool
    address: str


def routes() -> list[Route]:
    """Return the routes."""
    return [Route("/t/{name:str}", _answer)]


def path_of(token: str) -> str:
    """Return where the page of a token is."""
    return f"/t/{token}"


def _answer(request: Request) -> Response:
    """Answer with a page or a calendar; whatever is wrong with a link, the answer is the same."""
    name = request.path_params["name"]
    calendar = name.endswith(CALENDAR)
    token = name.removesuffix(CALENDAR)
    language = "en" if request.query_params.get("lang") == "en" else "zh"
    try:
        database = open_database()
        found = shown(database, token)
        address = f"{request.url.netloc}{request.url.path.removesuffix(CALENDAR)}"
        content = None if found is None else _content(_Asked(database.url, found, language, calendar, address))
    except StoreError:
        return _words(FAILED, 503)
    if content is None:
        return _words(GONE, 404)
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {**_HEADERS, "ETag": tag}
    if request.headers.get("if-none-match", "").removeprefix("W/") == tag:
        return Response(status_code=304, headers=headers)
    return Response(content, headers=headers, media_type="text/calendar" if calendar else "text/html")


def _words(text: Text, status: int) -> Response:
    return PlainTextResponse("\n".join((*text, "")), status, headers=_HEADERS)


@lru_cache(maxsize=ANSWERS_KEPT)
def _content(asked: _Asked) -> bytes | None:
    """Return a page or a calendar; None where there is none. Raises StoreError."""
    found, reader = asked.shown, asked.shown.reader
    with _loading:  # a class that comes all at once has its plan read once
        lessons = _lessons(asked.url, found.owner, found.school_id, found.plan_number, found.at, asked.language)
    term = term_of(lessons.school)
    if asked.calendar:
        return reader_calendar(lessons, reader, term) if _has(lessons, reader) else None
    when = found.at.astimezone().strftime("%Y-%m-%d") if found.at is not None else ""
    around = Around(when, other_language="?lang=zh" if asked.language == "en" else "?lang=en")
    if term is not None and reader.audience is not Audience.STAFF:
        last = asked.address.rpartition("/")[2]
        around = around._replace(calendar=f"{last}{CALENDAR}", subscription=f"webcal://{asked.address}{CALENDAR}")
    text = page(lessons, reader, around)
    return None if text is None else text.encode()


@lru_cache(maxsize=PLANS_KEPT)
def _lessons(url: str, owner: str, school_id: int, number: int, at: datetime | None, language: str) -> Lessons:
    """Return a plan; `at`, when it was published, tells a school from one that was removed and had the same number."""
    stored = Store(owner, open_database(url)).plans.load(school_id, number)
    return Lessons(PlanView(stored.school, stored.plan), language)


def _has(lessons: Lessons, reader: Reader) -> bool:
    """Tell whether a plan knows a reader."""
    known = lessons.school.school_class if reader.audience is Audience.CLASS else lessons.school.teacher
    return reader.who in known


class _Beside(NamedTuple):
    """A server of nothing but the routes."""

    server: uvicorn.Server
    port: int
    thread: threading.Thread


_beside: list[_Beside] = []


def begin_beside() -> None:
    """Serve the routes to the whole network on the port that `PAIKE_PUBLISH_PORT` names, until this program ends; nothing without one.

    Where the port is taken nothing is served, and `port_beside` tells so.
    """
    given = os.environ.get(PORT, "")
    if not given.isdecimal() or _beside:
        return
    app = Starlette(routes=routes(), middleware=[Middleware(GZipMiddleware)])
    config = uvicorn.Config(app, host=EVERYBODY, port=int(given), log_level="error", access_log=False, lifespan="off")
    server = uvicorn.Server(config)
    _beside.append(_Beside(server, int(given), threading.Thread(target=_serve, args=(server,), daemon=True)))
    _beside[0].thread.start()


def _serve(server: uvicorn.Server) -> None:
    """Serve; a port that is taken ends this thread alone."""
    try:
        server.run()
    except SystemExit:
        server.started = False


def end_beside() -> None:
    """Serve no longer."""
    while _beside:
        _beside.pop().server.should_exit = True


def port_beside() -> int | None:
    """Return the port on which the routes are served to the network; None where they are not."""
    return next((each.port for each in _beside if each.server.started), None)


def own_address() -> str:
    """Return the address of this machine in its network; the loopback's where it has none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("10.255.255.255", 1))  # nothing is sent
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"
