"""Opening, pausing, closing and taking over counters."""

from __future__ import annotations

from foundation.events.queue import CounterClosed, CounterOpened, CounterPaused, CounterTaken
from foundation.refusal import Refusal
from queueing.board import Board
from queueing.commands import CloseCounter, OpenCounter, PauseCounter, TakeCounter
from queueing.rules.actors import refused_at
from queueing.rules.day import Facts, finish_of
from queueing.rules.service import requeued


def open_counter(board: Board, command: OpenCounter, _now: int) -> Facts | Refusal:
    """Call people from now on. Who sits there already goes on; somebody else must take it over first."""
    counter = board.counters.get(command.counter)
    if counter is None or not counter.active:
        return Refusal("counter.unknown", {"counter": command.counter})
    others = counter.officer is not None and counter.officer != command.officer
    if others and (refusal := refused_at(board, command.counter, command.by)):
        return refusal
    officer = command.officer or counter.officer
    if counter.officer not in {None, officer}:
        return Refusal("counter.held_by_other", {"counter": command.counter})
    if command.officer and (refusal := _sits_elsewhere(board, command.officer, command.counter)):
        return refusal
    if counter.state == "open" and counter.officer == officer:
        return ()
    return (CounterOpened(command.counter, officer),)


def pause_counter(board: Board, command: PauseCounter, _now: int) -> Facts | Refusal:
    """Call nobody for a while; who is in hand stays."""
    if refusal := refused_at(board, command.counter, command.by):
        return refusal
    counter = board.counters[command.counter]
    if counter.state == "closed":
        return Refusal("counter.closed", {"counter": command.counter})
    return () if counter.state == "paused" else (CounterPaused(command.counter, counter.officer),)


def close_counter(board: Board, command: CloseCounter, now: int) -> Facts | Refusal:
    """Finish who is in service, put back who was only called, and let go of those who wait for it alone."""
    if refusal := refused_at(board, command.counter, command.by):
        return refusal
    counter = board.counters[command.counter]
    if counter.state == "closed" and counter.officer is None:
        return ()
    facts: list[object] = []
    if in_hand := board.in_hand(command.counter):
        serving = in_hand.state == "serving"
        facts.append(finish_of(in_hand, now) if serving else requeued(in_hand, "counter_closed"))
    waiting = (board.tickets[ticket] for ticket in sorted(board.lines.ids()))
    kept = [ticket for ticket in waiting if ticket.only_counter == command.counter]
    facts += [requeued(ticket, "counter_closed") for ticket in kept]
    return (*facts, CounterClosed(command.counter, counter.officer))


def take_counter(board: Board, command: TakeCounter, _now: int) -> Facts | Refusal:
    """Sit down, also where somebody else sat: the stream says from whom it was taken."""
    counter = board.counters.get(command.counter)
    if counter is None or not counter.active:
        return Refusal("counter.unknown", {"counter": command.counter})
    if command.by.kind == "officer" and command.by.id != command.officer:
        return Refusal("counter.held_by_other", {"counter": command.counter})
    if refusal := _sits_elsewhere(board, command.officer, command.counter):
        return refusal
    if counter.officer == command.officer:
        return ()
    return (CounterTaken(command.counter, command.officer, counter.officer),)


def _sits_elsewhere(board: Board, officer: str, counter: str) -> Refusal | None:
    """One officer sits at one counter."""
    for other in board.counters.values():
        if other.officer == officer and other.code != counter:
            return Refusal("officer.at_other_counter", {"counter": other.code})
    return None
