"""The theorems of docs/fairness.md, on invented offices."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.events import queue as q
from queueing import commands as c
from queueing.commands import SYSTEM
from queueing.policy import POLICIES, Turns, policy_of
from tests.queueing.office import Office, open_office

ratios = st.integers(2, 7).flatmap(lambda of: st.tuples(st.integers(1, of - 1), st.just(of)))


def calls_at(office: Office, counter: str, count: int) -> Iterable[q.TicketCalled]:
    for _ in range(count):
        yield from (e for e in office.must(c.CallNext(SYSTEM, counter)) if isinstance(e, q.TicketCalled))


@given(ratios, st.lists(st.booleans(), max_size=10))
def test_theorem_2_in_no_window_more_than_the_ratio_while_others_wait(
    ratio: tuple[int, int], before: list[bool]
) -> None:
    """Also after any history: priority called alone before counts."""
    office = open_office()
    office.must(c.SetPolicy(SYSTEM, q.PolicySet("ratio_ageing", *ratio)))
    for first in before:
        office.take("K", "elderly" if first else "normal")
        office.next("3")
    for _ in range(30):
        office.take("K", "elderly")
        office.take("K", "normal")
    called = [office.board.tickets[e.ticket].has_priority for e in calls_at(office, "3", 30)]
    most, of = ratio
    # the windows made of calls at which somebody without priority was waiting
    windows = [called[at : at + of] for at in range(len(called) - of + 1) if at + of <= 30]
    assert all(sum(window) <= most for window in windows)
    assert sum(called) >= most * (30 // of) - len(before), "and priority gets its share"


weights = st.lists(st.integers(1, 9), min_size=2, max_size=3)


@given(weights, st.lists(st.integers(0, 2), max_size=40), st.integers(0, 2))
def test_theorem_3_a_service_that_waits_is_called_within_twice_the_weights(
    given_weights: list[int], arrivals: list[int], watched: int
) -> None:
    letters = "ACK"[: len(given_weights)]
    serves = tuple(zip(letters, given_weights, strict=True))
    office = open_office(counters={"1": serves})
    for at in arrivals:
        office.take(letters[at % len(letters)])
        office.next("1")
    mine = letters[watched % len(letters)]
    window = 2 * sum(given_weights) - 1
    for letter in letters:
        for _ in range(2 * window):
            office.take(letter)
    called = [e.service for e in calls_at(office, "1", 2 * window)]
    spans = "".join("x" if service == mine else "." for service in called).split("x")
    assert max(map(len, spans)) < window


def test_weights_are_kept_in_the_long_run() -> None:
    office = open_office(counters={"1": (("A", 3), ("C", 1))})
    for _ in range(40):
        office.take("A"), office.take("C")
    called = "".join(e.service for e in calls_at(office, "1", 40))
    assert called.count("A") == 30


def test_who_has_aged_goes_before_any_later_priority(office: Office) -> None:
    old = office.take("C")
    office.later(45)
    office.take("A", "disabled")
    assert office.next("1") == old.number


def test_before_that_priority_goes_first_and_the_ratio_holds(office: Office) -> None:
    normal = [office.take("K").number for _ in range(3)]
    first = [office.take("K", "pregnant").number for _ in range(4)]
    called = [office.next("3") for _ in range(7)]
    assert called == [first[0], first[1], normal[0], first[2], first[3], normal[1], normal[2]]


def test_first_come_is_another_rule_that_an_office_may_declare(office: Office) -> None:
    office.must(c.SetPolicy(SYSTEM, q.PolicySet("first_come")))
    normal, first = office.take("K"), office.take("K", "elderly")
    assert policy_of(office.board) is POLICIES["first_come"]
    assert policy_of(office.board).order(office.board, "K", office.now) == [normal.id, first.id]
    assert [office.next("3"), office.next("3")] == [normal.number, first.number]


def test_a_ticket_kept_for_a_counter_is_called_by_no_other(office: Office) -> None:
    ticket = office.take("A")
    office.must(c.Transfer(SYSTEM, ticket.id, counter="3"))
    assert office.next("1") is None
    assert office.next("3") == ticket.number


@given(
    ratio=ratios,
    history=st.lists(st.booleans(), max_size=8),
    index=st.integers(0, 60),
    others=st.integers(0, 60),
    priority=st.booleans(),
)
def test_whole_rounds_may_be_skipped(
    ratio: tuple[int, int], history: list[bool], index: int, others: int, *, priority: bool
) -> None:
    """The quick count is the slow one."""
    turns, mine, theirs = Turns(history, *ratio), 0, 0
    while theirs < others:
        turn = turns.of_priority()
        if turn == priority and mine == index:
            break
        mine, theirs = (mine + 1, theirs) if turn == priority else (mine, theirs + 1)
        turns.take(priority=turn)
        if mine > index:
            break
    assert Turns(history, *ratio).before(index, others, priority=priority) == index + theirs


def test_who_came_back_stands_where_the_promise_puts_it(office: Office) -> None:
    back = office.take("K")
    office.next("3")
    office.must(c.NoShow(SYSTEM, back.id))
    others = [office.take("K").id for _ in range(5)]
    office.must(c.ComeBack(SYSTEM, back.id))
    policy = policy_of(office.board)
    order = policy.order(office.board, "K", office.now)
    assert order == [*others[:3], back.id, *others[3:]]
    assert [policy.ahead(office.board, office.board.tickets[id_], office.now) for id_ in order] == [*range(6)]


@pytest.mark.parametrize("ageing", [1, 45])
def test_nobody_starves_however_many_come_later(ageing: int) -> None:
    """A whole day of priority arrivals, faster than they are served."""
    office = open_office(counters={"3": (("K", 1),)})
    office.must(c.SetPolicy(SYSTEM, q.PolicySet("ratio_ageing", 2, 3, ageing)))
    patient = office.take("K")
    calls = 0
    while patient.state == "waiting":
        office.later(1)
        office.take("K", "elderly"), office.take("K", "merit")
        office.next("3")
        calls += 1
    assert calls <= 3
