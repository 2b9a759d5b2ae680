"""How long until it is my turn: a seeded simulation of the counters that are open now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from queueing.board import Board, Ticket
from queueing.policy import policy_of

Floats = NDArray[np.float64]

MINUTE_MS = 60_000
#: From so many services on the office's own history is believed; the configured minutes until then.
ENOUGH_HISTORY = 20
#: Simulated futures; 200 keep the 90 % figure within a few percent and the whole under 50 ms.
RUNS = 200
#: People simulated in all; longer lines go on at the pace of their last quarter.
PEOPLE_AT_MOST = 240
#: Spread of a service without history: a gamma of shape 4 (its standard deviation is half its mean).
SHAPE = 4.0
LONGEST_MINUTES = 240.0


@dataclass(frozen=True)
class Minutes:
    """Half of the people wait at most `p50` minutes, nine of ten at most `p90`."""

    p50: float
    p90: float


@dataclass(frozen=True)
class Curve:
    """Minutes until one is called, by the number of people of the same service ahead, from 0."""

    p50: tuple[float, ...]
    p90: tuple[float, ...]

    def at(self, ahead: int) -> Minutes:
        """Minutes with `ahead` people ahead, however many."""
        return Minutes(_read(self.p50, ahead), _read(self.p90, ahead))


#: By service; a service that no open counter serves has none.
Forecast = Mapping[str, Curve]


def forecast(board: Board, now: int, seed: int = 1, runs: int = RUNS) -> Forecast:
    """The curves of every service, the same for the same board, time and seed.

    The counters open now serve those who wait now and one newcomer a service. Who arrives later with
    priority, and counters that open or close, are not foreseen.
    """
    counters = [each for each in board.counters.values() if each.active and each.state == "open"]
    served = [s for s in board.services if any(s == code for c in counters for code, _ in c.serves)]
    if not served:
        return {}
    rng = np.random.default_rng(seed)
    weights = np.array([[dict(c.serves).get(s, 0) for s in served] for c in counters], dtype=float)
    free = np.stack([_until_free(board, c.in_hand, now, rng, runs) for c in counters], axis=1)
    share = max(2, PEOPLE_AT_MOST // len(served))
    people = [1 + min(board.lines.count(s), share) for s in served]
    times = [_minutes_of(board, s, rng, (n, runs)) for s, n in zip(served, people, strict=True)]
    for each in times:
        each[-1] = 0.0  # the newcomer is only asked about: it must not keep anybody else waiting
    waits = _simulate(weights, free, times, rng)
    return {s: _curve(wait) for s, wait in zip(served, waits, strict=True)}


def minutes_of(curves: Forecast, board: Board, ticket: Ticket, now: int) -> tuple[int, Minutes | None]:
    """(people ahead, minutes) of a waiting ticket; no minutes while no open counter serves it."""
    ahead = policy_of(board).ahead(board, ticket, now)
    curve = curves.get(ticket.service)
    return ahead, curve.at(ahead) if curve else None


class Forecasts:
    """The newest forecast, made again when it is older than `seconds` of real time.

    Used from the writer and from readers: at worst two make it at once, and both are right.
    """

    def __init__(self, monotonic: Callable[[], float], seconds: float = 2.0) -> None:
        self._monotonic = monotonic
        self._seconds = seconds
        self._made: tuple[float, Forecast] | None = None

    def kept(self) -> Forecast:
        """The newest curves without making any: for the writer, who must not wait for a simulation."""
        return self._made[1] if self._made else {}

    def of(self, board: Board, now: int) -> Forecast:
        """The curves, a few seconds old at most."""
        real, made = self._monotonic(), self._made
        if made is None or real - made[0] >= self._seconds:
            made = self._made = (real, forecast(board, now, seed=board.last))
        return made[1]


def _simulate(weights: Floats, free: Floats, times: list[Floats], rng: np.random.Generator) -> list[Floats]:
    """Minutes until each place of each service is called, `(people, runs)` a service.

    In every future at once the counter that is free first takes one person, of a service it serves and
    somebody waits for, as often as its weights say.
    """
    runs = free.shape[0]
    run = np.arange(runs)
    longest = max(len(each) for each in times)
    padded = np.zeros((len(times), longest, runs))
    for service, each in enumerate(times):
        padded[service, : len(each)] = each
    left = np.tile([len(each) for each in times], (runs, 1))
    waits = np.zeros_like(padded)
    serves = (weights > 0).T.astype(float)
    luck = rng.random((int(left[0].sum()), runs))
    sizes = left[0].copy()
    for chance in luck:
        usable = (left > 0) @ serves > 0
        counter = np.argmin(np.where(usable, free, np.inf), axis=1)
        chances = np.cumsum(weights[counter] * (left > 0), axis=1)
        service = (chances < (chance * chances[:, -1])[:, None]).sum(axis=1)
        place = sizes[service] - left[run, service]
        waits[service, place, run] = free[run, counter]
        free[run, counter] += padded[service, place, run]
        left[run, service] -= 1
    return [waits[service, : len(each)] for service, each in enumerate(times)]


def _curve(waits: Floats) -> Curve:
    """Percentiles by place; nobody further back is promised less."""
    p50, p90 = np.maximum.accumulate(np.percentile(waits, [50, 90], axis=1), axis=1)
    return Curve(tuple(p50.round(1).tolist()), tuple(p90.round(1).tolist()))


def _read(curve: tuple[float, ...], ahead: int) -> float:
    if ahead < len(curve):
        return curve[ahead]
    back = max(1, len(curve) // 4)
    pace = (curve[-1] - curve[-1 - back]) / back if len(curve) > back else curve[-1]
    return round(curve[-1] + pace * (ahead - len(curve) + 1), 1)


def _minutes_of(board: Board, service: str, rng: np.random.Generator, shape: tuple[int, int]) -> Floats:
    """Service times in minutes: drawn from the office's own, or around the configured ones."""
    history = board.times.get(service, [])
    if len(history) < ENOUGH_HISTORY:
        mean = board.services[service].minutes
        return rng.gamma(SHAPE, mean / SHAPE, shape)
    own = np.clip(np.array([ms for _, ms in history]) / MINUTE_MS, 0.1, LONGEST_MINUTES)
    return rng.choice(own, shape)


def _until_free(board: Board, in_hand: str | None, now: int, rng: np.random.Generator, runs: int) -> Floats:
    """Minutes until a counter is free: what is left of a service that has lasted as long as this one."""
    if in_hand is None:
        return np.zeros(runs)
    ticket = board.tickets[in_hand]
    lasted = (now - (ticket.called_at or now) - ticket.held_ms) / MINUTE_MS
    draws = _minutes_of(board, ticket.service, rng, (1, runs))[0]
    longer = draws[draws > lasted]
    if len(longer) == 0:  # longer than ever before: as good as over
        return np.asarray(rng.exponential(board.services[ticket.service].minutes / SHAPE, runs))
    return np.asarray(rng.choice(longer, runs) - lasted)
