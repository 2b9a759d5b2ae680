"""A printer made of software that obeys the physics of paper, covers, cables and power."""

from __future__ import annotations

import io
import re
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from threading import RLock

from PIL import Image

from hardware.printer.driver import EscposPrinter
from hardware.printer.escpos_commands import Ask, Command, CommandReader, Knife, Rows, Unknown
from hardware.printer.escpos_reader import PrintHead, stacked
from hardware.printer.faults import PrinterMissing, PrinterSilent
from hardware.printer.profile import Profile

#: What a slip printer holds of bytes it cannot print yet.
BUFFER_BYTES = 4096
#: A printer keeps room for questions when it takes nothing else.
_QUESTION_BYTES = 3
_LOW_MM = 3_000
_PATTERN = 0x12
_AT_ONCE = re.compile(rb"\x10\x04([\x01-\x04])")
_KEPT_SLIPS, _KEPT_HAPPENINGS = 20, 500


@dataclass(frozen=True)
class Happening:
    """What happened to it: "printed", "torn", "paper.out", "cover.open", "unplugged", "power.off" and so on.

    at: seconds on the mechanism's clock.
    """

    at: float
    what: str
    detail: str = ""


@dataclass(frozen=True)
class PaperSlip:
    """A piece of paper in the slot. whole: it was cut off, so it is complete."""

    picture: Image.Image
    whole: bool

    def png(self) -> bytes:
        sink = io.BytesIO()
        self.picture.save(sink, "PNG")
        return sink.getvalue()


