"""From the words of a setting (`camera:/dev/video0`, `serial:/dev/ttyACM0?baud=9600`, `page`) to a scanner."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs

from hardware.errors import DeviceMisnamed
from hardware.scanner.cameras import Camera
from hardware.scanner.decoders import Chain
from hardware.scanner.pictures import PictureFolder, PushedFrames, VideoFile
from hardware.scanner.port import Source
from hardware.scanner.readers import EvdevReader, SerialReader
from hardware.scanner.scanner import LiveScanner


def _serial(place: str) -> Source:
    path, _, options = place.partition("?")
    baud = parse_qs(options).get("baud", ["9600"])[0]
    if not baud.isdecimal():
        raise DeviceMisnamed(f"serial:{place}", f"baud={baud}")
    return SerialReader(path, int(baud))


KINDS: dict[str, Callable[[str], Source]] = {
    "camera": Camera,
    "folder": lambda place: PictureFolder(Path(place)),
    "video": lambda place: VideoFile(Path(place)),
    "evdev": EvdevReader,
    "serial": _serial,
}


def open_source(spec: str) -> Source:
    """The source a setting names; it is not opened yet. Raises DeviceMisnamed.

    `camera:PATH`, `folder:PATH`, `video:PATH`, `evdev:PATH`, `serial:PATH[?baud=N]`, `page`.
    """
    if spec == "page":
        return PushedFrames()
    kind, _, place = spec.partition(":")
    if kind not in KINDS or not place:
        raise DeviceMisnamed(spec, f"one of page, {', '.join(f'{k}:…' for k in KINDS)}")
    return KINDS[kind](place)


def open_scanner(spec: str, chain: Chain | None = None) -> LiveScanner:
    """A scanner at work on the source a setting names; a device that is not there yet is waited for."""
    return LiveScanner(open_source(spec), chain).start()
