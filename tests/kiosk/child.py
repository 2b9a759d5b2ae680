"""A kiosk without a page, in a process of its own that may be killed at any moment.

Arguments: folder, office's address, spool of the printer, "kept" or the protection that is off ("no-key",
"no-mark"), and what a person does: "take" (press for a number) or "look" (only start, and see what comes).
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from foundation.client import OfficeClient, Outbox
from foundation.ids import new_id
from hardware.printer.port import PrinterStatus
from hardware.printer.slip import Slip
from kiosk.booth import Booth
from kiosk.journal import Journal
from kiosk.loops import Bench
from kiosk.office import Office
from kiosk.recovery import Recovery
from kiosk.screens import Effect, Input, Limits, TakeTicket, Ticket, Touch, Wish
from kiosk.slip import ticket_slip
from kiosk.view import Surroundings
from kiosk.work import ROUTES, Work
from tests.kiosk.support import OFFICE, SERVICES, TEXTS


class Spool:
    """A printer whose paper is a file: a line when a slip begins, one when it is out.

    It stops in the middle for as long as a file called `hold` lies beside it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def print(self, slip: Slip) -> None:
        assert slip.blocks
        self._write("begun")
        while (self.path.parent / "hold").exists():
            time.sleep(0.02)
        self._write("out")

    def _write(self, word: str) -> None:
        with self.path.open("a") as paper:
            paper.write(word + "\n")

    def status(self) -> PrinterStatus:
        return PrinterStatus(online=True)

    def close(self) -> None: ...


class KeylessJournal(Journal):
    """The protection off: the key is kept only once the office has answered."""

    def asked(self, request: TakeTicket, now: int) -> str:  # noqa: ARG002 - as Journal has it
        return request.key

    def issued(self, key: str, ticket: Ticket, now: int) -> None:
        super().asked(TakeTicket(key, Wish(ticket.service), ticket.language), now)
        super().issued(key, ticket, now)


class MarklessJournal(Journal):
    """The protection off: nothing is kept when printing begins."""

    def printing(self, ticket: Ticket, now: int) -> None: ...


JOURNALS = {"kept": Journal, "no-key": KeylessJournal, "no-mark": MarklessJournal}


class Kiosk:
    """Journal, worker, conversation and recovery as in the program; the page is played by `press`."""

    def __init__(self, folder: Path, url: str, spool: Path, protection: str) -> None:
        journal = JOURNALS[protection](folder / "journal.db")
        self.bench = Bench(self._carry_out, self.tell, lambda: None)
        around = Surroundings(office=OFFICE, services=SERVICES)
        self.booth = Booth(Limits(), around, time.monotonic, self.bench.lay)
        self.work = Work(
            Office(OfficeClient(url, "token", timeout=10)),
            journal,
            Outbox(folder / "reports.db", ROUTES),
            Spool(spool),
            slip=lambda ticket: ticket_slip(ticket, OFFICE, SERVICES, 0, TEXTS.t),
            tell=self.tell,
            now=lambda: int(time.time() * 1000),
            new_id=new_id,
            language=lambda: "vi",
        )
        self.recovery = Recovery(journal, self.booth, self.bench.lay, lambda: int(time.time() * 1000))

    def _carry_out(self, effect: Effect) -> None:
        self.work.carry_out(effect)

    def tell(self, given: Input) -> None:
        self.booth.tell(given)

    def run(self, does: str) -> None:
        self.bench.start()
        self.recovery.look()
        if does == "take":
            for touch in (Touch("service", "A"), Touch("priority", "normal", new_id())):
                self.tell(touch)
        while True:
            print(type(self.booth.seen.state.screen).__name__, flush=True)  # noqa: T201 - the test reads it
            time.sleep(0.02)


if __name__ == "__main__":
    folder_, url_, spool_, protection_, does_ = sys.argv[1:]
    Kiosk(Path(folder_), url_, Path(spool_), protection_).run(does_)
