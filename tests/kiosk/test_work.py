"""The order of things: key on the disk, office, printer, report; and what is said when one of them fails."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from foundation.client import OfficeClient, Outbox
from hardware.printer.slip import Line, Slip
from hardware.printer.virtual import VirtualPrinter
from kiosk.journal import Journal
from kiosk.loops import Bench
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
    PaperFailed,
    PaperOut,
    PrintTicket,
    Settle,
    TakeTicket,
    Ticket,
    Understood,
    Unreached,
    Wish,
)
from kiosk.work import ROUTES, Work
from tests.kiosk.stand_in import StandIn, office
from tests.kiosk.support import RECEIPT, TICKET

REQUEST = TakeTicket("key-1", Wish("A", ("000.00.06.H08-261123-0012",), "elderly"))


class Place:
    """A worker with a real journal, outbox and software printer, against the stand-in."""

    def __init__(self, folder: Path, url: str) -> None:
        self.journal = Journal(folder / "journal.db")
        self.reports = Outbox(folder / "reports.db", ROUTES)
        self.printer = VirtualPrinter()
        self.line = OfficeClient(url, "token", timeout=2)
        self.told: list[Input] = []
        ids = itertools.count(1)
        self.work = Work(
            Office(self.line),
            self.journal,
            self.reports,
            self.printer,
            slip=lambda ticket: Slip((Line(ticket.number),)),
            tell=self.told.append,
            now=lambda: 1,
            new_id=lambda: f"report-{next(ids)}",
            language=lambda: "vi",
        )

    def do(self, *effects: Effect) -> Input:
        for effect in effects:
            self.work.carry_out(effect)
        self.reports.send_all(self.line)
        return self.told[-1]


@pytest.fixture
def there() -> Iterator[StandIn]:
    with office(StandIn()) as running:
        yield running


@pytest.fixture
def place(tmp_path: Path, there: StandIn) -> Place:
    return Place(tmp_path, there.url)


def issued(told: Input) -> Ticket:
    assert isinstance(told, Issued)
    return told.ticket


def test_the_key_is_kept_before_the_office_is_asked(place: Place, there: StandIn) -> None:
    kept: list[str] = []
    there.before = lambda: kept.extend(each.key for each in place.journal.open_entries())
    ticket = issued(place.do(REQUEST))
    assert kept == ["key-1"]
    assert (ticket.number, ticket.ahead, ticket.p50, ticket.key) == ("A012", 7, 15.0, "key-1")
    assert there.tickets["key-1"]["asked"] == {
        "service": "A",
        "language": "vi",
        "priority": "elderly",
        "codes": ["000.00.06.H08-261123-0012"],
    }


def test_printing_is_kept_before_the_first_byte(place: Place, there: StandIn) -> None:
    stages: list[str] = []
    send = place.printer.mechanism.take

    def watched(data: bytes) -> None:
        stages.append(place.journal.open_entries()[0].stage)
        send(data)

    place.printer.mechanism.take = watched  # type: ignore[method-assign]
    ticket = issued(place.do(REQUEST))
    assert place.do(PrintTicket(ticket)) == PaperOut(ticket)
    assert set(stages) == {"printing"}
    assert there.states() == ["printing", "printed"]
    assert place.journal.open_entries() == []


def test_a_reprint_is_reported_as_one(place: Place, there: StandIn) -> None:
    place.do(PrintTicket(replace(TICKET, again=True)))
    assert there.states() == ["printing", "reprinted"]


def test_no_paper_keeps_the_number_and_tells_the_desk(place: Place, there: StandIn) -> None:
    place.printer.mechanism.load(0)
    ticket = issued(place.do(REQUEST))
    assert place.do(PrintTicket(ticket)) == PaperFailed(ticket, "paper.out", "none")
    assert there.prints[-1] == {"ticket": ticket.id, "state": "failed", "cause": "paper.out"}
    # Nothing came out, so after a cut it would simply be printed.
    assert [each.stage for each in place.journal.open_entries()] == ["issued"]


def test_open_cover_and_drawn_cable_are_told_apart(place: Place) -> None:
    place.printer.mechanism.open_cover()
    assert place.do(PrintTicket(TICKET)) == PaperFailed(TICKET, "cover.open", "none")
    place.printer.mechanism.close_cover()
    place.printer.mechanism.unplug()
    assert place.do(PrintTicket(TICKET)) == PaperFailed(TICKET, "device.missing", "none")


def test_a_cut_in_the_middle_stays_in_the_journal_as_unsure(place: Place) -> None:
    place.printer.mechanism.cut_power_after(2)
    told = place.do(PrintTicket(TICKET))
    assert isinstance(told, PaperFailed)
    assert told.sent != "none"
    assert [each.stage for each in place.journal.open_entries()] == ["printing"]
    place.do(Settle(told.ticket))
    assert place.journal.open_entries() == []


def test_an_office_that_is_away_is_asked_again_with_the_same_key(tmp_path: Path) -> None:
    with office(StandIn()) as there:
        place = Place(tmp_path, there.url)
        port = int(there.url.rsplit(":", 1)[1])
    assert place.do(REQUEST) == Unreached("key-1")
    with office(there, port):
        assert issued(place.do(REQUEST)).number == "A012"
    assert list(there.tickets) == ["key-1"]


def test_an_answer_that_was_lost_gives_no_second_number(tmp_path: Path) -> None:
    """The office took the request, its answer never came; the person left, another asks for the same."""
    there = StandIn()
    with office(there):
        place = Place(tmp_path, there.url)
        there._take({"service": "G", "language": "vi"}, "key-1")
        place.journal.asked(TakeTicket("key-1", Wish("G")), 1)
        place.do(Abandon("key-1"), TakeTicket("key-2", Wish("G")))
        assert issued(place.told[-1]).number == "G012"
        assert place.told[-1] == Issued("key-2", issued(place.told[-1]))
    assert list(there.tickets) == ["key-1"]


def test_a_refusal_is_settled_and_said_in_the_offices_words(place: Place, there: StandIn) -> None:
    there.refuse = {"code": "service.closed", "detail": "Nhận từ 7:30.", "params": {}}
    assert place.do(REQUEST) == Denied("key-1", "service.closed", "Nhận từ 7:30.")
    assert place.journal.open_entries() == []


def test_what_a_code_means_comes_from_the_office(place: Place, there: StandIn) -> None:
    there.codes[RECEIPT] = {
        "kind": "receipt",
        "sentence": "Mời lấy số.",
        "actions": [{"do": "ticket", "service": "C", "codes": ["x"]}],
    }
    told = place.do(AskMeaning("k", RECEIPT, "0123"))
    assert isinstance(told, Understood)
    assert (told.meaning.kind, told.meaning.actions[0].service) == ("receipt", "C")
    assert there.asked == [{"text": RECEIPT, "last4": "0123"}]


def test_i_am_back_reaches_the_office(place: Place) -> None:
    assert place.do(ComeBack("k", TICKET)) == Back("k", replace(TICKET, ahead=3, p50=None, p90=None))


def test_an_answer_of_another_shape_counts_as_no_answer(place: Place, there: StandIn) -> None:
    there.codes["strange"] = {"kind": "receipt"}
    assert place.do(AskMeaning("k", "strange")) == Unreached("k")


def test_work_that_breaks_leaves_nobody_waiting() -> None:
    told: list[Input] = []

    def broken(effect: Effect) -> None:
        raise RuntimeError(json.dumps(str(effect)))

    bench = Bench(broken, told.append, lambda: None, idle_s=60)
    bench.start()
    for effect in (REQUEST, PrintTicket(TICKET), Settle(TICKET)):
        bench.lay(effect)
    bench.close()
    assert told == [Denied("key-1", "kiosk.fault"), PaperFailed(TICKET, "device.fault", "some")]
