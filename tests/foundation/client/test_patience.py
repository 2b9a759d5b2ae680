"""Trying again: slower each time, never in step, and only where it can help."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest

from foundation.client import Backoff, ClientFault, Refused, ServerFault, Unreachable, patiently


def first(count: int, backoff: Backoff, chance: float) -> list[float]:
    return [round(each, 6) for each in itertools.islice(backoff.delays(lambda: chance), count)]


def test_waits_double_up_to_the_longest() -> None:
    assert first(5, Backoff(first=1, most=5), 1.0) == [1, 2, 4, 5, 5]


def test_chance_cuts_a_wait_to_half_at_most() -> None:
    assert first(3, Backoff(first=1, most=5), 0.0) == [0.5, 1, 2]
    assert first(3, Backoff(first=1, most=5), 0.5) == [0.75, 1.5, 3]


def failing(*faults: ClientFault) -> tuple[Callable[[], str], list[str]]:
    tries: list[str] = []

    def work() -> str:
        tries.append("x")
        if len(tries) <= len(faults):
            raise faults[len(tries) - 1]
        return "done"

    return work, tries


def test_an_office_that_comes_back_is_asked_until_it_answers() -> None:
    work, tries = failing(Unreachable("client.link"), ServerFault("server.fault"))
    slept: list[float] = []
    assert patiently(work, 5, Backoff(first=1), slept.append, lambda: 1.0) == "done"
    assert (len(tries), slept) == (3, [1, 2])


def test_what_the_server_asks_to_wait_is_waited() -> None:
    work, _ = failing(Unreachable("rate.limited", wait=12))
    slept: list[float] = []
    patiently(work, 2, Backoff(first=1), slept.append, lambda: 1.0)
    assert slept == [12]


def test_the_last_fault_is_raised_after_the_last_try() -> None:
    work, tries = failing(*(Unreachable("client.link", str(n)) for n in range(9)))
    with pytest.raises(Unreachable, match="2"):
        patiently(work, 3, Backoff(), lambda _: None)
    assert len(tries) == 3


def test_a_refusal_is_final_at_once() -> None:
    work, tries = failing(Refused("counter.closed", "", 409, {}))
    with pytest.raises(Refused):
        patiently(work, 5, Backoff(), lambda _: None)
    assert len(tries) == 1
