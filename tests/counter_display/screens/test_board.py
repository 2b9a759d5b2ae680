"""board.js: what a screen shows between two boards of the server."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser


@pytest.fixture
def page(scripts: Page) -> Page:
    scripts.evaluate("() => { window.board = new motcua.Board(null); }")
    replace(scripts, 10, counters=[{"code": "3", "state": "open", "officer": "Mẫu", "ticket": None, "serves": []}])
    return scripts


def replace(page: Page, as_of: int, **more: Any) -> None:
    message = {"as_of": as_of, "time": 1, "day": "d", "services": [], "counters": [], "calls": [], **more}
    page.evaluate("m => board.replace(m)", message)


def take(page: Page, event: int, kind: str, /, **data: Any) -> None:
    data = {"ticket": "t", "number": "A012", "counter": "3", **data}
    page.evaluate("e => board.take(e)", {"id": event, "type": f"{kind}.v1", "time": 5, "data": data})


def calls(page: Page) -> list[list[Any]]:
    found: list[list[Any]] = page.evaluate("board.now.calls.map(c => [c.id, c.number, c.counter, c.state])")
    return found


def in_hand(page: Page) -> Any:
    return page.evaluate("board.now.counters.map(c => c.ticket && c.ticket.number + ' ' + c.ticket.state)")


def test_a_call_shows_before_the_next_board(page: Page) -> None:
    take(page, 11, "ticket.called")
    assert calls(page) == [[11, "A012", "3", "called"]]
    assert in_hand(page) == ["A012 called"]


def test_a_road_of_one_ticket(page: Page) -> None:
    take(page, 11, "ticket.called")
    take(page, 12, "ticket.started")
    assert in_hand(page) == ["A012 serving"]
    take(page, 13, "ticket.held")
    assert in_hand(page) == [None]
    take(page, 14, "ticket.resumed")
    take(page, 15, "ticket.finished")
    assert (calls(page), in_hand(page)) == ([[11, "A012", "3", "finished"]], [None])


def test_a_recall_is_the_newest_again_and_shown_once(page: Page) -> None:
    take(page, 11, "ticket.called")
    take(page, 12, "ticket.called", ticket="u", number="C001", counter="1")
    take(page, 13, "ticket.recalled")
    assert [call[1] for call in calls(page)] == ["A012", "C001"]


def test_a_call_taken_back_is_gone(page: Page) -> None:
    take(page, 11, "ticket.called")
    take(page, 12, "ticket.undone", state="waiting", at_counter=None, undone=11)
    assert (calls(page), in_hand(page)) == ([], [None])


def test_a_finish_taken_back_is_in_hand_again(page: Page) -> None:
    take(page, 11, "ticket.called")
    take(page, 12, "ticket.finished")
    take(page, 13, "ticket.undone", state="serving", at_counter="3", undone=12)
    assert (calls(page), in_hand(page)) == ([[11, "A012", "3", "serving"]], ["A012 serving"])


def test_an_older_board_does_not_take_a_newer_call_away(page: Page) -> None:
    take(page, 12, "ticket.called")
    replace(page, 11)
    assert [call[0] for call in calls(page)] == [12]
    replace(page, 12)
    assert calls(page) == []
    replace(page, 9, calls=[{"id": 3, "ticket": "x", "number": "X", "counter": "1", "time": 1, "state": "called"}])
    assert calls(page) == []


def test_an_event_that_the_board_has_is_not_applied_twice(page: Page) -> None:
    replace(page, 20, calls=[])
    take(page, 15, "ticket.called")
    assert calls(page) == []


def test_a_counter_opens_pauses_and_closes(page: Page) -> None:
    take(page, 11, "ticket.called")
    take(page, 12, "counter.paused")
    assert page.evaluate("board.now.counters[0].state") == "paused"
    take(page, 13, "counter.closed")
    assert page.evaluate("board.now.counters[0]")["officer"] is None
    assert in_hand(page) == [None]


def test_a_new_day_begins_empty(page: Page) -> None:
    take(page, 11, "ticket.called")
    take(page, 12, "day.opened", day="2026-11-24")
    assert calls(page) == []
