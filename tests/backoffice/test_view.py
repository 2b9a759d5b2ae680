"""The desk's picture as a value: what is in it, and what must never be."""

from __future__ import annotations

import pytest

from backoffice.desk.view import RECENT_AT_MOST, Service, Today, counter_day, desk_view, found, service_done, shown
from foundation.events.queue import CounterDefined, ServiceDefined
from foundation.refusal import Refusal
from queueing import commands as c
from queueing.board import Board
from queueing.commands import SYSTEM
from queueing.decide import act

MORNING = 1_795_401_660_000  # Monday 23/11/2026, 09:41 in Vietnam
MINUTE = 60_000
NAMES = {"an": "Nguyễn Thị Mẫu"}


def do(board: Board, command: c.Command, now: int = MORNING) -> None:
    done = act(board, command, now)
    assert not isinstance(done, Refusal), done


@pytest.fixture
def board() -> Board:
    board = Board()
    for letter in "AG":
        service = ServiceDefined(
            letter, f"Việc {letter}", f"Service {letter}", "submit", weekdays=(1, 2, 3, 4, 5, 6, 7)
        )
        do(board, c.DefineService(SYSTEM, service))
    do(board, c.DefineCounter(SYSTEM, CounterDefined("1", (("A", 1),))))
    do(board, c.DefineCounter(SYSTEM, CounterDefined("9", (("G", 1),), active=False)))
    do(board, c.OpenCounter(SYSTEM, "1", "an"))
    for name, letter in (("t1", "A"), ("t2", "A"), ("t3", "G")):
        do(board, c.IssueTicket(SYSTEM, name, letter))
    return board


def test_it_shows_who_waits_and_who_is_next(board: Board) -> None:
    desk = desk_view(board, MORNING, NAMES, Today())
    assert [ticket["number"] for ticket in desk["tickets"]] == ["A001", "A002", "G001"]
    (counter,) = desk["counters"]
    assert (counter["code"], counter["officer"], counter["next"]) == ("1", "an", "t1")
    assert {service["code"]: service["waiting"] for service in desk["services"]} == {"A": 2, "G": 1}
    assert desk["as_of"] == board.last


def test_who_is_in_hand_and_who_was_served(board: Board) -> None:
    do(board, c.CallNext(SYSTEM, "1"), MORNING + MINUTE)
    do(board, c.CallNext(SYSTEM, "1"), MORNING + 2 * MINUTE)
    (counter,) = desk_view(board, MORNING + 3 * MINUTE, NAMES, Today())["counters"]
    assert counter["in_hand"] == "t2"
    assert [ticket["number"] for ticket in counter["recent"]] == ["A001"]


def test_only_the_newest_services_are_listed(board: Board) -> None:
    for number in range(RECENT_AT_MOST + 5):
        do(board, c.IssueTicket(SYSTEM, f"more{number}", "A"))
    for turn in range(RECENT_AT_MOST + 6):
        do(board, c.CallNext(SYSTEM, "1"), MORNING + turn * MINUTE)
    (counter,) = desk_view(board, MORNING + 60 * MINUTE, NAMES, Today())["counters"]
    ended = [ticket["ended_at"] for ticket in counter["recent"]]
    assert len(ended) == RECENT_AT_MOST
    assert ended == sorted(ended, reverse=True)


def test_yesterday_is_over(board: Board) -> None:
    tomorrow = desk_view(board, MORNING + 24 * 60 * MINUTE, NAMES, Today())
    assert tomorrow["tickets"] == []
    assert tomorrow["day"] == "2026-11-24"
    assert tomorrow["counters"][0]["recent"] == []


def test_a_failed_paper_stands_out_with_its_cause_until_it_is_void(board: Board) -> None:
    do(board, c.RecordPrint(SYSTEM, "t1", "failed", "paper.out"))
    books = Today(causes={"t1": "paper.out"})
    (failed,) = desk_view(board, MORNING, NAMES, books)["unprinted"]
    assert (failed["number"], failed["cause"]) == ("A001", "paper.out")
    do(board, c.RecordPrint(SYSTEM, "t1", "void"))
    assert desk_view(board, MORNING, NAMES, books)["unprinted"] == []


def test_who_came_back_waits_behind_a_few(board: Board) -> None:
    do(board, c.CallNext(SYSTEM, "1"))
    do(board, c.NoShow(SYSTEM, "t1"))
    do(board, c.ComeBack(SYSTEM, "t1"))
    ticket = shown(board, board.tickets["t1"])
    assert ticket["came_back"]
    assert ticket["after"] == board.rules.back_after


@pytest.mark.parametrize("typed", ["A001", "a1", " A01 ", "a001"])
def test_a_number_is_found_as_people_write_it(board: Board, typed: str) -> None:
    ticket = found(board, typed, "2026-11-23")
    assert ticket is not None
    assert ticket["id"] == "t1"


@pytest.mark.parametrize("typed", ["", "A", "A999", "001", "Axx", "A²", "A1; DROP", "Đ001"])
def test_what_is_no_number_of_today_is_not_found(board: Board, typed: str) -> None:
    assert found(board, typed, "2026-11-23") is None


def test_a_number_of_another_day_is_not_found(board: Board) -> None:
    assert found(board, "A001", "2026-11-24") is None


def test_a_transferred_ticket_is_found_by_its_old_number(board: Board) -> None:
    do(board, c.CallNext(SYSTEM, "1"))
    do(board, c.Transfer(SYSTEM, "t1", service="G"))
    ticket = found(board, "A001", "2026-11-23")
    assert ticket is not None
    assert (ticket["id"], ticket["service"]) == ("t1", "G")


@pytest.mark.parametrize(("given", "told"), [(4, False), (5, True)])
def test_levels_are_told_only_when_they_say_something(given: int, *, told: bool) -> None:
    day = counter_day("1", Today(ratings=[("1", 3)] * given + [("2", 1)] * 9))
    assert day["ratings"] == given
    assert (day["levels"] is not None) is told


def test_the_counter_s_day_by_the_metrics() -> None:
    done = [Service("1", waited, served) for waited, served in ((2.0, 4.0), (8.0, 6.0), (30.0, 11.0))]
    day = counter_day("1", Today(done=[*done, Service("2", 99.0, 99.0)]))
    assert (day["served"], day["waited"], day["minutes"]) == (3, 8.0, 7.0)
    assert counter_day("3", Today())["waited"] is None


def test_a_service_from_its_row() -> None:
    assert service_done("1", 0, 3 * MINUTE, 6 * MINUTE) == Service("1", 3.0, 6.0)
    assert service_done("1", 5 * MINUTE, None, None) == Service("1", 0.0, 0.0)
