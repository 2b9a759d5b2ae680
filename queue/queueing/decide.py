"""The engine's one question: what happens, or why not. Pure: no clock, no chance, no input or output."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from foundation.refusal import Refusal
from queueing import commands as c
from queueing.board import Board
from queueing.evolve import evolve
from queueing.rules import calls, counters, day, issue, office, ratings, service, undo
from queueing.rules.day import Facts, new_day

_RULES: dict[type[c.Command], Callable[[Board, Any, int], Facts | Refusal]] = {
    c.IssueTicket: issue.issue,
    c.SetPriority: issue.set_priority,
    c.RecordPrint: issue.record_print,
    c.CallNext: calls.call_next,
    c.CallTicket: calls.call_ticket,
    c.Recall: calls.recall,
    c.NoShow: calls.no_show,
    c.ComeBack: calls.come_back,
    c.Start: service.start,
    c.Finish: service.finish,
    c.Hold: service.hold,
    c.Resume: service.resume,
    c.Transfer: service.transfer,
    c.ReturnToPool: service.return_to_pool,
    c.Cancel: service.cancel,
    c.Undo: undo.undo,
    c.OpenCounter: counters.open_counter,
    c.PauseCounter: counters.pause_counter,
    c.CloseCounter: counters.close_counter,
    c.TakeCounter: counters.take_counter,
    c.CloseDay: day.close_day,
    c.GiveRating: ratings.rate,
    c.DefineService: office.define_service,
    c.DefineCounter: office.define_counter,
    c.SetPolicy: office.set_policy,
    c.SetRules: office.set_rules,
}

#: These begin a new day; the others (a rating from home on a Sunday, a setting) leave yesterday's board alone.
OPENS_DAY: frozenset[type[c.Command]] = frozenset(
    {c.IssueTicket, c.CallNext, c.CallTicket, c.OpenCounter, c.TakeCounter}
)


def decide(board: Board, command: c.Command, now: int) -> Facts | Refusal:
    """The events a command leads to, in order, or the refusal; the board is not changed.

    `now` is business time, UTC ms. The first command of a new local day is preceded by what closes the
    day before and opens this one; when it is refused nothing happened at all.
    """
    rule = _RULES[type(command)]
    opening = new_day(board, now) if type(command) in OPENS_DAY else ()
    if not opening:
        return rule(board, command, now)
    today = board.copy()
    for number, data in enumerate(opening, board.last + 1):
        evolve(today, data, number, now)
    decided = rule(today, command, now)
    return decided if isinstance(decided, Refusal) else (*opening, *decided)


def act(board: Board, command: c.Command, now: int) -> Facts | Refusal:
    """Decide and follow at once, in memory: for simulations and for checking a policy."""
    decided = decide(board, command, now)
    if not isinstance(decided, Refusal):
        for data in decided:
            evolve(board, data, board.last + 1, now)
    return decided