class Mechanism:
    """The insides of a slip printer: takes bytes, burns dots, answers questions, fails on command.

    What it holds while paper or cover stop it, it prints when they are right again, as real ones do.
    """

    def __init__(
        self,
        width: int = 576,
        *,
        roll_mm: float = 50_000,
        dots_per_mm: float = 203 / 25.4,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self.width = width
        self.dots_per_mm = dots_per_mm
        self.history: deque[Happening] = deque(maxlen=_KEPT_HAPPENINGS)
        self.slips: deque[PaperSlip] = deque(maxlen=_KEPT_SLIPS)
        self.unknown: list[bytes] = []
        self.mute = False
        self._clock, self._sleep = clock, sleep
        self._lock = RLock()
        self._roll = round(roll_mm * dots_per_mm)
        self._cover_open = self._unplugged = self._knife_stuck = False
        self._speed: float | None = None
        self._cut_power_at: int | None = None
        self._powered = True
        self._start()

    def _start(self) -> None:
        """As after switching on: whatever it held is forgotten."""
        self._reader, self._head = CommandReader(), PrintHead(self.width)
        self._held: deque[Command] = deque()
        self._held_bytes = 0
        self._strips: list[Image.Image] = []
        self._answers = bytearray()
        self._last_bytes = b""

    # --- what a hand does to it ---------------------------------------------------------------------------

    def load(self, mm: float = 50_000) -> None:
        """Put in a roll with so much paper."""
        with self._lock:
            self._roll = round(mm * self.dots_per_mm)
            self._note("paper.loaded", f"{mm:g} mm")
            self._work()

    def open_cover(self) -> None:
        with self._lock:
            self._cover_open = True
            self._note("cover.open")

    def close_cover(self) -> None:
        with self._lock:
            self._cover_open = False
            self._note("cover.closed")
            self._work()

    def jam_knife(self) -> None:
        """From now on a cut fails."""
        self._knife_stuck = True

    def unplug(self) -> None:
        """Draw its data cable. It stays under power and keeps what it holds."""
        self._unplugged = True
        self._note("unplugged")

    def plug_in(self) -> None:
        with self._lock:
            self._unplugged = False
            self._note("plugged in")

    def slow(self, mm_per_second: float | None) -> None:
        """Print at this speed; None: at once."""
        self._speed = mm_per_second

    def cut_power_after(self, mm: float) -> None:
        """Lose power when so much more paper has come out."""
        self._cut_power_at = max(1, round(mm * self.dots_per_mm))

    def cut_power(self) -> None:
        with self._lock:
            self._cut_power_at = None
            self._powered = False
            self._finish_slip(whole=False)
            self._start()
            self._note("power.off")

    def power_on(self) -> None:
        with self._lock:
            self._powered, self._knife_stuck = True, False
            self._note("power.on")

    def tear_off(self) -> None:
        """Take what hangs out of the slot, cut or not."""
        with self._lock:
            self._finish_slip(whole=False)

    # --- what is seen of it -------------------------------------------------------------------------------

    @property
    def roll_mm(self) -> float:
        return self._roll / self.dots_per_mm

    @property
    def hanging(self) -> Image.Image | None:
        """The paper that has come out and is not cut yet."""
        with self._lock:
            return stacked(self._strips, self.width) if self._strips else None

    @property
    def reachable(self) -> bool:
        return self._powered and not self._unplugged

    def happened(self, what: str) -> int:
        """How often that has happened."""
        return sum(happening.what == what for happening in self.history)

    @property
    def full(self) -> bool:
        """It takes no more bytes until it can print again."""
        return self._held_bytes >= BUFFER_BYTES

    # --- the cable ----------------------------------------------------------------------------------------

    def take(self, data: bytes) -> None:
        """Bytes from the cable."""
        with self._lock:
            self._answer_at_once(data)
            for command in self._reader.feed(data):
                self._held.append(command)
                self._held_bytes += _size(command)
            self._work()

    def answers(self) -> bytes:
        """What it has said since the last call."""
        with self._lock:
            said, self._answers = bytes(self._answers), bytearray()
            return b"" if self.mute else said

    # --- inside -------------------------------------------------------------------------------------------

    @property
    def _stopped(self) -> bool:
        return self._cover_open or self._roll <= 0 or self._head_stuck or not self._powered

    @property
    def _head_stuck(self) -> bool:
        return self._knife_stuck and bool(self._held) and isinstance(self._held[0], Knife)

    def _work(self) -> None:
        while self._held and not self._stopped:
            command = self._held.popleft()
            self._held_bytes -= _size(command)
            self._do(command)

    def _do(self, command: Command) -> None:
        if isinstance(command, Ask) and command.when == "in_order":
            self._answers.append(0x0C & -self._is_low)
        elif isinstance(command, Unknown):
            self.unknown.append(command.data)
            self._note("not understood", command.data.hex(" "))
        for strip in self._head.strips(command):
            self._feed(strip)
        if isinstance(command, Knife) and self._powered:
            self._finish_slip(whole=True)

    def _feed(self, strip: Image.Image) -> None:
        """Burn a strip, as far as the paper and the power reach."""
        wanted = strip.height
        height = min(wanted, self._roll, self._cut_power_at if self._cut_power_at is not None else wanted)
        self._strips.append(strip.crop((0, 0, self.width, height)))
        self._roll -= height
        if self._speed:
            self._sleep(height / self.dots_per_mm / self._speed)
        if self._cut_power_at is not None:
            self._cut_power_at -= height
            if not self._cut_power_at:
                self.cut_power()
                return
        if not self._roll:
            self._note("paper.out")
            self._hold_rest(strip, height)

    def _hold_rest(self, strip: Image.Image, printed: int) -> None:
        """What found no paper is burnt onto the next roll."""
        rest = strip.crop((0, printed, self.width, strip.height))
        if rest.height:
            row_bytes = (self.width + 7) // 8
            dots = bytes(255 - byte for byte in rest.tobytes())
            self._held.appendleft(Rows(dots, row_bytes))
            self._held_bytes += _size(self._held[0])

    def _finish_slip(self, *, whole: bool) -> None:
        if not self._strips:
            return
        slip = PaperSlip(stacked(self._strips, self.width), whole)
        self._strips = []
        self.slips.append(slip)
        self._note("printed" if whole else "torn", f"{slip.picture.height / self.dots_per_mm:.0f} mm")

    def _answer_at_once(self, data: bytes) -> None:
        """A real printer sees this question wherever it stands, even inside a picture or a full buffer."""
        seen = self._last_bytes + data
        for question in _AT_ONCE.finditer(seen):
            self._answer_now(question[1][0])
        self._last_bytes = seen[-2:] if not _AT_ONCE.fullmatch(seen[-3:]) else b""

    def _answer_now(self, what: int) -> None:
        offline = self._stopped
        bits = {
            1: 0x08 * offline,
            2: 0x04 * self._cover_open | 0x20 * (self._roll <= 0) | 0x40 * self._head_stuck,
            3: 0x08 * self._head_stuck,
            4: 0x60 * (self._roll <= 0) | 0x0C * self._is_low,
        }
        self._answers.append(_PATTERN | bits.get(what, 0))

    @property
    def _is_low(self) -> bool:
        return self.roll_mm < _LOW_MM

    def _note(self, what: str, detail: str = "") -> None:
        self.history.append(Happening(self._clock(), what, detail))


def _size(command: Command) -> int:
    """How much of the buffer a command fills, in bytes."""
    return len(command.data) if isinstance(command, Rows) else 4


class VirtualWire:
    """A cable inside this process."""

    chunk = 1024
    answers = True

    def __init__(self, mechanism: Mechanism) -> None:
        self.mechanism = mechanism

    def _reach(self) -> None:
        if not self.mechanism.reachable:
            raise PrinterMissing("virtual", "unplugged or without power")

    def open(self) -> None:
        self._reach()

    def send(self, data: bytes) -> None:
        self._reach()
        if self.mechanism.full and len(data) > _QUESTION_BYTES:
            raise PrinterSilent("virtual", "it takes no more bytes")
        self.mechanism.take(data)
        self._reach()

    def receive(self, seconds: float) -> bytes:  # noqa: ARG002 - it answers at once or not at all
        self._reach()
        return self.mechanism.answers()

    def close(self) -> None:
        """A cable has nothing to close."""


class VirtualPrinter(EscposPrinter):
    """The real driver on a printer made of software; `mechanism` is the printer itself."""

    def __init__(self, profile: Profile | None = None, mechanism: Mechanism | None = None) -> None:
        chosen = profile or Profile()
        self.mechanism = mechanism or Mechanism(chosen.width, dots_per_mm=chosen.dots_per_mm)
        super().__init__("virtual", VirtualWire(self.mechanism), chosen)
