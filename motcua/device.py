"""`motcua device run`: reads its token, opens its hardware, runs one of the small programs until it is stopped."""

from __future__ import annotations

import logging
import signal
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from foundation.client import OfficeClient
from hardware.buttons import open_buttons
from hardware.errors import DeviceFault
from hardware.lamps.opening import open_lamp
from hardware.speaker import open_speaker
from motcua.devices.lamp import LampProgram
from motcua.devices.rating import LEVELS, RatingProgram
from motcua.devices.speaker import SpeakerProgram
from motcua.words import Words


class Program(Protocol):
    """One of the small programs."""

    def run(self) -> None:
        """Until `stop`."""

    def stop(self) -> None:
        """End cleanly; from any thread."""


@dataclass(frozen=True)
class DeviceOptions:
    """What the command line said."""

    kind: str
    server: str
    token: str | None
    token_file: str | None
    counter: str | None
    hardware: str | None
    data: Path
    ca: Path | None = None

    def read_token(self) -> str | None:
        """The token, from the option or its file."""
        if self.token_file:
            return Path(self.token_file).read_text(encoding="utf-8").strip()
        return self.token


def run_device(options: DeviceOptions, words: Words) -> int:
    """Exit code 1, with a sentence, when something needed is missing."""
    token = options.read_token()
    if not token:
        print(words("cli.device.no_token"), file=sys.stderr)
        return 1
    if options.kind != "speaker" and not options.counter:
        print(words("cli.device.needs_counter"), file=sys.stderr)
        return 1
    try:
        program = _program(options, OfficeClient(options.server, token, ca=options.ca))
    except DeviceFault:
        print(words("cli.device.bad_hardware", spec=options.hardware), file=sys.stderr)
        return 1
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: program.stop())
    logging.basicConfig(level="INFO", format="%(levelname)s %(name)s: %(message)s")
    print(words("cli.device.running", kind=options.kind, name=options.counter or "1"), flush=True)
    program.run()
    return 0


def _program(options: DeviceOptions, office: OfficeClient) -> Program:
    if options.kind == "speaker":
        return SpeakerProgram(office, open_speaker(options.hardware or "aplay"), f"speaker {options.counter or 'hall'}")
    counter = options.counter or ""
    if options.kind == "rating":
        options.data.mkdir(parents=True, exist_ok=True)
        buttons = open_buttons(options.hardware or "virtual", tuple(LEVELS))
        return RatingProgram(office, buttons, counter, options.data / f"rating-{counter}.db")
    return LampProgram(office, open_lamp(options.hardware or "virtual"), counter)
