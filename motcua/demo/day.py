"""A day of citizens: a seeded process, so that the same seed gives the same morning."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

from foundation.events.queue import Priority
from motcua.demo.office import Procedure, service_for

#: Share of an office's visitors in each hour of the local day: two peaks, a quiet noon.
BY_HOUR = {7: 0.11, 8: 0.17, 9: 0.16, 10: 0.12, 11: 0.05, 13: 0.10, 14: 0.13, 15: 0.10, 16: 0.06}
#: What people come for, by service letter.
ERRANDS = {"A": 0.34, "C": 0.32, "G": 0.20, "H": 0.08, "K": 0.06}
#: Who comes: most are nobody special.
WHO: dict[Priority, float] = {
    "normal": 0.80,
    "elderly": 0.11,
    "infant": 0.04,
    "pregnant": 0.02,
    "merit": 0.02,
    "disabled": 0.01,
}
ENGLISH_SHARE = 0.02
LEAVES_SHARE = 0.05


@dataclass(frozen=True)
class Arrival:
    """One citizen. `minute` of the local day; `leaves` before being served; `happy` is the rating 3..1 or None."""

    minute: float
    service: str
    procedure: str | None
    priority: Priority
    language: str
    leaves: bool
    rating: int | None


def arrivals(seed: int, people: int, procedures: Sequence[Procedure]) -> list[Arrival]:
    """About `people` citizens over one day, in order of time."""
    chance = random.Random(seed)
    day = [_arrival(chance, hour, procedures) for hour in sorted(BY_HOUR) for _ in range(_count(chance, hour, people))]
    return sorted(day, key=lambda arrival: arrival.minute)


def arrivals_now(seed: int, per_minute: float, minutes: int, procedures: Sequence[Procedure]) -> list[Arrival]:
    """The same people at an even rate from minute 0, for an office that is open at any hour."""
    chance = random.Random(seed)
    day, minute = [], 0.0
    while (minute := minute + chance.expovariate(per_minute)) < minutes:
        day.append(_arrival(chance, 0, procedures, minute))
    return day


def service_minutes(chance: random.Random, mean: float) -> float:
    """How long one service takes: log-normal, most are short and a few very long."""
    spread = 0.55
    return max(0.5, chance.lognormvariate(math.log(mean) - spread * spread / 2, spread))


def _count(chance: random.Random, hour: int, people: int) -> int:
    """A Poisson number with the hour's share as its mean (normal form: the means are large enough)."""
    mean = BY_HOUR[hour] * people
    return max(0, round(chance.gauss(mean, math.sqrt(mean))))


def _arrival(chance: random.Random, hour: int, procedures: Sequence[Procedure], minute: float | None = None) -> Arrival:
    service = chance.choices(list(ERRANDS), list(ERRANDS.values()))[0]
    fitting = [procedure.code for procedure in procedures if service_for(procedure) == service]
    return Arrival(
        hour * 60 + chance.random() * 60 if minute is None else minute,
        service,
        chance.choice(fitting) if fitting else None,
        chance.choices(list(WHO), list(WHO.values()))[0],
        "en" if chance.random() < ENGLISH_SHARE else "vi",
        chance.random() < LEAVES_SHARE,
        chance.choices([3, 2, 1, None], [0.42, 0.2, 0.04, 0.34])[0],
    )
