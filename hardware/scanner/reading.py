"""What a decoder found in one picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from hardware.scanner.views import Gray, Picture


@dataclass(frozen=True)
class Reading:
    """A text and where its code's centre lies, in pixels of the picture it was found in."""

    text: str
    x: float
    y: float

    def in_frame(self, picture: Picture) -> Reading:
        x, y = picture.in_frame(self.x, self.y)
        return replace(self, x=x, y=y)


Reader = Callable[[Gray], list[Reading]]


def nearest_first(readings: list[Reading], wide: int, high: int) -> list[Reading]:
    """The one nearest the picture's centre wins; the same text twice in view counts once."""
    ordered = sorted(readings, key=lambda r: (r.x - wide / 2) ** 2 + (r.y - high / 2) ** 2)
    return list({reading.text: reading for reading in reversed(ordered)}.values())[::-1]
