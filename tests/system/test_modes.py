"""The main road in both server modes: issue, call, live events, idempotency, board."""

from __future__ import annotations

import json

import pytest
import requests

from tests.support.following_screen import FollowingScreen, following
from tests.support.node_screen import wait_until
from tests.support.nursery import QuickOffice
from tests.support.quick import Opened


@pytest.fixture(params=["eventlet", "threading"])
def office(request: pytest.FixtureRequest, open_office: Opened) -> QuickOffice:
    return open_office(request.param)


def test_a_number_is_taken_called_and_seen_on_the_board(office: QuickOffice) -> None:
    ticket = office.post("/tickets", {"service": "A"})
    assert ticket["number"] == "A001"
    waiting = {each["code"]: each["waiting"] for each in office.get("/board")["services"]}
    assert waiting["A"] == 1
    called = office.post("/counters/2/next")["ticket"]
    assert (called["id"], called["state"], called["counter"]) == (ticket["id"], "called", "2")
    assert office.call("POST", "/counters/2/next", {}).status_code == 204


def test_the_same_key_gives_the_first_answer_and_another_body_is_refused(office: QuickOffice) -> None:
    first = office.post("/tickets", {"service": "A"}, key="k-1")
    assert office.post("/tickets", {"service": "A"}, key="k-1") == first
    other = office.call("POST", "/tickets", {"service": "C"}, key="k-1")
    assert (other.status_code, other.json()["code"]) == (422, "key.reused")


def test_calls_arrive_live_and_a_restart_loses_none(office: QuickOffice) -> None:
    screen = FollowingScreen()
    with following([screen], office.port, office.token("screen")):
        for _ in range(3):
            office.post("/tickets", {"service": "A"})
            office.post("/counters/2/next")
        wait_until(lambda: len(screen.calls()) == 3)
        office.stop()
        office.start()
        office.post("/tickets", {"service": "A"})
        office.post("/counters/2/next")
        wait_until(lambda: len(screen.calls()) == 4)
    assert [event["data"]["number"] for event in screen.shown if event["type"] == "ticket.called.v1"] == [
        "A001",
        "A002",
        "A003",
        "A004",
    ]


def test_nobody_connects_or_commands_without_a_token(office: QuickOffice) -> None:
    answer = requests.post(f"{office.url}/api/v1/tickets", json={"service": "A"}, timeout=10)
    assert (answer.status_code, answer.json()["code"]) == (401, "token.missing")
    stranger = FollowingScreen()
    with pytest.raises(TimeoutError), following([stranger], office.port, "no-such-token", patience=1.5):
        pytest.fail("it was let in")
    assert stranger.connected == 0


def test_the_stream_is_the_same_by_http(office: QuickOffice) -> None:
    office.post("/tickets", {"service": "A"})
    office.post("/counters/2/next")
    events = office.get("/events?after=0&room=hall")["events"]
    numbers = [event["id"] for event in events]
    assert numbers == sorted(set(numbers))
    assert [event["prev"] for event in events[1:]] == numbers[:-1]
    assert "ticket.called.v1" in json.dumps(events)
