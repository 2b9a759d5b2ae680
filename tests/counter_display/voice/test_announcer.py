"""Announcements of a hall: one at a time, none lost, none twice, whatever the line does."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_display.voice.announcer import (
    STALE_MS,
    Announcement,
    Call,
    Hall,
    announce,
    is_stale,
    next_announcement,
    plan,
    played,
    withdraw,
)


def call(nth: int, at: int = 0, *, english: bool = False) -> Call:
    return Call(nth, f"A{nth:03}", "3", at, english)


def hall_with(*calls: Call) -> Hall:
    hall = Hall()
    for each in calls:
        hall = announce(hall, each)
    return hall


def said_ids(hall: Hall, now: int) -> list[tuple[int, bool]]:
    """Everything the hall would say if nothing else came: (event, twice)."""
    said: list[tuple[int, bool]] = []
    while True:
        hall, chosen = next_announcement(hall, now)
        if chosen is None:
            return said
        said.append((chosen.call.id, chosen.twice))
        hall = played(hall, chosen.call.id)


def test_a_lone_call_is_said_twice() -> None:
    assert said_ids(hall_with(call(1)), 0) == [(1, True)]


def test_two_calls_are_said_twice_each() -> None:
    assert said_ids(hall_with(call(1), call(2)), 0) == [(1, True), (2, True)]


def test_a_crowd_is_said_once_each_until_it_is_none() -> None:
    assert said_ids(hall_with(*map(call, range(1, 5))), 0) == [(1, False), (2, False), (3, True), (4, True)]


def test_never_two_at_once() -> None:
    hall, first = next_announcement(hall_with(call(1), call(2)), 0)
    assert first is not None
    assert next_announcement(hall, 0) == (hall, None)


def test_a_call_is_said_for_a_minute_and_only_shown_after_it() -> None:
    assert not is_stale(call(1, at=5), 5 + STALE_MS)
    assert is_stale(call(1, at=5), 6 + STALE_MS)
    assert said_ids(hall_with(call(1, at=0), call(2, at=50_000)), 60_001) == [(2, True)]


def test_how_long_a_call_is_said_is_the_offices_to_set() -> None:
    hall = hall_with(call(1, at=0), call(2, at=20_000))
    kept, chosen = next_announcement(hall, 30_000, max_age_ms=10_000)
    assert chosen == Announcement(call(2, at=20_000), twice=True)
    assert kept.waiting == ()
    assert plan(hall.waiting, 30_000, max_age_ms=9_000) is None


def test_stale_calls_make_no_crowd() -> None:
    waiting = (call(1), call(2), call(3, at=70_000))
    assert plan(waiting, 70_000) == Announcement(call(3, at=70_000), twice=True)


def test_a_recall_is_said_again() -> None:
    """A recall is an event of its own."""
    first, again = Call(1, "A012", "3", 0), Call(2, "A012", "3", 0)
    hall, _ = next_announcement(hall_with(first), 0)
    assert said_ids(announce(played(hall, 1), again), 0) == [(2, True)]


def test_a_call_taken_back_before_it_sounds_is_not_said() -> None:
    hall, chosen = next_announcement(hall_with(call(1), call(2)), 0)
    assert chosen is not None
    assert said_ids(played(withdraw(hall, 2), 1), 0) == []
    assert withdraw(hall, 1).speaking == chosen


def test_english_follows_on_request() -> None:
    assert Announcement(call(1, english=True), twice=True).languages == ("vi", "en")
    assert Announcement(call(1), twice=True).languages == ("vi",)


@pytest.mark.parametrize("already", ["waiting", "speaking", "said"])
def test_a_call_told_twice_is_said_once(already: str) -> None:
    hall = hall_with(call(1))
    if already != "waiting":
        hall, _ = next_announcement(hall, 0)
    if already == "said":
        hall = played(hall, 1)
    assert announce(hall, call(1)) == hall


def test_another_players_mark_takes_its_calls_away() -> None:
    assert said_ids(played(hall_with(call(1), call(2), call(3)), 2), 0) == [(3, True)]


def test_the_mark_never_falls() -> None:
    assert played(played(Hall(), 7), 3).played_up_to == 7


@dataclass
class Day:
    """A stream, a durable mark, and a player that may lose the line or die at any moment.

    marked: whether a new player is given the mark; the twin goes without.
    """

    marked: bool = True
    now: int = 0
    stream: list[Call] = field(default_factory=list)
    mark: int = 0
    hall: Hall = field(default_factory=Hall)
    ended: list[int] = field(default_factory=list)
    begun: list[tuple[int, bool, int]] = field(default_factory=list)

    def call(self) -> None:
        self.stream.append(call(len(self.stream) + 1, at=self.now))
        self.hall = announce(self.hall, self.stream[-1])

    def wait(self) -> None:
        self.now += 23_000

    def begin(self) -> None:
        fresh = [each for each in self.hall.waiting if not is_stale(each, self.now)]
        was_speaking = self.hall.speaking
        self.hall, chosen = next_announcement(self.hall, self.now)
        if was_speaking is not None or not fresh:
            assert chosen is None
        else:
            assert chosen is not None
            self.begun.append((chosen.call.id, chosen.twice, len(fresh)))

    def end(self) -> None:
        if self.hall.speaking is not None:
            self.ended.append(self.hall.speaking.call.id)
            self.mark = max(self.mark, self.ended[-1])
            self.hall = played(self.hall, self.ended[-1])

    def reconnect(self) -> None:
        """The player lived on without a line and hears the whole stream again."""
        for each in self.stream:
            self.hall = announce(self.hall, each)

    def die(self) -> None:
        self.hall = Hall(played_up_to=self.mark if self.marked else 0)
        self.reconnect()

    def drain(self) -> None:
        while self.hall.speaking is not None or any(not is_stale(each, self.now) for each in self.hall.waiting):
            self.end()
            self.begin()


DEEDS = ("call", "wait", "begin", "end", "reconnect", "die")


def lived(deeds: list[str], *, marked: bool = True) -> Day:
    day = Day(marked)
    for deed in deeds:
        getattr(day, deed)()
    day.drain()
    return day


def is_said(day: Day, each: Call) -> bool:
    return each.id in day.ended or is_stale(each, day.now)


@given(st.lists(st.sampled_from(DEEDS), max_size=40))
def test_none_twice_none_lost(deeds: list[str]) -> None:
    day = lived(deeds)
    assert len(day.ended) == len(set(day.ended))
    assert day.ended == sorted(day.ended)
    assert all(is_said(day, each) for each in day.stream)


@given(st.lists(st.sampled_from([deed for deed in DEEDS if deed != "wait"]), max_size=40))
def test_within_a_minute_every_call_is_said_exactly_once(deeds: list[str]) -> None:
    day = lived(deeds)
    assert day.ended == [each.id for each in day.stream]


@given(st.lists(st.sampled_from(DEEDS), max_size=40))
def test_a_crowd_hears_each_once(deeds: list[str]) -> None:
    assert all(twice == (fresh <= 2) for _, twice, fresh in lived(deeds).begun)


def test_the_twin_without_the_mark_says_it_twice() -> None:
    deeds = ["call", "begin", "end", "die"]
    assert lived(deeds).ended == [1]
    assert lived(deeds, marked=False).ended == [1, 1]


def test_a_player_that_dies_while_speaking_leaves_the_call_to_the_next() -> None:
    day = lived(["call", "begin", "die"])
    assert [each for each, _, _ in day.begun] == [1, 1]
    assert day.ended == [1]
