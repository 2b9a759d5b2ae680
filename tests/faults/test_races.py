"""Races over HTTP, with 64 clients, at one server and at two that share the books."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest

from tests.faults import races
from tests.support.nursery import QuickOffice
from tests.support.ports import free_port
from tests.support.quick import Opened


@pytest.fixture(params=["one server", "two servers"])
def doors(request: pytest.FixtureRequest, open_office: Opened) -> Iterator[list[QuickOffice]]:
    office = open_office()
    if request.param == "one server":
        yield [office, office]
        return
    other = dataclasses.replace(office, port=free_port(), pid=0)
    try:
        other.start()
        yield [office, other]
    finally:
        other.stop()


def test_two_kiosks_never_give_one_number(doors: list[QuickOffice]) -> None:
    token = doors[0].token()
    numbers = races.take_numbers(doors, [token, token], 100)
    assert sorted(numbers) == [f"A{n:03d}" for n in range(1, 201)]


def test_two_counters_never_call_one_ticket(doors: list[QuickOffice]) -> None:
    token = doors[0].token()
    races.take_numbers(doors, [token, token], 50)
    called = races.call_everybody(doors, token, 80)
    assert len(called) == len(set(called)) == 100


def test_pressed_by_sixteen_hands_is_done_once(open_office: Opened) -> None:
    office = open_office()
    assert len(set(races.press_together(office, 16, ["one-key"]))) == 1
    # The twin: with a key each, each is done.
    assert len(set(races.press_together(office, 16, [f"key-{n}" for n in range(16)]))) == 16
