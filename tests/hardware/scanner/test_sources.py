"""One contract for every source behind the scanner, and what each does on its own."""

from __future__ import annotations

import os
import pty
import struct
import threading
import tty
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from hardware.errors import DeviceForbidden, DeviceMisnamed, DeviceMissing
from hardware.scanner.cameras import Camera
from hardware.scanner.keymap import ENTER, PLAIN, SHIFTED
from hardware.scanner.opening import open_source
from hardware.scanner.pictures import PictureFolder, PushedFrames, VideoFile
from hardware.scanner.port import FrameSource, Source
from hardware.scanner.presence import Presence
from hardware.scanner.readers import EvdevReader, SerialReader
from hardware.scanner.scanner import LiveScanner
from tests.support.frames import qr_picture

WAIT = 20.0
ASCII = "MC:T:9f.1.ABCDEFGHIJKLMNOP"


def frame_with(text: str) -> np.ndarray[Any, np.dtype[np.uint8]]:
    code = qr_picture(text, 4)
    frame = np.full((480, 640, 3), 200, np.uint8)
    frame[60 : 60 + code.shape[0], 120 : 120 + code.shape[1]] = code[:, :, None]
    return frame


def png(text: str) -> bytes:
    return bytes(cv2.imencode(".png", frame_with(text))[1].tobytes())


def wait_until(condition: Callable[[], bool]) -> bool:
    pause = threading.Event()
    return any(condition() or pause.wait(0.02) for _ in range(int(WAIT / 0.02)))


