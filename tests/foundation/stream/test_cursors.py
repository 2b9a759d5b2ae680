"""The leased cursor: one player at a time, and its mark never falls."""

from __future__ import annotations

from foundation.clock import SetClock
from foundation.stream.cursors import LEASE_SECONDS, Cursors, Held
from tests.support.ground import Ground


def hold(ground: Ground, cursors: Cursors, who: str) -> Held:
    return ground.store.write(lambda tx: cursors.hold(tx, "voice", who))


def clock_of(ground: Ground) -> SetClock:
    assert isinstance(ground.clock, SetClock)
    return ground.clock


def test_the_second_player_waits_until_the_first_is_silent(ground: Ground) -> None:
    cursors = Cursors()
    assert hold(ground, cursors, "tv1").mine
    assert hold(ground, cursors, "tv2") == Held("tv1", 0, mine=False)
    clock_of(ground).move(LEASE_SECONDS - 1)
    assert hold(ground, cursors, "tv1").mine
    clock_of(ground).move(LEASE_SECONDS - 1)
    assert not hold(ground, cursors, "tv2").mine
    clock_of(ground).move(2)
    assert hold(ground, cursors, "tv2").mine
    assert not hold(ground, cursors, "tv1").mine


def test_after_a_restart_the_old_player_has_the_first_word(ground: Ground) -> None:
    hold(ground, Cursors(), "tv1")
    restarted = Cursors()
    assert not hold(ground, restarted, "tv2").mine
    assert hold(ground, restarted, "tv1").mine


def test_after_a_restart_a_player_that_is_gone_is_replaced(ground: Ground) -> None:
    hold(ground, Cursors(), "tv1")
    restarted = Cursors()
    hold(ground, restarted, "tv2")
    clock_of(ground).move(LEASE_SECONDS + 1)
    assert hold(ground, restarted, "tv2").mine


def test_the_mark_moves_forward_only_and_only_by_its_holder(ground: Ground) -> None:
    from tests.foundation.stream.test_hub import opened

    cursors = Cursors()
    hold(ground, cursors, "tv1")
    opened(ground, 9)

    def move(who: str, to: int) -> bool:
        return ground.store.write(lambda tx: cursors.move(tx, "voice", who, to))

    assert move("tv1", 7)
    assert not move("tv2", 9)
    assert move("tv1", 3)
    assert hold(ground, cursors, "tv1").position == 7


def test_who_goes_away_by_itself_leaves_the_place_at_once(ground: Ground) -> None:
    cursors = Cursors()
    hold(ground, cursors, "tv1")
    ground.store.write(lambda tx: cursors.release(tx, "voice", "tv1"))
    assert hold(ground, cursors, "tv2").mine
