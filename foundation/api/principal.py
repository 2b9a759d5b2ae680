"""Who asks: a device by its token, a person by a session, a phone by its ticket, or anyone."""

from __future__ import annotations

from dataclasses import dataclass

from foundation.rights import may


@dataclass(frozen=True)
class Principal:
    """Whoever makes a request. `holders` are roles or the device's kind; `ticket` is the phone's own ticket."""

    what: str
    id: str
    name: str
    holders: tuple[str, ...]
    csrf: str | None = None
    ticket: str | None = None
    must_change: bool = False

    def may(self, right: str) -> bool:
        """Whether they have the right."""
        return may(self.holders, right)


ANYONE = Principal("anyone", "anyone", "", ("anyone",))
