"""The whole kiosk in one process against the office's stand-in: its devices are of software, its page is real."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from hardware.printer.virtual import Mechanism
from kiosk import program
from kiosk.program import Kiosk, KioskSettings
from kiosk.screens import AskPrinted, Done, Home, Meant, PrinterFailed, Screen, ServerAway
from tests.kiosk.stand_in import StandIn, office
from tests.kiosk.support import RECEIPT, TICKET

QUICK = {"BOARD_S": 0.1, "SEND_S": 0.1, "TICK_S": 0.1}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, seconds in QUICK.items():
        monkeypatch.setattr(program, name, seconds)


@contextmanager
def running(folder: Path, url: str, timeout_s: float = 45) -> Iterator[Kiosk]:
    kiosk = Kiosk(KioskSettings(url, "token", 0, folder, timeout_s=timeout_s))
    kiosk.start()
    thread = threading.Thread(target=kiosk.serve, daemon=True)
    thread.start()
    try:
        yield kiosk
    finally:
        kiosk.stop()
        thread.join(10)
        kiosk.close()
        assert not thread.is_alive()


def until(what: Callable[[], object]) -> None:
    give_up = time.monotonic() + 30
    while not what():
        assert time.monotonic() < give_up, "it never came"
        time.sleep(0.02)


class Hand:
    """Somebody at the page, by HTTP."""

    def __init__(self, kiosk: Kiosk) -> None:
        self.kiosk = kiosk
        self.url = f"http://127.0.0.1:{kiosk.server.server_port}"
        self.secret = requests.get(self.url, timeout=10).text.split('name="secret" content="')[1].split('"')[0]

    def press(self, do: str, value: str = "") -> None:
        headers = {"X-Kiosk-Secret": self.secret}
        answer = requests.post(f"{self.url}/touch", json={"do": do, "value": value}, headers=headers, timeout=10)
        assert answer.status_code == 204

    def screen(self) -> Screen:
        return self.kiosk.booth.seen.state.screen

    def sees(self, kind: type[Screen]) -> Screen:
        until(lambda: isinstance(self.screen(), kind))
        return self.screen()

    def take(self, service: str = "A") -> None:
        self.press("service", service)
        self.press("priority", "normal")


def mechanism(kiosk: Kiosk) -> Mechanism:
    found = kiosk.devices.mechanism
    assert found
    return found


def test_from_a_press_to_paper_and_the_desk_hears_of_it(tmp_path: Path) -> None:
    with office(StandIn()) as there, running(tmp_path, there.url) as kiosk:
        until(lambda: kiosk.booth.seen.around.services)
        hand = Hand(kiosk)
        hand.take()
        hand.sees(Done)
        until(lambda: there.states() == ["printing", "printed"])
        assert [slip.whole for slip in mechanism(kiosk).slips] == [True]
        assert kiosk.journal.open_entries() == []
        assert requests.get(f"{hand.url}/healthz", timeout=5).json() == {"ok": True, "online": True}


def test_no_paper_is_told_on_the_screen_and_to_the_desk_and_a_press_prints_later(tmp_path: Path) -> None:
    with office(StandIn()) as there, running(tmp_path, there.url) as kiosk:
        mechanism(kiosk).load(0)
        hand = Hand(kiosk)
        hand.take()
        failed = hand.sees(PrinterFailed)
        assert isinstance(failed, PrinterFailed)
        assert (failed.cause, failed.sent) == ("paper.out", "none")
        until(lambda: {"state": "fault", "code": "paper.out"} in there.health)
        until(lambda: kiosk.booth.seen.around.printer_cause == "paper.out")
        mechanism(kiosk).load()
        assert not mechanism(kiosk).slips
        hand.press("print")
        hand.sees(Done)
        assert len(mechanism(kiosk).slips) == 1
        assert len(there.tickets) == 1
        until(lambda: there.health[-1] == {"state": "ok", "code": None})


def test_a_server_that_is_away_loses_nothing(tmp_path: Path) -> None:
    with office(StandIn()) as there:
        port = int(there.url.rsplit(":", 1)[1])
    with running(tmp_path, there.url) as kiosk:
        until(lambda: not kiosk.booth.seen.around.online)
        hand = Hand(kiosk)
        hand.take()
        hand.sees(ServerAway)
        with office(there, port):
            hand.press("again")
            hand.sees(Done)
            until(lambda: there.states() == ["printing", "printed"])
    assert len(there.tickets) == 1


def test_reports_that_could_not_be_sent_are_sent_by_the_next_start(tmp_path: Path) -> None:
    with office(StandIn()) as there:
        port = int(there.url.rsplit(":", 1)[1])
    with running(tmp_path, there.url) as kiosk:
        kiosk.work.report_health("fault", "paper.out")
    assert there.health == []
    with office(there, port), running(tmp_path, there.url):
        until(lambda: {"state": "fault", "code": "paper.out"} in there.health)


def test_a_code_held_up_is_asked_and_shown(tmp_path: Path) -> None:
    import io

    from PIL import Image

    from tests.support.frames import qr_picture

    there = StandIn()
    there.codes[RECEIPT] = {
        "kind": "receipt",
        "sentence": "Mời lấy số.",
        "actions": [{"do": "ticket", "service": "C", "codes": ["000.00.06.H08-261123-0012"]}],
    }
    picture = io.BytesIO()
    Image.fromarray(qr_picture(RECEIPT, scale=6)).save(picture, "PNG")
    with office(there), running(tmp_path, there.url) as kiosk:
        hand = Hand(kiosk)
        assert kiosk.eyes.show(picture.getvalue()) is None
        hand.sees(Meant)
        assert kiosk.eyes.view()
        hand.press("act", "0")
        hand.press("priority", "normal")
        hand.sees(Done)
    assert [each["asked"]["codes"] for each in there.tickets.values()] == [["000.00.06.H08-261123-0012"]]


def test_a_cut_in_the_middle_of_printing_is_asked_about_on_the_next_start(tmp_path: Path) -> None:
    with office(StandIn()) as there:
        with running(tmp_path, there.url) as kiosk:
            kiosk.journal.printing(TICKET, program.unix_ms())
        with running(tmp_path, there.url) as kiosk:
            hand = Hand(kiosk)
            hand.sees(AskPrinted)
            assert not mechanism(kiosk).slips
            hand.press("print")
            hand.sees(Done)
            assert len(mechanism(kiosk).slips) == 1
            until(lambda: there.states() == ["printing", "reprinted"])


def test_the_time_out_comes_by_itself(tmp_path: Path) -> None:
    with office(StandIn()) as there, running(tmp_path, there.url, timeout_s=0.6) as kiosk:
        hand = Hand(kiosk)
        hand.press("language", "en")
        hand.press("service", "A")
        hand.sees(Home)
        assert kiosk.booth.seen.state.comfort.language == "vi"


def test_the_page_is_served_on_loopback_only(tmp_path: Path) -> None:
    with office(StandIn()) as there, running(tmp_path, there.url) as kiosk:
        assert kiosk.server.server_address[0] == "127.0.0.1"
