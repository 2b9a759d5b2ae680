"""The port through which the queue learns what the office knows of a code; filled by the dossiers' room."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from peewee import Database

from foundation.events.queue import Sign


@dataclass(frozen=True)
class DossierView:
    """What may be shown of a dossier to whoever holds its receipt.

    wants: the kind of service that can do something for it now, None when nothing is to be done at a counter.
    sentence: a text key of the room that answers, with `values`.
    shown: plain values for the screen; never a name, phone or ID number.
    """

    code: str
    wants: Sign | None
    sentence: str
    values: dict[str, object] = field(default_factory=dict)
    shown: dict[str, object] = field(default_factory=dict)


class DossierLookup(Protocol):
    """Called in a reader thread."""

    def look(self, database: Database, code: str, *, proven: bool, last4: str | None) -> DossierView | None:
        """The dossier, None when there is none of this code.

        `proven`: the code came with our own signature. Otherwise nothing is shown unless `last4` are the
        last four digits of the phone or ID number in the dossier.
        """


class NoDossiers:
    """An office that keeps its dossiers elsewhere: a receipt merely gives a number."""

    def look(self, *_asked: object, **_how: object) -> DossierView | None:
        """Nothing is known here."""
        return None
