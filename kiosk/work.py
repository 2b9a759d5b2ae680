"""Carries out what the conversation asks for: the office, the journal, the printer, in this order."""

from __future__ import annotations

import logging
from collections.abc import Callable

from foundation.client import ClientFault, NotAllowed, Outbox, Refused, ServerFault, Unreachable
from hardware.errors import DeviceFault
from hardware.printer.faults import PrinterFault
from hardware.printer.port import Printer
from hardware.printer.slip import Slip
from kiosk.journal import Journal
from kiosk.office import Office
from kiosk.screens import (
    Abandon,
    AskMeaning,
    Back,
    ComeBack,
    Denied,
    Effect,
    Input,
    Issued,
    Language,
    PaperFailed,
    PaperOut,
    PrintTicket,
    Settle,
    TakeTicket,
    Ticket,
    Understood,
    Unreached,
)

log = logging.getLogger(__name__)

#: Where the kiosk's messages to the office go (foundation.client.Outbox).
ROUTES = {"print": "/tickets/{ticket}/print", "health": "/devices/health"}


class Work:
    """One piece of work at a time, in whatever thread calls it; what came of it goes to `tell`.

    now: Unix milliseconds, for the journal. language: of the person before the kiosk.
    """

    def __init__(  # noqa: PLR0913 - everything the kiosk works with
        self,
        office: Office,
        journal: Journal,
        reports: Outbox,
        printer: Printer,
        *,
        slip: Callable[[Ticket], Slip],
        tell: Callable[[Input], None],
        now: Callable[[], int],
        new_id: Callable[[], str],
        language: Callable[[], Language],
    ) -> None:
        self._office = office
        self._journal = journal
        self._reports = reports
        self._printer = printer
        self._slip = slip
        self._tell = tell
        self._now = now
        self._new_id = new_id
        self._language = language

    def carry_out(self, effect: Effect) -> None:
        """Do one thing that the conversation asked for."""
        match effect:
            case TakeTicket() | AskMeaning() | ComeBack():
                self._ask(effect)
            case PrintTicket(ticket):
                self._print(ticket)
            case Settle(ticket, state, cause):
                self._settle(ticket, state, cause)
            case Abandon(key):
                self._journal.abandoned(key, self._now())

    def report_health(self, state: str, code: str | None) -> None:
        """Tell the desk how this kiosk is."""
        self._reports.put("health", self._new_id(), {"state": state, "code": code})

    def _ask(self, request: TakeTicket | AskMeaning | ComeBack) -> None:
        try:
            self._tell(self._answer(request))
        except NotAllowed as refusal:
            log.warning("the office does not let this kiosk ask: %s", refusal)
            self._denied(request, "kiosk.not_allowed", "")
        except Refused as refusal:
            self._denied(request, refusal.code, refusal.detail)
        except (Unreachable, ServerFault) as fault:
            log.warning("the office did not answer: %s", fault)
            self._tell(Unreached(request.key))

    def _answer(self, request: TakeTicket | AskMeaning | ComeBack) -> Input:
        if isinstance(request, AskMeaning):
            return Understood(request.key, self._office.meaning(request, self._language()))
        if isinstance(request, ComeBack):
            return Back(request.key, self._office.come_back(request, self._language()))
        # The key is on the disk before the office hears of it: after a cut the same key is asked again.
        key = self._journal.asked(request, self._now())
        ticket = self._take(request, key)
        self._journal.issued(key, ticket, self._now())
        return Issued(request.key, ticket)

    def _take(self, request: TakeTicket, key: str) -> Ticket:
        try:
            return self._office.take(request, key)
        except Refused:
            self._journal.close_entry(key)
            raise
        except ClientFault:
            if key != request.key:
                # An older question was taken up again: it stays the one to take up.
                self._journal.abandoned(key, self._now())
            raise

    def _denied(self, request: TakeTicket | AskMeaning | ComeBack, code: str, sentence: str) -> None:
        self._tell(Denied(request.key, code, sentence))

    def _print(self, ticket: Ticket) -> None:
        # On the disk before the first byte: after a cut in the middle a person is asked, nothing is reprinted.
        self._journal.printing(ticket, self._now())
        self._report(ticket, "printing")
        try:
            self._printer.print(self._slip(ticket))
        except DeviceFault as fault:
            self._not_printed(ticket, fault)
            return
        self._report(ticket, "reprinted" if ticket.again else "printed")
        self._journal.close_entry(ticket.key)
        self._tell(PaperOut(ticket))

    def _not_printed(self, ticket: Ticket, fault: DeviceFault) -> None:
        log.warning("ticket %s was not printed: %s", ticket.number, fault)
        sent = fault.sent if isinstance(fault, PrinterFault) else "none"
        if sent == "none":
            self._journal.issued(ticket.key, ticket, self._now())
        self._report(ticket, "failed", fault.code)
        self._tell(PaperFailed(ticket, fault.code, sent))

    def _settle(self, ticket: Ticket, state: str, cause: str) -> None:
        if state:
            self._report(ticket, state, cause)
        self._journal.close_entry(ticket.key)

    def _report(self, ticket: Ticket, state: str, cause: str = "") -> None:
        message = {"ticket": ticket.id, "state": state, **({"cause": cause} if cause else {})}
        self._reports.put("print", self._new_id(), message)
