"""Whatever people press, in any order: nobody lost, nobody twice, numbers unique, fairness kept, replay = live."""

from __future__ import annotations

import json
from copy import copy
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from foundation.events import queue as q
from foundation.refusal import Refusal
from queueing import commands as c
from queueing.board import IN_HAND, OPEN, Board
from queueing.commands import SYSTEM
from queueing.policy import policy_of
from tests.queueing.office import MINUTE, Office, open_office

services = st.sampled_from(["A", "C", "K"])
counters = st.sampled_from(["1", "2", "3"])
pick = st.integers(0, 10_000)


def full(kept: dict[str, Any]) -> dict[str, Any]:
    """What is remembered, without what is remembered as nothing."""
    return {key: copy(value) for key, value in kept.items() if value}


class QueueMachine(RuleBasedStateMachine):
    office: Office

    @initialize(ratio=st.sampled_from([(1, 2), (2, 3), (1, 4), (3, 5)]), ageing=st.sampled_from([5, 45]))
    def begin(self, ratio: tuple[int, int], ageing: int) -> None:
        self.office = open_office()
        self.office.must(c.SetPolicy(SYSTEM, q.PolicySet("ratio_ageing", *ratio, ageing)))
        self.before_press: dict[str, dict[str, Any]] = {}

    # -- presses ---------------------------------------------------------------------------------

    @rule(service=services, priority=st.sampled_from(["normal", "normal", "elderly", "infant"]))
    def issue(self, service: str, priority: q.Priority) -> None:
        self.office.take(service, priority)

    @rule(service=services, minutes=st.integers(0, 30))
    def issue_of_earlier(self, service: str, minutes: int) -> None:
        self.office.take(service, queued_at=self.office.now - minutes * MINUTE)

    @rule(counter=counters)
    def next(self, counter: str) -> None:
        if self.board.counters[counter].state != "open":
            assert isinstance(self.office.do(c.CallNext(SYSTEM, counter)), Refusal)
            return
        may_call = self.callable_at(counter)
        now = self.office.now
        bound = now - self.board.policy.ageing_minutes * MINUTE
        keys = {id_: self.key(id_) for id_ in may_call}
        aged = {id_ for id_ in may_call if keys[id_][0] <= bound}
        called = [e for e in self.pressed(counter, c.CallNext(SYSTEM, counter)) if isinstance(e, q.TicketCalled)]
        assert bool(called) or not may_call, "somebody waits, and nobody was called"
        if aged:  # theorem 1: who has aged is passed over by nobody who came later
            assert keys[called[0].ticket] == min(keys[id_] for id_ in aged)

    @rule(counter=counters, at=pick)
    def call_this(self, counter: str, at: int) -> None:
        if ticket := self.any(at, {"waiting", "absent"}):
            self.pressed(counter, c.CallTicket(SYSTEM, ticket, counter))

    @rule(counter=counters, verb=st.sampled_from([c.Start, c.Finish, c.Hold, c.NoShow, c.ReturnToPool, c.Cancel]))
    def in_hand(self, counter: str, verb: Any) -> None:
        if held := self.board.counters[counter].in_hand:
            self.pressed(counter, verb(SYSTEM, held))

    @rule(at=pick, counter=counters)
    def resume(self, at: int, counter: str) -> None:
        if ticket := self.any(at, {"held"}):
            self.pressed(counter, c.Resume(SYSTEM, ticket, counter))

    @rule(at=pick, service=st.none() | services, counter=st.none() | counters)
    def transfer(self, at: int, service: str | None, counter: str | None) -> None:
        if ticket := self.any(at, {"waiting", "called", "serving", "held"}):
            queued_at = self.board.tickets[ticket].queued_at
            self.pressed(None, c.Transfer(SYSTEM, ticket, service, counter))
            assert self.board.tickets[ticket].queued_at == queued_at, "the waiting credit is kept"

    @rule(at=pick)
    def come_back(self, at: int) -> None:
        if ticket := self.any(at, {"absent"}):
            self.pressed(None, c.ComeBack(SYSTEM, ticket))

    @rule(counter=counters)
    def goes_out_for_a_while(self, counter: str) -> None:
        in_hand = self.board.in_hand(counter)
        if in_hand and in_hand.state == "called":
            self.pressed(counter, c.NoShow(SYSTEM, in_hand.id))
            self.pressed(None, c.ComeBack(SYSTEM, in_hand.id))

    @rule(at=pick)
    def cancel(self, at: int) -> None:
        if ticket := self.any(at, {"waiting", "absent", "held"}):
            self.pressed(None, c.Cancel(SYSTEM, ticket, "citizen"))

    @rule(at=pick, priority=st.sampled_from(["normal", "merit"]))
    def correct_priority(self, at: int, priority: q.Priority) -> None:
        if ticket := self.any(at, set(OPEN)):
            self.office.do(c.SetPriority(SYSTEM, ticket, priority))

    @rule(counter=counters, verb=st.sampled_from([c.OpenCounter, c.OpenCounter, c.PauseCounter, c.CloseCounter]))
    def counter(self, counter: str, verb: Any) -> None:
        self.before_press.pop(counter, None)
        self.office.do(verb(SYSTEM, counter))

    @rule(counter=counters)
    def undo(self, counter: str) -> None:
        before = self.before_press.pop(counter, None)
        done = self.office.do(c.Undo(SYSTEM, counter=counter, age=1.0))
        if isinstance(done, Refusal) or before is None:
            return
        for id_, was in before["tickets"].items():
            assert self.plain(id_) == was
        assert self.board.counters[counter].in_hand == before["in_hand"]
        assert full(self.board.calls) == before["calls"]
        assert full(self.board.recent) == before["recent"]
        assert full(self.board.times) == before["times"]

    @rule(counter=counters, level=st.sampled_from([1, 2, 3]))
    def rate(self, counter: str, level: Any) -> None:
        self.office.must(c.GiveRating(SYSTEM, level, counter=counter))

    @rule(minutes=st.sampled_from([0.5, 1, 3, 10, 31]))
    def time_passes(self, minutes: float) -> None:
        self.office.later(minutes)

    @precondition(lambda self: len(self.office.events) > 60)
    @rule()
    def night_falls(self) -> None:
        self.before_press.clear()
        self.office.later(24 * 60)

    # -- what always holds ---------------------------------------------------------------------------

    @invariant()
    def nobody_is_lost_or_served_twice(self) -> None:
        board = self.board
        waiting = sorted(board.lines.ids())
        assert waiting == sorted(t.id for t in board.tickets.values() if t.state == "waiting")
        in_hand = {code: each.in_hand for code, each in board.counters.items() if each.in_hand}
        assert len(set(in_hand.values())) == len(in_hand), "two counters hold one ticket"
        held = {t.id: t.counter for t in board.tickets.values() if t.state in IN_HAND}
        assert held == {ticket: code for code, ticket in in_hand.items()}
        for ticket in board.tickets.values():
            only = ticket.only_counter
            if ticket.state == "waiting" and only:
                assert board.counters[only].state != "closed", "waits for a closed counter"

    @invariant()
    def numbers_are_unique_in_a_day(self) -> None:
        issued = [(e.day, e.number) for e, _ in self.office.events if isinstance(e, q.TicketIssued)]
        assert len(set(issued)) == len(issued)

    @invariant()
    def each_service_has_one_order(self) -> None:
        policy = policy_of(self.board)
        for service in self.board.services:
            order = policy.order(self.board, service, self.office.now)
            mine = [t for t in self.board.lines.ids() if self.board.tickets[t].service == service]
            assert sorted(order) == sorted(mine)
            assert self.board.lines.count(service) == len(mine)
            for place, id_ in enumerate(order):
                ticket = self.board.tickets[id_]
                assert policy.ahead(self.board, ticket, self.office.now) == place

    def teardown(self) -> None:
        if not hasattr(self, "office"):
            return
        live = self.board.to_json()
        assert self.office.replayed().to_json() == live
        again = Board.from_json(json.loads(json.dumps(live)))
        assert again == self.board
        assert again.to_json() == json.loads(json.dumps(live)) or again.to_json() == live
        assert self.board.copy() == self.board

    # -- helpers ----------------------------------------------------------------------------------------

    @property
    def board(self) -> Board:
        return self.office.board

    def any(self, at: int, states: set[str]) -> str | None:
        found = [t.id for t in self.board.tickets.values() if t.state in states]
        return found[at % len(found)] if found else None

    def key(self, id_: str) -> tuple[int, int]:
        ticket = self.board.tickets[id_]
        return ticket.queued_at, ticket.order

    def callable_at(self, counter: str) -> set[str]:
        """Who may be called here now, found the slow and plain way."""
        if self.board.is_new_day(self.office.now):
            return set()
        serves = dict(self.board.counters[counter].serves)
        waiting = [t for t in self.board.tickets.values() if t.state == "waiting"]
        here = [t for t in waiting if t.only_counter == counter or (not t.only_counter and t.service in serves)]
        ready = {t.id for t in here if not self.board.deferred_by(t)}
        return ready or {t.id for t in here}

    def plain(self, id_: str) -> dict[str, Any]:
        ticket = self.board.tickets[id_]
        names = [name for name in ticket.__slots__ if name != "changed"]
        return {name: getattr(ticket, name) for name in names}

    def pressed(self, counter: str | None, command: c.Command) -> tuple[Any, ...]:
        """Press, and remember how everything was, to compare after an undo."""
        board = self.board
        if not board.is_new_day(self.office.now):
            before = {
                "tickets": {id_: self.plain(id_) for id_ in board.tickets},
                "in_hand": board.counters[counter].in_hand if counter else None,
                "calls": full(board.calls),
                "recent": full(board.recent),
                "times": full(board.times),
            }
        else:
            before = None
        done = self.office.do(command)
        if not isinstance(done, Refusal) and done:
            self.before_press = {counter: before} if counter and before else {}
        return () if isinstance(done, Refusal) else done


QueueMachine.TestCase.settings = settings(
    max_examples=60, stateful_step_count=50, deadline=None, report_multiple_bugs=False
)
TestQueueMachine = QueueMachine.TestCase
