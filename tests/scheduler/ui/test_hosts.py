"""The app answers to the names of this machine and to no other: pages, files, uploads and the websocket."""

from __future__ import annotations

import asyncio
import http.client
import socket
from collections.abc import Iterator
from typing import Any

import pytest
import streamlit.config

from scheduler.ui.hosts import NamedHostsOnly
from tests.running_app import running_app

WEBSOCKET = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}
PATHS = ("/", "/solve", "/_stcore/health", "/_stcore/host-config", "/media/x", "/_stcore/upload_file/a/b")


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of `streamlit run app_streamlit.py`, which listens to this machine alone."""
    with running_app(f"sqlite:///{tmp_path_factory.mktemp('store') / 'paike.db'}") as address:
        yield int(address.rsplit(":", 1)[1])


def status(port: int, path: str, method: str = "GET", **headers: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.putrequest(method, path, skip_host=True)
    for name, value in headers.items():
        connection.putheader(name.replace("_", "-"), value)
    connection.endheaders()
    found = connection.getresponse().status
    connection.close()
    return found


def handshake(port: int, host: str, origin: str | None) -> int:
    """The status with which the app answers who asks for its websocket; 101 lets him in."""
    headers = {**WEBSOCKET, "Host": host, **({"Origin": origin} if origin else {})}
    lines = ["GET /_stcore/stream HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
    with socket.create_connection(("127.0.0.1", port)) as wire:
        wire.sendall("\r\n".join(lines).encode())
        return int(wire.recv(4096).split(b" ")[1])


@pytest.mark.parametrize("name", ["localhost", "LOCALHOST", "127.0.0.1", "[::1]", "localhost."])
def test_the_names_of_this_machine_get_everything(port: int, name: str) -> None:
    host = f"{name}:{port}"
    assert {status(port, path, Host=host) for path in PATHS} <= {200, 404}
    assert handshake(port, host, f"http://{host}") == 101


EVIL = ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "169.254.1.1", "localhost@evil.example", ""]


@pytest.mark.parametrize("name", EVIL)
def test_any_other_name_gets_nothing(port: int, name: str) -> None:
    host = f"{name}:{port}" if name else ""
    same = f"http://{host}"
    for path in PATHS:
        assert status(port, path, Host=host, Origin=same) in (400, 403)
        assert status(port, path, Host=host) in (400, 403)
    assert status(port, PATHS[-1], "PUT", Host=host, Origin=same, Content_Length="0") in (400, 403)
    assert handshake(port, host, same) in (400, 403)
    assert handshake(port, host, None) in (400, 403)


@pytest.mark.parametrize("origin", ["http://evil.example", "https://localhost.evil.example", "null", "http://[x"])
def test_the_page_of_another_site_gets_nothing(port: int, origin: str) -> None:
    host = f"localhost:{port}"
    assert handshake(port, host, origin) == 403
    assert status(port, PATHS[-1], "PUT", Host=host, Origin=origin, Content_Length="0") == 403
    assert status(port, "/media/x", Host=host, Origin=origin) == 403


def test_the_refusal_says_how_to_get_in(port: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", "/", headers={"Host": "paike.school.cn"})
    words = connection.getresponse().read().decode()
    assert "localhost" in words and "--server.allowedHosts" in words and "403" in words
    connection.close()


# What was named, and other machines: asked of the guard itself.


async def _reached(scope: dict[str, Any]) -> bool:
    reached, sent = [], []

    async def inner(*_given: object) -> None:
        reached.append(True)

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {}

    await NamedHostsOnly(inner)(scope, receive, send)
    assert bool(reached) is not bool(sent)
    return bool(reached)


def welcome(host: str, address: str | None, own: str = "192.168.1.5", **options: Any) -> bool:
    before = {name: streamlit.config.get_option(f"server.{name}") for name in ("address", *options)}
    try:
        for name, value in {"address": address, **options}.items():
            streamlit.config.set_option(f"server.{name}", value)
        scope = {"type": "http", "server": (own, 8501), "headers": [(b"host", host.encode())]}
        return asyncio.run(_reached(scope))
    finally:
        for name, value in before.items():
            streamlit.config.set_option(f"server.{name}", value)


def test_what_was_named_is_answered() -> None:
    assert welcome("paike.school.cn", "paike.school.cn")
    assert welcome("paike.school.cn:443", "localhost", allowedHosts=["paike.school.cn"])
    assert welcome("a.school.cn", "localhost", allowedHosts=["*.school.cn"])
    assert not welcome("school.cn.evil.example", "localhost", allowedHosts=["*.school.cn"])
    assert not welcome("evilschool.cn", "localhost", allowedHosts=["*.school.cn"])


@pytest.mark.parametrize("address", ["0.0.0.0", "::", None])
def test_open_to_others_it_answers_to_the_address_that_was_called_and_to_the_machines_own_name(
    address: str | None,
) -> None:
    assert welcome("192.168.1.5:8501", address)
    assert welcome("192.168.1.5:8501", address, own="::ffff:192.168.1.5")
    assert welcome("localhost:8501", address)
    assert welcome(f"{socket.gethostname()}:8501", address)
    assert not welcome("192.168.1.6:8501", address)
    assert not welcome("evil.example:8501", address)


def test_two_hosts_in_one_request_are_refused() -> None:
    scope = {"type": "http", "server": ("127.0.0.1", 1), "headers": [(b"host", b"localhost"), (b"host", b"evil")]}
    assert not asyncio.run(_reached(scope))