class FakeCamera:
    """A V4L2 camera as OpenCV shows it: plugged while its file exists, looking at what the test holds up."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.held = np.full((480, 640, 3), 200, np.uint8)
        self.released = 0
        self.plug()

    def plug(self) -> None:
        self.path.touch()

    def unplug(self) -> None:
        self.path.unlink()

    def hold(self, text: str) -> None:
        self.held = frame_with(text)

    def open(self, _path: str) -> FakeCamera:
        return self

    def isOpened(self) -> bool:  # noqa: N802 - OpenCV's name
        return self.path.exists()

    def set(self, _what: int, _value: float) -> bool:
        return True

    def read(self) -> tuple[bool, Any]:
        threading.Event().wait(0.01)
        return (True, self.held) if self.path.exists() else (False, None)

    def release(self) -> None:
        self.released += 1


Show = Callable[[str], None]


def type_keys(fd: int, text: str) -> None:
    """What the kernel gives for a reader that types: value 1 down, 0 up, each with its SYN."""

    def event(kind: int, code: int, value: int) -> bytes:
        return struct.pack("llHHi", 0, 0, kind, code, value)

    codes = {c: (k, False) for k, c in PLAIN.items()} | {
        c: (k, True) for k, c in SHIFTED.items() if c not in PLAIN.values()
    }
    data = b""
    for letter in text:
        code, shift = codes[letter]
        data += event(1, 42, 1) if shift else b""
        data += event(1, code, 1) + event(0, 0, 0) + event(1, code, 0)
        data += event(1, 42, 0) if shift else b""
    os.write(fd, data + event(1, ENTER, 1) + event(1, ENTER, 0))


@pytest.fixture
def eyes(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[tuple[Source, Show]]:
    """A source of the kind asked for, and how a test shows a text to it."""
    maker: Callable[[Path], tuple[Source, Show, Callable[[], None]]] = request.param
    source, show, end = maker(tmp_path)
    yield source, show
    source.close()
    end()


def a_camera(place: Path) -> tuple[Source, Show, Callable[[], None]]:
    fake = FakeCamera(place / "video0")
    return Camera(str(fake.path), opener=fake.open), fake.hold, lambda: None


def a_folder(place: Path) -> tuple[Source, Show, Callable[[], None]]:
    def show(text: str) -> None:
        aside = place / "aside"
        aside.write_bytes(png(text))
        aside.rename(place / f"{len(list(place.iterdir()))}.png")

    return PictureFolder(place, pace=0), show, lambda: None


def a_video(place: Path) -> tuple[Source, Show, Callable[[], None]]:
    path = place / "hall.avi"

    def show(text: str) -> None:
        writer = cv2.VideoWriter(str(place / "aside.avi"), cv2.VideoWriter.fourcc(*"MJPG"), 15, (640, 480))
        for _ in range(4):
            writer.write(frame_with(text))
        writer.release()
        (place / "aside.avi").rename(path)

    return VideoFile(path), show, lambda: None


def the_page(_: Path) -> tuple[Source, Show, Callable[[], None]]:
    source = PushedFrames()

    def show(text: str) -> None:
        assert source.push(png(text)) is None

    return source, show, lambda: None


def a_usb_reader(place: Path) -> tuple[Source, Show, Callable[[], None]]:
    path = place / "event3"
    os.mkfifo(path)
    end = os.open(path, os.O_RDWR)
    return EvdevReader(str(path), grab=lambda _: None), lambda t: type_keys(end, t), lambda: os.close(end)


def a_serial_reader(_: Path) -> tuple[Source, Show, Callable[[], None]]:
    far, near = pty.openpty()
    tty.setraw(near)

    def show(text: str) -> None:
        os.write(far, text.encode() + b"\r\n")

    def end() -> None:
        os.close(far)
        os.close(near)

    return SerialReader(os.ttyname(near)), show, end


EVERY = [a_camera, a_folder, a_video, the_page, a_usb_reader, a_serial_reader]
every_source = pytest.mark.parametrize("eyes", EVERY, indirect=True)


@every_source
def test_what_is_shown_comes_out_exactly_once(eyes: tuple[Source, Show]) -> None:
    source, show = eyes
    scanner = LiveScanner(source, retry=0.02, presence=Presence(leaves_after=1000)).start()
    try:
        assert wait_until(lambda: scanner.state().online or scanner.state().fault is not None)
        show(ASCII)
        scan = scanner.next(WAIT)
        assert scan is not None
        assert (scan.text, bool(scan.decoder)) == (ASCII, True)
        assert scanner.next(0.3) is None
        assert scanner.state().online
        assert (scanner.latest_jpeg() is not None) == isinstance(source, FrameSource)
    finally:
        scanner.close()


@every_source
def test_closing_twice_is_closing_once(eyes: tuple[Source, Show]) -> None:
    scanner = LiveScanner(eyes[0], retry=0.02).start()
    scanner.close()
    scanner.close()
    assert scanner.next(0) is None
    assert list(scanner.scans()) == []
    assert not scanner._thread.is_alive()


@every_source
def test_a_source_opens_again_after_it_was_closed(eyes: tuple[Source, Show]) -> None:
    source, show = eyes
    show(ASCII)
    source.open()
    source.close()
    source.close()
    source.open()


def unplug_and_plug(tmp_path: Path, *, recover: bool) -> bool:
    fake = FakeCamera(tmp_path / "video0")
    source = Camera(str(fake.path), opener=fake.open)
    scanner = LiveScanner(source, retry=0.02, recover=recover).start()
    try:
        fake.hold("before")
        assert scanner.next(WAIT) is not None
        fake.unplug()
        assert wait_until(lambda: scanner.state().fault == "device.missing")
        assert scanner.latest_jpeg() is None
        assert fake.released == 1
        fake.hold("after")
        fake.plug()
        scan = scanner.next(WAIT if recover else 1.0)
        return scan is not None and scan.text == "after" and scanner.state().online
    finally:
        scanner.close()


def test_a_camera_unplugged_and_plugged_in_again_recovers(tmp_path: Path) -> None:
    assert unplug_and_plug(tmp_path, recover=True)


def test_twin_without_recovery_the_camera_stays_lost(tmp_path: Path) -> None:
    assert not unplug_and_plug(tmp_path, recover=False)


def test_a_serial_reader_unplugged_says_so() -> None:
    far, near = pty.openpty()
    source = SerialReader(os.ttyname(near))
    source.open()
    os.close(near)
    os.close(far)
    with pytest.raises(DeviceMissing):
        source.read(1)
    source.close()


def test_a_serial_reader_gives_vietnamese_and_marks_what_is_not_utf8() -> None:
    far, near = pty.openpty()
    tty.setraw(near)
    source = SerialReader(os.ttyname(near))
    source.open()
    os.write(far, "Nguyễn Thị Mẫu\r".encode() + b"\xd3\r" + "không dấu hết".encode())
    assert [source.read(5), source.read(5)] == ["Nguyễn Thị Mẫu", "\ufffd"]
    assert wait_until(lambda: (source.read(1) or "") == "không dấu hết")
    for end in (far, near):
        os.close(end)
    source.close()


def test_the_usb_reader_is_grabbed_and_a_refusal_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "event3"
    os.mkfifo(path)
    keep = os.open(path, os.O_RDWR)
    grabbed: list[int] = []
    EvdevReader(str(path), grab=grabbed.append).open()
    assert len(grabbed) == 1

    def refuse(fd: int) -> None:
        raise PermissionError(1, "no")

    with pytest.raises(DeviceForbidden):
        EvdevReader(str(path), grab=refuse).open()
    os.close(keep)


def test_keys_the_kernel_dropped_spoil_only_their_own_text(tmp_path: Path) -> None:
    path = tmp_path / "event3"
    os.mkfifo(path)
    end = os.open(path, os.O_RDWR)
    source = EvdevReader(str(path), grab=lambda _: None)
    source.open()
    os.write(end, struct.pack("llHHi", 0, 0, 1, 30, 1) + struct.pack("llHHi", 0, 0, 0, 3, 0))  # "a", SYN_DROPPED
    type_keys(end, "H08-1")
    assert source.read(5) == "H08-1"
    source.close()
    os.close(end)


@pytest.mark.skipif(not os.access("/dev/uinput", os.W_OK), reason="this kernel has no uinput to make a real reader of")
def test_a_real_input_device_is_read_and_grabbed() -> None:
    evdev = pytest.importorskip("evdev")
    with evdev.UInput() as keyboard:
        reader = EvdevReader(keyboard.device.path)
        reader.open()
        for code in (30, ENTER):
            keyboard.write(1, code, 1)
            keyboard.write(1, code, 0)
            keyboard.syn()
        assert reader.read(WAIT) == "a"
        reader.close()


def test_a_missing_device_is_missing_and_not_an_error_page(tmp_path: Path) -> None:
    for kind in ("camera", "folder", "video", "evdev", "serial"):
        with pytest.raises(DeviceMissing):
            open_source(f"{kind}:{tmp_path / 'none'}").open()


@pytest.mark.parametrize("spec", ["", "camera", "camera:", "telescope:/dev/x", "serial:/dev/x?baud=fast", "page:1"])
def test_a_misnamed_scanner_is_refused_by_name(spec: str) -> None:
    with pytest.raises(DeviceMisnamed):
        open_source(spec)


def test_what_is_no_picture_is_refused_by_the_page() -> None:
    source = PushedFrames()
    assert source.push(b"") == "picture.empty"
    assert source.push(b"<html>") == "picture.unknown"
    assert source.push(png("x")[:-30]) == "picture.torn"
    assert source.grab(0) is None


def test_a_page_that_pushes_too_fast_loses_the_oldest() -> None:
    source = PushedFrames(most=2)
    for text in ("a", "b", "c"):
        source.push(png(text), still=False)
    frames = [source.grab(0), source.grab(0), source.grab(0)]
    assert [f is not None for f in frames] == [True, True, False]


def test_the_view_for_the_page_is_small_enough() -> None:
    source = PushedFrames()
    scanner = LiveScanner(source).start()
    assert scanner.latest_jpeg() is None
    source.push(bytes(cv2.imencode(".png", np.full((720, 1280), 90, np.uint8))[1].tobytes()))
    assert wait_until(lambda: scanner.latest_jpeg() is not None)
    view = cv2.imdecode(np.frombuffer(scanner.latest_jpeg(320) or b"", np.uint8), cv2.IMREAD_COLOR)
    assert view is not None
    assert view.shape[:2] == (180, 320)
    scanner.close()


def test_a_broken_source_is_logged_and_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    class Broken:
        name = "broken"
        opened = 0

        def open(self) -> None:
            self.opened += 1
            raise ZeroDivisionError

        def grab(self, _wait: float) -> None:
            return None

        def close(self) -> None:
            return None

    source = Broken()
    scanner = LiveScanner(source, retry=0.01).start()
    assert wait_until(lambda: source.opened >= 3)
    assert scanner.state().fault == "device.fault"
    assert "scanning with broken" in caplog.text
    scanner.close()


def test_every_kind_of_frame_source_keeps_the_port(tmp_path: Path) -> None:
    for maker in (a_camera, a_folder, a_video, the_page):
        source: Any = maker(tmp_path)[0]
        assert isinstance(source, FrameSource)
