"""What a shown or typed text means to the queue, and what may be done now; the sentence is a text key."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from peewee import Database

from foundation import codes
from foundation.clock import local
from queueing.board import Board, Ticket
from queueing.dossiers import DossierLookup, DossierView
from queueing.rules.hours import gives_numbers

#: Luật Người cao tuổi 2009, Điều 2: from this age a citizen is elderly, and need not ask for priority.
ELDERLY_FROM = 60


@dataclass(frozen=True)
class Meaning:
    """The answer of POST /codes before it is put into words."""

    kind: str
    sentence: str
    values: dict[str, object] = field(default_factory=dict)
    actions: tuple[dict[str, Any], ...] = ()
    ticket: Ticket | None = None
    dossier: DossierView | None = None


NONE: tuple[dict[str, Any], ...] = ({"do": "none"},)


@dataclass(frozen=True)
class Reading:
    """Everything a text is judged by. `last4`: digits typed beside a typed code."""

    board: Board
    database: Database
    dossiers: DossierLookup
    keys: codes.Keys
    now: int

    def of(self, text: str, last4: str | None) -> Meaning:
        """What the text means; never an exception, however hostile it is."""
        code = codes.read_typed(text) if last4 else codes.read(text)
        match code:
            case codes.ReceiptCode():
                meaning = self._receipt(code)
            case codes.TicketCode():
                meaning = self._ticket(code)
            case codes.CitizenCard():
                meaning = self._citizen(code)
            case codes.VneidCode():
                meaning = Meaning("vneid", "code.vneid", actions=NONE)
            case codes.ForeignDossier():
                meaning = self._dossier("foreign", code.code, "code.foreign", last4)
            case codes.TypedCode(of="dossier"):
                meaning = self._dossier("typed", code.code, "code.typed", last4)
            case codes.TypedCode():
                meaning = self._number(code.code)
            case _:
                meaning = Meaning("unknown", f"code.unknown.{code.reason}", actions=NONE)
        return meaning

    def _receipt(self, code: codes.ReceiptCode) -> Meaning:
        if not codes.verify(code, self.keys):
            return Meaning("receipt", "code.receipt.forged", actions=NONE)
        known = self.dossiers.look(self.database, code.code, proven=True, last4=None)
        return self._known(known) if known else self._gives_number("receipt", code.code, "code.receipt")

    def _dossier(self, kind: str, code: str, sentence: str, last4: str | None) -> Meaning:
        known = self.dossiers.look(self.database, code, proven=False, last4=last4)
        return self._known(known, kind) if known else self._gives_number(kind, code, sentence)

    def _known(self, known: DossierView, kind: str = "receipt") -> Meaning:
        actions = self._tickets(known.code, known.wants) if known.wants else ()
        return Meaning(kind, known.sentence, known.values, actions or NONE, dossier=known)

    def _gives_number(self, kind: str, code: str, sentence: str) -> Meaning:
        actions = self._tickets(code, "collect", "supplement")
        return Meaning(kind, sentence if actions else "code.nothing_open", actions=actions or NONE)

    def _tickets(self, code: str, *signs: str) -> tuple[dict[str, Any], ...]:
        """A number at each open service of these kinds, in this order."""
        services = sorted(self.board.services.values(), key=lambda each: each.position)
        return tuple(
            {"do": "ticket", "service": service.service, "codes": [code]}
            for sign in signs
            for service in services
            if service.sign == sign and service.active and gives_numbers(service, self.now)
        )

    def _ticket(self, code: codes.TicketCode) -> Meaning:
        if not codes.verify(code, self.keys):
            return Meaning("ticket", "code.ticket.forged", actions=NONE)
        ticket = self.board.tickets.get(code.id)
        if ticket is None:
            return Meaning("ticket", "code.ticket.old", actions=NONE)
        return self._standing("ticket", ticket, reprint=True)

    def _number(self, number: str) -> Meaning:
        """A number typed in: everybody in the hall can read it, so it shows the place and reprints nothing."""
        plain = number[0] + number[1:].lstrip("0")
        today = (each for each in self.board.tickets.values() if each.day == self.board.day)
        found = next((t for t in today if t.service + str(t.seq) == plain), None)
        if found is None:
            return Meaning("typed", "code.typed.no_ticket", {"number": number}, NONE)
        return self._standing("typed", found, reprint=False)

    def _standing(self, kind: str, ticket: Ticket, *, reprint: bool) -> Meaning:
        state, actions = str(ticket.state), []
        if ticket.state == "absent":
            late = self.now > (ticket.back_until or 0)
            state = "absent_late" if late else "absent"
            actions += [] if late else [{"do": "come_back", "ticket": ticket.id}]
        if reprint and ticket.state in {"waiting", "absent", "called"}:
            actions.append({"do": "reprint", "ticket": ticket.id})
        values: dict[str, object] = {"number": ticket.number, "counter": ticket.counter or ""}
        return Meaning(kind, f"code.ticket.{state}", values, tuple(actions) or NONE, ticket)

    def _citizen(self, card: codes.CitizenCard) -> Meaning:
        age = card.age_on(local(self.now).date())
        if age is not None and age >= ELDERLY_FROM:
            action = {"do": "ticket", "priority": "elderly"}
            return Meaning("citizen", "code.citizen.elderly", actions=(action,))
        return Meaning("citizen", "code.citizen", actions=({"do": "ticket"},))
