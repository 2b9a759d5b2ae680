"""The kiosk at work: the one state, changed only here, and told to everyone who watches it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from kiosk.flow import step
from kiosk.screens import Effect, Input, Limits, State
from kiosk.view import Surroundings


@dataclass(frozen=True)
class Seen:
    """What a watcher sees; `n` grows with every change."""

    n: int
    state: State
    around: Surroundings


class Booth:
    """Any thread may tell it something; `carry_out` gets what has to be done, in order."""

    def __init__(
        self,
        limits: Limits,
        around: Surroundings,
        monotonic: Callable[[], float],
        carry_out: Callable[[Effect], None],
    ) -> None:
        self._monotonic = monotonic
        self._carry_out = carry_out
        self._changed = threading.Condition()
        self._seen = Seen(0, State(limits=limits, touched_at=monotonic()), around)

    @property
    def seen(self) -> Seen:
        with self._changed:
            return self._seen

    def tell(self, given: Input) -> None:
        """Something happened: a press, a code, an answer, time."""
        with self._changed:
            state, effects = step(self._seen.state, given, self._monotonic())
            # A touch that changes only its own moment is no news to the page.
            is_news = replace(state, touched_at=0) != replace(self._seen.state, touched_at=0)
            self._seen = replace(self._seen, n=self._seen.n + is_news, state=state)
            for effect in effects:
                self._carry_out(effect)
            if is_news:
                self._changed.notify_all()

    def surround(self, **changes: Any) -> None:
        """Something about the kiosk itself changed: the board, the printer, the link."""
        with self._changed:
            around = replace(self._seen.around, **changes)
            if around != self._seen.around:
                self._seen = replace(self._seen, n=self._seen.n + 1, around=around)
                self._changed.notify_all()

    def watch(self, after: int, patience: float) -> Seen | None:
        """The next change after number `after`, or None when there is none within `patience` seconds."""
        with self._changed:
            if self._changed.wait_for(lambda: self._seen.n > after, patience):
                return self._seen
            return None
