"""Whom to call next: a declared rule that anybody can check afterwards (docs/fairness.md)."""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import NamedTuple, Protocol

from queueing.board import Board, Counter, Ticket
from queueing.lines import Key, key_of

MINUTE_MS = 60_000


class Policy(Protocol):
    """A calling rule. It sees the board and the time, nothing else, and the same always gives the same."""

    def choose(self, board: Board, counter: str, now: int) -> str | None:
        """The ticket that `counter` calls next, None when nobody waits for it."""

    def order(self, board: Board, service: str, now: int) -> list[str]:
        """All who wait for a service, in the order they will be called if nobody else comes."""

    def ahead(self, board: Board, ticket: Ticket, now: int) -> int:
        """How many of its service go before this waiting ticket: its index in `order`, found quickly."""


class Heads(NamedTuple):
    """Of one service, who has waited longest in each class among those a counter may call."""

    priority: Key | None
    normal: Key | None

    def oldest(self) -> Key | None:
        return min((key for key in self if key), default=None)


class RatioAgeing:
    """Ratio with an ageing bound.

    1. Who has waited `ageing_minutes` goes before everybody who came later, whatever class or service.
    2. Otherwise the counter takes the service that is furthest behind its weight in the counter's last
       calls (as many as the weights add up to); on a tie the one it prefers.
    3. In that service priority goes first, unless `ratio` of its last `ratio_of - 1` calls went to
       priority while somebody else waits.
    4. In a class who has waited longest; who came back after an absence, when the promised number went first.
    """

    def choose(self, board: Board, counter: str, now: int) -> str | None:
        place = board.counters[counter]
        heads = _heads_at(board, place)
        if not heads:
            return _soonest_comer(board, place)
        oldest = [key for each in heads.values() if (key := each.oldest())]
        aged = [key for key in oldest if key[0] <= _bound(board, now)]
        if aged:
            return min(aged)[2]
        service = _behind_most(place, list(heads))
        return _by_ratio(board, service, heads[service])[2]

    def order(self, board: Board, service: str, now: int) -> list[str]:
        bound = _bound(board, now)
        priority, normal = (_ready(board, service, priority=first) for first in (True, False))
        aged = sorted(key for key in chain(priority, normal) if key[0] <= bound)
        keys = aged + _merged(
            [key for key in priority if key[0] > bound],
            [key for key in normal if key[0] > bound],
            _turns(board, _history(board, service, aged)),
        )
        order = [key[2] for key in keys]
        for comer in _deferred(board, service):
            order.insert(board.deferred_by(comer), comer.id)
        return order

    def ahead(self, board: Board, ticket: Ticket, now: int) -> int:
        deferred = _deferred(board, ticket.service)
        if any(comer.id == ticket.id for comer in deferred):
            return self.order(board, ticket.service, now).index(ticket.id)
        place = self._among_ready(board, ticket, _bound(board, now))
        for comer in deferred:
            place += board.deferred_by(comer) <= place
        return place

    def _among_ready(self, board: Board, ticket: Ticket, bound: int) -> int:
        key, service = key_of(ticket), ticket.service
        lines = {
            first: [*board.lines.of_class(service, priority=first), _due(board, service, first)]
            for first in (True, False)
        }
        if key[0] <= bound:
            return _count_before(chain(*lines.values()), key)
        mine, theirs = lines[ticket.has_priority], lines[not ticket.has_priority]
        end = (bound + 1, -1, "")  # behind everybody who has aged
        aged_mine, aged_theirs = _count_before(mine, end), _count_before(theirs, end)
        index = _count_before(mine, key) - aged_mine
        others = sum(map(len, theirs)) - aged_theirs
        aged = _last_aged(lines, end, board.policy.ratio_of - 1)
        turns = _turns(board, _history(board, service, aged))
        return aged_mine + aged_theirs + turns.before(index, others, priority=ticket.has_priority)


class FirstCome:
    """Plain order of arrival, priority or not: who has waited longest among those the counter serves."""

    def choose(self, board: Board, counter: str, now: int) -> str | None:  # noqa: ARG002 - age is all there is
        place = board.counters[counter]
        oldest = [key for each in _heads_at(board, place).values() if (key := each.oldest())]
        return min(oldest)[2] if oldest else _soonest_comer(board, place)

    def order(self, board: Board, service: str, now: int) -> list[str]:  # noqa: ARG002
        lines = (_ready(board, service, priority=first) for first in (True, False))
        order = [key[2] for key in sorted(chain(*lines))]
        for comer in _deferred(board, service):
            order.insert(board.deferred_by(comer), comer.id)
        return order

    def ahead(self, board: Board, ticket: Ticket, now: int) -> int:
        return self.order(board, ticket.service, now).index(ticket.id)


#: The rules an office may declare, by PolicySet.name.
POLICIES: dict[str, Policy] = {"ratio_ageing": RatioAgeing(), "first_come": FirstCome()}


def policy_of(board: Board) -> Policy:
    """The rule the office has declared."""
    return POLICIES[board.policy.name]


