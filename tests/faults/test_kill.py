"""The server is killed six times while eight people press."""

from __future__ import annotations

import signal
import time

import requests

from tests.faults import kill
from tests.support.nursery import QuickOffice
from tests.support.quick import Opened


def test_what_was_answered_stays_and_what_was_repeated_is_done_once(open_office: Opened) -> None:
    tally, verdict = kill.rounds(open_office(), 6)
    assert tally.unanswered >= 6
    assert len(tally.issued) > 30
    assert verdict.good, verdict


def committed_but_unheard(office: QuickOffice, press: kill.Press) -> None:
    """The number is in the books, and who pressed does not know it; then the server dies."""
    kill.send_unheard(office, press)
    give_up = time.monotonic() + 30
    while not any(service["waiting"] for service in office.get("/board")["services"]):
        assert time.monotonic() < give_up
        time.sleep(0.05)
    office.stop(signal.SIGKILL)
    office.start()


def test_a_press_that_was_done_and_not_heard_is_answered_when_it_is_repeated(open_office: Opened) -> None:
    office, press, tally = open_office(), kill.Press("/tickets", {"service": "A"}), kill.Tally()
    committed_but_unheard(office, press)
    tally.note(press, kill.send(office, press))
    office.stop()
    assert kill.judge(office, tally).good


def test_repeating_with_a_new_key_takes_a_second_number(open_office: Opened) -> None:
    """The twin: it is the kept key that protects."""
    office, tally = open_office(), kill.Tally()
    committed_but_unheard(office, kill.Press("/tickets", {"service": "A"}))
    again = kill.Press("/tickets", {"service": "A"})
    tally.note(again, kill.send(office, again))
    office.stop()
    assert kill.judge(office, tally).doubled == 1


def test_a_killed_server_is_away_until_it_is_started(open_office: Opened) -> None:
    """The control: the kills of these tests do kill."""
    office = open_office()
    office.stop(signal.SIGKILL)
    try:
        requests.get(f"{office.url}/healthz", timeout=2)
    except requests.ConnectionError:
        return
    raise AssertionError("it still answers")
