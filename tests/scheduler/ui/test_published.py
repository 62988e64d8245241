"""What a link opens, over HTTP: one timetable, nobody else's, from whatever name the network has for this machine."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Iterator
from datetime import date
from time import monotonic, sleep

import pytest
from icalendar import Calendar

from constraints.audit import audit
from scheduler.export.web.audience import Audience, Reader
from scheduler.store import Store
from scheduler.ui import published
from scheduler.ui.published import GONE, PORT, begin_beside, end_beside, path_of, port_beside
from tests.conftest import PATIENCE
from tests.running_app import running_app
from tests.schools import make_school, plan_of, slot

CLASS = Reader(Audience.CLASS, "七(1)班")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def get(port: int, path: str, **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer, body


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
def school_id(store: Store) -> int:
    school = make_school(term_start=date(2026, 9, 1), term_end=date(2026, 9, 30))
    found = store.schools.add(school)
    plan = plan_of({"七(1)班|语文": [slot(1, 1)], "七(2)班|数学": [slot(1, 1)]})
    store.plans.save(found, audit(school, plan), school_number=1, based_on=0)
    store.publications.publish(found, 1)
    store.publications.add_links(found, [CLASS, Reader(Audience.STAFF), Reader(Audience.TEACHER, "查无此人")])
    return found


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The port of the small server that the network may reach."""
    found = free_port()
    monkeypatch.setenv(PORT, str(found))
    published._content.cache_clear()
    published._lessons.cache_clear()
    begin_beside()
    until = monotonic() + PATIENCE
    while port_beside() is None and monotonic() < until:
        sleep(0.01)
    yield found
    end_beside()


def test_a_link_shows_its_class_and_nobody_else_under_any_name(store: Store, school_id: int, port: int) -> None:
    link = path_of(store.publications.links(school_id)[0].token)
    answer, body = get(port, link, Host="192.168.1.9:8600")
    words = body.decode()
    assert answer.status == 200 and answer.headers["Content-Type"].startswith("text/html")
    assert "七(1)班" in words and "语文" in words and "七(2)班" not in words and "数学" not in words
    assert (
        "noindex" in answer.headers["X-Robots-Tag"]
        and "default-src 'none'" in answer.headers["Content-Security-Policy"]
    )
    assert f"webcal://192.168.1.9:8600{link}.ics" in words
    assert "timetable" in get(port, f"{link}?lang=en")[1].decode()


def test_its_calendar_can_be_subscribed_to(store: Store, school_id: int, port: int) -> None:
    link = path_of(store.publications.links(school_id)[0].token)
    answer, body = get(port, f"{link}.ics")
    assert answer.status == 200 and answer.headers["Content-Type"].startswith("text/calendar")
    [event] = Calendar.from_ical(body).events
    assert event["SUMMARY"] == "语文"
    same, _ = get(port, f"{link}.ics", If_None_Match=answer.headers["ETag"])
    assert same.status == 304
    assert get(port, f"{path_of(store.publications.links(school_id)[1].token)}.ics")[0].status == 404  # a staff room


def test_another_version_is_shown_once_it_is_published(store: Store, school_id: int, port: int) -> None:
    link = path_of(store.publications.links(school_id)[0].token)
    school = store.schools.load(school_id)[1]
    report = audit(school, plan_of({"七(1)班|数学": [slot(2, 1)]}))
    store.plans.save(school_id, report, school_number=1, based_on=1)
    assert "语文" in get(port, link)[1].decode()
    store.publications.publish(school_id, 2)
    assert "数学" in get(port, link)[1].decode()


def test_a_school_that_has_the_number_of_one_that_is_gone_shows_its_own_plan(
    store: Store, school_id: int, port: int
) -> None:
    assert "语文" in get(port, path_of(store.publications.links(school_id)[0].token))[1].decode()
    store.schools.remove(school_id)
    again = store.schools.add(make_school())
    assert again == school_id
    report = audit(make_school(), plan_of({"七(1)班|数学": [slot(1, 1)]}))
    store.plans.save(again, report, school_number=1, based_on=0)
    store.publications.publish(again, 1)
    store.publications.add_links(again, [CLASS])
    words = get(port, path_of(store.publications.links(again)[0].token))[1].decode()
    assert "数学" in words and "语文" not in words


def test_what_is_withdrawn_closed_made_up_or_unknown_is_gone_alike(store: Store, school_id: int, port: int) -> None:
    links = store.publications.links(school_id)
    first, unknown = path_of(links[0].token), path_of(links[2].token)
    answers = [get(port, path) for path in (f"{first}x", path_of("1.x"), unknown, f"{unknown}.ics")]
    store.publications.withdraw(school_id, [CLASS])
    answers.append(get(port, first))
    staff = path_of(links[1].token)
    assert get(port, staff)[0].status == 200
    store.publications.close(school_id)
    answers.append(get(port, staff))
    for answer, body in answers:
        assert answer.status == 404 and body.decode() == "\n".join((*GONE, ""))


def test_the_network_gets_nothing_but_links(school_id: int, port: int) -> None:
    assert school_id
    for path in ("/", "/t/", "/_stcore/health", "/_stcore/stream", "/media/x"):
        assert get(port, path)[0].status == 404, path


def test_a_port_that_is_taken_serves_nothing_and_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("0.0.0.0", 0))
        taken.listen()
        monkeypatch.setenv(PORT, str(taken.getsockname()[1]))
        begin_beside()
        published._beside[0].thread.join(PATIENCE)
        assert port_beside() is None
    end_beside()


def test_the_app_serves_links_beside_its_pages(store: Store, school_id: int) -> None:
    link = path_of(store.publications.links(school_id)[0].token)
    with running_app(store.url) as address:
        answer, body = get(int(address.rsplit(":", 1)[1]), link)
    assert answer.status == 200 and "语文" in body.decode()