class Turns:
    """Whose turn it is, class by class, from the classes of the last calls (True = priority)."""

    def __init__(self, history: Sequence[bool], ratio: int, ratio_of: int) -> None:
        self._window = deque(history, maxlen=ratio_of - 1)
        self._ratio, self._of = ratio, ratio_of

    def of_priority(self) -> bool:
        return sum(self._window) < self._ratio

    def take(self, *, priority: bool) -> None:
        self._window.append(priority)

    def before(self, index: int, others: int, *, priority: bool) -> int:
        """How many go before the `index`-th (from 0) of a class while `others` of the other class wait.

        After two windows the turns repeat every `ratio_of` calls, so whole rounds are skipped at once.
        """
        mine = theirs = 0
        skipped = False
        while theirs < others and mine <= index:
            if not skipped and mine + theirs >= 2 * self._of:
                rounds = self._rounds(index - mine, others - theirs, priority=priority)
                mine += rounds * (self._ratio if priority else self._of - self._ratio)
                theirs += rounds * (self._of - self._ratio if priority else self._ratio)
                skipped = True
            turn = self.of_priority()
            if turn == priority and mine == index:
                break
            mine, theirs = (mine + 1, theirs) if turn == priority else (mine, theirs + 1)
            self.take(priority=turn)
        return index + theirs

    def _rounds(self, mine: int, theirs: int, *, priority: bool) -> int:
        """Whole rounds that certainly fit before either class runs out."""
        per_mine = self._ratio if priority else self._of - self._ratio
        per_theirs = self._of - per_mine
        return max(0, min(mine // per_mine, theirs // per_theirs) - 1)


def _bound(board: Board, now: int) -> int:
    """Who was queued at this moment or before has aged."""
    return now - board.policy.ageing_minutes * MINUTE_MS


def _heads_at(board: Board, counter: Counter) -> dict[str, Heads]:
    """For each service of which somebody may be called here now, in the counter's order of preference."""
    services = dict(counter.serves) | dict.fromkeys(sorted(board.lines.kept_for(counter.code)), 1)
    found = {}
    for service in services:
        serves = any(service == code for code, _ in counter.serves)
        heads = Heads(*(_head(board, counter.code, service, first, serves) for first in (True, False)))
        if heads.oldest():
            found[service] = heads
    return found


def _head(board: Board, counter: str, service: str, priority: bool, serves: bool) -> Key | None:  # noqa: FBT001
    kept = ("", counter) if serves else (counter,)
    lines = [board.lines.line(service, priority=priority, kept_for=each) for each in kept]
    keys = [line[0] for line in lines if line]
    for comer in board.lines.comers(service):
        here = comer.only_counter == counter or (serves and not comer.only_counter)
        if here and comer.has_priority is priority and not board.deferred_by(comer):
            keys.append(key_of(comer))
    return min(keys, default=None)


def _behind_most(counter: Counter, services: list[str]) -> str:
    """The service furthest behind its weight in the counter's last calls; the preferred one on a tie."""
    weights = dict(counter.serves)
    window = sum(weights.values()) - 1
    recent = [service for _, service in counter.recent[-window:]] if window > 0 else []
    return max(services, key=lambda service: weights.get(service, 1) - recent.count(service))


def _by_ratio(board: Board, service: str, heads: Heads) -> Key:
    if heads.priority is None or heads.normal is None:
        return heads.priority or heads.normal or (0, 0, "")
    turns = _turns(board, _history(board, service, ()))
    return heads.priority if turns.of_priority() else heads.normal


def _turns(board: Board, history: Sequence[bool]) -> Turns:
    return Turns(history, board.policy.ratio, board.policy.ratio_of)


def _history(board: Board, service: str, then: Iterable[Key]) -> list[bool]:
    """Classes of the last calls of a service, and of those who are called next."""
    past = [priority for _, priority in board.recent.get(service, [])[-board.policy.ratio_of :]]
    return past + [board.tickets[key[2]].has_priority for key in then]


def _merged(priority: list[Key], normal: list[Key], turns: Turns) -> list[Key]:
    first, second, merged = deque(priority), deque(normal), list[Key]()
    while first and second:
        turn = turns.of_priority()
        merged.append((first if turn else second).popleft())
        turns.take(priority=turn)
    return [*merged, *first, *second]


def _ready(board: Board, service: str, *, priority: bool) -> list[Key]:
    """Who may be called now, of one class, by the waiting they have; kept for one counter or not."""
    lines = board.lines.of_class(service, priority=priority)
    return sorted(chain(*lines, _due(board, service, priority)))


def _due(board: Board, service: str, priority: bool) -> list[Key]:  # noqa: FBT001
    """Who came back and may be called now."""
    comers = board.lines.comers(service)
    return sorted(key_of(comer) for comer in comers if comer.has_priority is priority and not board.deferred_by(comer))


def _deferred(board: Board, service: str) -> list[Ticket]:
    """Who came back and lets others go first yet, soonest first."""
    return [comer for comer in board.lines.comers(service) if board.deferred_by(comer)]


def _soonest_comer(board: Board, counter: Counter) -> str | None:
    """When nobody else waits, who came back need not wait for people who are not there."""
    may_call = dict(counter.serves)
    comers = [
        comer
        for service in board.services
        for comer in _deferred(board, service)
        if comer.only_counter == counter.code or (not comer.only_counter and service in may_call)
    ]
    comers.sort(key=lambda comer: (board.deferred_by(comer), key_of(comer)))
    return comers[0].id if comers else None


def _count_before(lines: Iterable[list[Key]], key: Key) -> int:
    return sum(bisect_left(line, key) for line in lines)


def _last_aged(lines: dict[bool, list[list[Key]]], end: Key, count: int) -> list[Key]:
    """The last few of those who have aged, in the order they will be called."""
    tails: list[Key] = []
    for line in chain(*lines.values()):
        at = bisect_left(line, end)
        tails += line[max(0, at - count) : at]
    return sorted(tails)[-count:] if count else []
