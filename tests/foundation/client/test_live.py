"""Following the stream: nothing missed, nothing twice, whatever happens to the link."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from typing import Any

import pytest

from foundation.client import OfficeClient
from foundation.client.live import LiveFollower
from tests.foundation.client.fake_live import TOKEN, FakeLive, fake_live

PATIENCE = 20.0


class Lamp:
    """A device that follows, and remembers what it was told."""

    def __init__(self) -> None:
        self.events: list[int] = []
        self.pictures = 0
        self.states: list[str] = []
        self.break_at: int | None = None
        self._changed = threading.Condition()

    def hear(self, event: Mapping[str, Any]) -> None:
        with self._changed:
            if event.get("id") is None:
                self.pictures += 1
            else:
                self.events.append(event["id"])
            self._changed.notify_all()
        if event.get("id") == self.break_at:
            raise RuntimeError("the lamp is broken")

    def tell(self, state: str) -> None:
        with self._changed:
            self.states.append(state)
            self._changed.notify_all()

    def wait(self, until: Callable[[], bool]) -> None:
        with self._changed:
            assert self._changed.wait_for(until, PATIENCE), (self.events, self.states, self.pictures)


@pytest.fixture
def office() -> Iterator[FakeLive]:
    with fake_live() as running:
        yield running


@pytest.fixture
def lamp() -> Lamp:
    return Lamp()


@pytest.fixture
def follow(office: FakeLive, lamp: Lamp) -> Iterator[Callable[..., LiveFollower]]:
    with ExitStack() as stack:

        def start(after: int | None = 0, stale_seconds: float = 5.0, token: str = TOKEN) -> LiveFollower:
            client = OfficeClient(office.url, token)
            follower = LiveFollower(
                client, "hall", after, lamp.hear, lamp.tell, stale_seconds=stale_seconds, chance=lambda: 0.0
            )
            stack.callback(follower.close)
            follower.start()
            return follower

        yield start


def eventually(check: Callable[[], bool]) -> None:
    give_up = time.monotonic() + PATIENCE
    while not check():
        assert time.monotonic() < give_up
        time.sleep(0.01)


def test_what_happened_before_is_replayed_and_what_comes_follows(
    office: FakeLive, lamp: Lamp, follow: Callable[..., LiveFollower]
) -> None:
    office.happen(5)
    follower = follow(after=2)
    lamp.wait(lambda: lamp.events == [3, 4, 5])
    office.happen(2, step=10)
    lamp.wait(lambda: lamp.events == [3, 4, 5, 15, 25])
    eventually(lambda: follower.position == 25)
    assert office.subscriptions == [{"room": "hall", "after": 2}]
    assert lamp.states == ["connecting", "live"]


def test_without_a_number_only_a_picture_and_what_comes_next(
    office: FakeLive, lamp: Lamp, follow: Callable[..., LiveFollower]
) -> None:
    office.happen(5)
    follow(after=None)
    lamp.wait(lambda: lamp.pictures == 1 and lamp.states[-1:] == ["live"])
    office.happen()
    lamp.wait(lambda: lamp.events == [6])
    office.picture()
    lamp.wait(lambda: lamp.pictures == 2)


def test_after_a_cut_it_comes_back_and_misses_nothing(
    office: FakeLive, lamp: Lamp, follow: Callable[..., LiveFollower]
) -> None:
    office.happen(2)
    follow()
    lamp.wait(lambda: lamp.events == [1, 2])
    for _ in range(3):
        office.cut()
        office.happen(2)
        lamp.wait(lambda: lamp.events == list(range(1, office.last() + 1)))
    assert lamp.events == list(range(1, 9))


def test_a_link_that_is_open_and_silent_is_left(
    office: FakeLive, lamp: Lamp, follow: Callable[..., LiveFollower]
) -> None:
    office.happen(1)
    follower = follow(stale_seconds=0.4)
    lamp.wait(lambda: lamp.events == [1])
    office.beating = False
    lamp.wait(lambda: lamp.states.count("connecting") >= 2)
    office.beating = True
    office.happen(1)
    lamp.wait(lambda: lamp.events == [1, 2])
    eventually(lambda: follower.silent_for() < 0.4)


def test_without_its_own_watch_a_silent_link_would_be_kept(
    office: FakeLive, lamp: Lamp, follow: Callable[..., LiveFollower]
) -> None:
    office.beating = False
    office.happen(1)
    follow(stale_seconds=PATIENCE * 2)
    lamp.wait(lambda: lamp.events == [1])
    # As long as the other test needs several times over to leave the link.
    with lamp._changed:
        assert not lamp._changed.wait_for(lambda: lamp.states.count("connecting") > 1, 1.2)


def test_a_lost_event_is_noticed_by_the_next_and_asked_for(
    office: FakeLive, lamp: Lamp, follow: Callable[..., LiveFollower]
) -> None:
    office.happen(1)
    follow()
    lamp.wait(lambda: lamp.events == [1])
    office.lose = {2, 3}
    office.happen(4)
    lamp.wait(lambda: lamp.events == [1, 2, 3, 4, 5])
    assert len(office.subscriptions) == 2
    assert office.subscriptions[1]["after"] == 1


def test_an_event_sent_again_is_heard_once(office: FakeLive, lamp: Lamp, follow: Callable[..., LiveFollower]) -> None:
    follow()
    lamp.wait(lambda: lamp.states[-1:] == ["live"])
    office.happen(3)
    for event in office.events:
        office._send(event)
    office.happen(1)
    lamp.wait(lambda: lamp.events[-1:] == [4])
    assert lamp.events == [1, 2, 3, 4]


def test_a_broken_lamp_does_not_stop_the_stream(
    office: FakeLive, lamp: Lamp, follow: Callable[..., LiveFollower], caplog: pytest.LogCaptureFixture
) -> None:
    lamp.break_at = 2
    office.happen(3)
    follow()
    lamp.wait(lambda: lamp.events == [1, 2, 3])
    assert "ticket.called.v1 2" in caplog.text


def test_a_server_that_starts_again_is_found_again(free_port: int, lamp: Lamp) -> None:
    with fake_live(free_port) as office:
        office.happen(2)
        client = OfficeClient(office.url, TOKEN)
        follower = LiveFollower(client, "hall", 0, lamp.hear, lamp.tell, chance=lambda: 0.0)
        follower.start()
        lamp.wait(lambda: lamp.events == [1, 2])
    again = FakeLive()
    again.events = office.events
    again.happen(1)
    with fake_live(free_port, again):
        lamp.wait(lambda: lamp.events == [1, 2, 3])
    follower.close()


def test_an_office_brought_back_from_a_backup_is_followed_from_where_it_is(
    office: FakeLive, lamp: Lamp, follow: Callable[..., LiveFollower]
) -> None:
    office.happen(3)
    follower = follow(after=500)
    lamp.wait(lambda: lamp.states[-1:] == ["live"])
    office.happen(1)
    lamp.wait(lambda: lamp.events == [4])
    eventually(lambda: follower.position == 4)


def test_a_server_that_lags_a_moment_is_no_reason_to_hear_things_twice(
    office: FakeLive, lamp: Lamp, follow: Callable[..., LiveFollower]
) -> None:
    office.happen(3)
    office.lagging = 3
    follow(after=3)
    lamp.wait(lambda: lamp.states[-1:] == ["live"])
    office.happen(1)
    lamp.wait(lambda: lamp.events == [4])
    assert {each["after"] for each in office.subscriptions} == {3}


@pytest.mark.parametrize("how", ["token", "room"])
def test_a_device_that_may_not_listen_says_so(
    office: FakeLive, lamp: Lamp, follow: Callable[..., LiveFollower], how: str
) -> None:
    office.room_code = "right.missing" if how == "room" else ""
    follow(token="mc_wrong" if how == "token" else TOKEN)
    lamp.wait(lambda: lamp.states == ["connecting", "not_allowed"])
    assert lamp.events == []


def test_closing_ends_it_even_while_nobody_is_there(lamp: Lamp, free_port: int) -> None:
    follower = LiveFollower(OfficeClient(f"http://127.0.0.1:{free_port}", TOKEN), "hall", 0, lamp.hear, lamp.tell)
    follower.start()
    lamp.wait(lambda: len(lamp.states) >= 2)
    follower.close()
    assert not follower._thread.is_alive()
