"""What the office declares: its services, counters, fairness rule and habits."""

from __future__ import annotations

from foundation.events.queue import PolicySet
from foundation.refusal import Refusal
from queueing.board import REMEMBERED_CALLS, Board
from queueing.commands import DefineCounter, DefineService, SetPolicy, SetRules
from queueing.policy import POLICIES
from queueing.rules.day import Facts

#: Alike to the ear or to a digit (D/Đ, B/P, I/1, O/0): not offered for services.
UNFIT_LETTERS = frozenset("DBPIOĐ")
MAX_WEIGHT = 9
MAX_RATIO_OF = 20
DAY_MINUTES = 24 * 60


def define_service(board: Board, command: DefineService, _now: int) -> Facts | Refusal:
    """A letter that is heard clearly, a range, sessions in order."""
    service = command.service
    letter = service.service
    if len(letter) != 1 or not "A" <= letter <= "Z" or letter in UNFIT_LETTERS:
        return Refusal("service.letter", {"service": letter})
    if not 0 <= service.first <= service.last:
        return Refusal("service.range", {"service": letter})
    if any(not 0 <= opens < last <= DAY_MINUTES for opens, last in service.hours):
        return Refusal("service.hours", {"service": letter})
    if service.minutes <= 0 or not set(service.weekdays) <= set(range(1, 8)):
        return Refusal("service.hours", {"service": letter})
    return () if board.services.get(letter) == service else (service,)


def define_counter(board: Board, command: DefineCounter, _now: int) -> Facts | Refusal:
    """What it serves, in order, with weights."""
    counter = command.counter
    unknown = [code for code, _ in counter.serves if code not in board.services]
    if unknown:
        return Refusal("service.unknown", {"service": unknown[0]})
    if not counter.counter.isalnum() or not _weighed(counter.serves):
        return Refusal("counter.weights", {"counter": counter.counter})
    known = board.counters.get(counter.counter)
    if known and (known.serves, known.active) == (counter.serves, counter.active):
        return ()
    if known and known.state != "closed" and not counter.active:
        return Refusal("counter.not_closed", {"counter": counter.counter})
    return (counter,)


def _weighed(serves: tuple[tuple[str, int], ...]) -> bool:
    weights = [weight for _, weight in serves]
    once = len(dict(serves)) == len(serves)
    return once and all(1 <= each <= MAX_WEIGHT for each in weights) and sum(weights) < REMEMBERED_CALLS


def set_policy(board: Board, command: SetPolicy, _now: int) -> Facts | Refusal:
    """A rule that exists, with figures that let nobody starve."""
    policy = command.policy
    if policy.name not in POLICIES:
        return Refusal("policy.unknown", {"name": policy.name})
    if not _fair(policy):
        return Refusal("policy.unfair", {"ratio": policy.ratio, "ratio_of": policy.ratio_of})
    return () if board.policy == policy else (policy,)


def _fair(policy: PolicySet) -> bool:
    return 1 <= policy.ratio < policy.ratio_of <= MAX_RATIO_OF and policy.ageing_minutes >= 1


def set_rules(board: Board, command: SetRules, _now: int) -> Facts | Refusal:
    """Figures that are not negative."""
    rules = command.rules
    counts = (rules.recall_gap_s, rules.back_minutes, rules.back_after, rules.undo_s)
    windows = (rules.rating_open_s, rules.rating_close_minutes)
    if rules.calls < 1 or min(*counts, *windows) < 0:
        return Refusal("rules.bad")
    return () if board.rules == rules else (rules,)
