"""One press of a hand is one press, though its contact closes and opens a dozen times."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Debounce:
    """Reports the closing of a contact that has been still for at least `quiet` seconds.

    A contact chatters when it closes and again when it opens; every edge starts the quiet anew.
    """

    quiet: float = 0.05
    _last_edge: dict[str, float] = field(default_factory=dict)

    def closed(self, name: str, at: float) -> bool:
        """Whether the contact, closing at `at` (seconds), makes a press."""
        return self._edge(name, at) >= self.quiet

    def opened(self, name: str, at: float) -> None:
        """The contact opened at `at` (seconds)."""
        self._edge(name, at)

    def _edge(self, name: str, at: float) -> float:
        before = self._last_edge.get(name)
        self._last_edge[name] = at
        return float("inf") if before is None else at - before
