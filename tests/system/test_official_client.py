"""The official JavaScript client of Socket.IO follows the hall, and outlives a restart of the server."""

from __future__ import annotations

import signal
from typing import Any

import pytest

from tests.support.node_screen import node_screen
from tests.support.quick import Opened


@pytest.mark.parametrize("mode", ["eventlet", "threading"])
def test_the_official_client_gets_the_calls_before_and_after_a_restart(open_office: Opened, mode: str) -> None:
    office = open_office(mode)
    with node_screen("official_client.js", office.url, office.token("screen")) as client:
        client.wait(lambda: bool(client.of("subscribed")))
        first = call(office)
        client.wait(lambda: len(client.calls()) == 1)
        office.stop(signal.SIGKILL)
        client.wait(lambda: bool(client.of("disconnect")))
        office.start()
        second = call(office)
        client.wait(lambda: len(client.calls()) == 2)
        seen = [(event["data"]["number"], event["data"]["counter"]) for event in client.calls()]
    assert seen == [first, second]


def call(office: Any) -> tuple[str, str]:
    """Somebody takes a number and is called: number and counter."""
    office.post("/tickets", {"service": "A"})
    ticket = office.post("/counters/2/next")["ticket"]
    return ticket["number"], ticket["counter"]
