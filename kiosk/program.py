"""The kiosk's program: puts the parts together, starts them in order, stops them in reverse."""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from werkzeug.serving import BaseWSGIServer, make_server

from foundation.client import OfficeClient, Outbox
from foundation.ids import new_id
from foundation.texts import Texts
from foundation.web.assets import Assets
from hardware.printer.port import Printer
from hardware.printer.slip import Slip
from kiosk import pages, shelf
from kiosk.booth import Booth
from kiosk.devices import Devices, open_devices
from kiosk.eyes import PAGE, Eyes
from kiosk.hints import ready_hints
from kiosk.journal import Journal
from kiosk.loops import Bench, Every
from kiosk.office import Office
from kiosk.recovery import Recovery
from kiosk.render import Renderer
from kiosk.screens import Effect, Input, Limits, Scanned, Tick, Ticket
from kiosk.slip import ticket_slip
from kiosk.view import Surroundings
from kiosk.watch import HealthWatch, OfficeWatch, send
from kiosk.work import ROUTES, Work

log = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parent.parent
BOARD_S, SEND_S, TICK_S = 3.0, 5.0, 0.5


@dataclass(frozen=True)
class KioskSettings:
    """What a kiosk is told at its start.

    server: the office's address. folder: the kiosk's own files (journal, unsent messages, `hints/`).
    scanner, printer: as in hardware ("page", "camera:/dev/video0"; "virtual", "usb:04b8:0e15").
    diagonal_inch: of the glass. samples: pictures to hold up while trying out, if there are any.
    ca: the office's certificate authority. host: loopback, always.
    """

    server: str
    token: str
    port: int
    folder: Path
    scanner: str = "page"
    printer: str = "virtual"
    paper_mm: int = 80
    timeout_s: float = 45
    diagonal_inch: float = 21.5
    samples: Path | None = None
    ca: Path | None = None
    host: str = "127.0.0.1"
    static: dict[str, Path] = field(
        default_factory=lambda: {
            "foundation": ROOT / "foundation" / "web" / "static" / "foundation",
            "kiosk": ROOT / "kiosk" / "static",
        }
    )
    vendor: Path = ROOT / "node_modules"


class Kiosk:
    """The whole kiosk in one process; `start`, then `serve` until `stop`, then `close`."""

    def __init__(self, settings: KioskSettings, devices: Devices | None = None) -> None:
        self.settings = settings
        self.texts = Texts.load("foundation", "kiosk")
        self.line = OfficeClient(settings.server, settings.token, ca=settings.ca)
        self.devices = devices or open_devices(settings.printer, settings.paper_mm)
        self.journal = Journal(settings.folder / "journal.db")
        self.reports = Outbox(settings.folder / "reports.db", ROUTES)
        self.bench = Bench(self._carry_out, self._tell, self._look_at_devices)
        limits = Limits(quiet=settings.timeout_s, warning=min(12, settings.timeout_s / 3))
        self.booth = Booth(limits, Surroundings(), time.monotonic, self.bench.lay)
        self.eyes = Eyes(settings.scanner, self.devices.watch, self._saw)
        self.booth.surround(camera=self.eyes.has_view, hints=ready_hints(self.hints))
        office = Office(self.line)
        self.office = OfficeWatch(office, self.booth, time.monotonic)
        self.work = self._worker(office, self.devices.printer)
        self.health = HealthWatch(self.booth, self.devices.printer, self.eyes.fault, self.work.report_health)
        self.recovery = Recovery(self.journal, self.booth, self.bench.lay, unix_ms)
        self.loops = [
            Every("board", BOARD_S, self._look_at_office),
            Every("messages", SEND_S, lambda: send(self.reports, self.line)),
            Every("clock", TICK_S, lambda: self.booth.tell(Tick())),
        ]
        self.server = self._page_server(limits)

    @property
    def hints(self) -> Path:
        return self.settings.folder / "hints"

    def start(self) -> None:
        """Threads first, the page last: who sees the page finds a kiosk that works."""
        self.bench.start()
        for loop in self.loops:
            loop.start()
        self.eyes.start()

    def serve(self) -> None:
        """Serve the page; returns after `stop`."""
        self.server.serve_forever()

    def stop(self) -> None:
        """End `serve`, from any thread."""
        threading.Thread(target=self.server.shutdown, name="stop", daemon=True).start()

    def close(self) -> None:
        """Let go of everything, in reverse; work already begun is done first."""
        self.server.server_close()
        self.eyes.close()
        self.bench.close()
        for loop in reversed(self.loops):
            loop.close()
        self.reports.close()
        self.journal.close()
        self.devices.printer.close()

    def _worker(self, office: Office, printer: Printer) -> Work:
        return Work(
            office,
            self.journal,
            self.reports,
            printer,
            slip=self._slip,
            tell=self._tell,
            now=unix_ms,
            new_id=new_id,
            language=lambda: self.booth.seen.state.comfort.language,
        )

    def _page_server(self, limits: Limits) -> BaseWSGIServer:
        settings = self.settings
        app = pages.app(
            self.booth,
            Renderer(self.texts),
            files=Assets(settings.static, settings.vendor),
            glass=pages.Glass(settings.diagonal_inch, limits.warning),
            view=self.eyes.view,
            hints=self.hints,
            new_id=new_id,
        )
        mechanism = self.devices.mechanism
        if settings.scanner == PAGE or mechanism is not None:
            samples = settings.samples or settings.folder / "samples"
            shelf.attach(app, self.eyes, self.devices.printer, mechanism, samples)
        return make_server(settings.host, settings.port, app, threaded=True)

    def _slip(self, ticket: Ticket) -> Slip:
        around = self.booth.seen.around
        now = self.office.business_time(unix_ms())
        return ticket_slip(ticket, around.office, around.services, now, self.texts.t)

    def _carry_out(self, effect: Effect) -> None:
        self.work.carry_out(effect)

    def _tell(self, given: Input) -> None:
        self.booth.tell(given)
        # What was just done is what the office wants to hear of, and what changes the board.
        for loop in self.loops:
            loop.ring()

    def _saw(self, text: str) -> None:
        self.booth.tell(Scanned(text, new_id()))

    def _look_at_office(self) -> None:
        self.office.look()
        self.recovery.look()

    def _look_at_devices(self) -> None:
        self.health.look()


def unix_ms() -> int:
    """Real time, UTC milliseconds."""
    return time.time_ns() // 1_000_000


def run(settings: KioskSettings, ready: Callable[[str], None] = lambda _address: None) -> None:
    """Run the kiosk until SIGTERM or Ctrl-C. Raises OSError when the port is taken."""
    # Presses and polls would drown everything else that is logged.
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    kiosk = Kiosk(settings)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: kiosk.stop())
    kiosk.start()
    log.info("the kiosk serves its page on http://%s:%d/", settings.host, settings.port)
    ready(f"http://{settings.host}:{settings.port}/")
    try:
        kiosk.serve()
    finally:
        kiosk.close()
