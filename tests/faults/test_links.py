"""The link to the hall is cut, stalled, reset and slowed while calls go on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults import links
from tests.support.following_screen import FollowingScreen, following
from tests.support.node_screen import wait_until
from tests.support.proxy import link_to
from tests.support.quick import Opened


@pytest.fixture
def place(open_office: Opened) -> Iterator[links.Hall]:
    with links.hall(open_office(), [FollowingScreen() for _ in range(5)]) as place:
        yield place


def test_screens_behind_a_bad_link_miss_no_call_and_show_none_twice(place: links.Hall) -> None:
    outcomes = [
        links.trial(place, "cut", 1),
        links.trial(place, "stall", 1),
        # Longer than the screens' patience: they hang up and come anew.
        links.trial(place, "stall", 6),
        links.trial(place, "reset", 0.5),
        links.trial(place, "slow", 1),
    ]
    assert all(outcome.good for outcome in outcomes), outcomes
    assert all(outcome.calls >= 3 for outcome in outcomes)
    assert place.page.of("stale"), "the long stall was noticed by nobody"
    assert place.page.said[-1]["what"] != "stale"


def test_a_screen_that_forgets_its_number_misses_the_calls_of_the_cut(open_office: Opened) -> None:
    """The twin: asking anew without a number brings only what comes next."""
    office = open_office()
    careful, forgetful = FollowingScreen(), FollowingScreen(keeps_number=False)
    with link_to(office.port) as link, following([careful, forgetful], link.port, office.token("screen")):
        links.call_one(office)
        wait_until(lambda: len(careful.calls()) == len(forgetful.calls()) == 1)
        link.cut()
        links.call_one(office)
        link.mend()
        wait_until(lambda: forgetful.connected == 2)
        links.call_one(office)
        wait_until(lambda: len(careful.calls()) == 3 and careful.calls()[-1] == forgetful.calls()[-1])
    assert len(forgetful.calls()) == 2


def test_a_screen_that_does_not_mind_prev_misses_a_call_lost_on_the_way(open_office: Opened) -> None:
    """The twin of `prev`: one message is lost, and only the number of the event before tells it."""
    office = open_office()
    careful, careless = FollowingScreen(), FollowingScreen(minds_prev=False)
    token = office.token("screen")
    with (
        link_to(office.port) as mine,
        link_to(office.port) as theirs,
        following([careful], mine.port, token),
        following([careless], theirs.port, token),
    ):
        for link in (mine, theirs):
            link.lose_next(b"ticket.called.v1")
        links.call_one(office)
        wait_until(lambda: mine.lost == theirs.lost == 1)
        links.call_one(office)
        calls = links.call_numbers(office, 0)
        wait_until(lambda: careful.calls() == calls)
        wait_until(lambda: careless.calls()[-1:] == calls[-1:])
    assert careful.asked_again >= 1
    assert careless.calls() == calls[1:]
