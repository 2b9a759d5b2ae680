"""The printer made of software obeys paper, covers, cables and power, and says when what happened."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from hardware.printer.encoding import encode
from hardware.printer.faults import PrinterSilent
from hardware.printer.profile import Profile, find_profile
from hardware.printer.virtual import BUFFER_BYTES, Mechanism, VirtualPrinter, VirtualWire
from tests.hardware.printer.samples import ticket


def words(mechanism: Mechanism) -> list[str]:
    return [happening.what for happening in mechanism.history]


def test_a_roll_gets_shorter_by_what_is_printed() -> None:
    printer = VirtualPrinter()
    printer.print(ticket())
    used = 50_000 - printer.mechanism.roll_mm
    assert used == pytest.approx(printer.mechanism.slips[0].picture.height / printer.mechanism.dots_per_mm, abs=0.2)
    assert 100 < used < 160


def test_paper_that_ends_leaves_the_beginning_hanging_and_the_rest_comes_on_the_new_roll() -> None:
    """As real printers do: the driver must not be the one to print again."""
    mechanism = Mechanism(roll_mm=60)
    data = encode(ticket(), Profile())
    mechanism.take(data)
    hanging = mechanism.hanging
    assert hanging is not None
    assert hanging.height == round(60 * mechanism.dots_per_mm)
    mechanism.load(500)
    whole = Mechanism()
    whole.take(data)
    assert mechanism.slips[0].picture.tobytes() == whole.slips[0].picture.tobytes()
    assert words(mechanism) == ["paper.out", "paper.loaded", "printed"]


def test_power_lost_in_the_middle_forgets_what_was_held() -> None:
    mechanism = Mechanism()
    mechanism.cut_power_after(mm=30)
    mechanism.take(encode(ticket(), Profile()))
    assert not mechanism.reachable
    mechanism.power_on()
    assert [(slip.whole, slip.picture.height) for slip in mechanism.slips] == [
        (False, round(30 * mechanism.dots_per_mm))
    ]
    assert words(mechanism) == ["torn", "power.off", "power.on"]
    mechanism.take(encode(ticket(), Profile()))
    assert mechanism.slips[-1].whole


def test_a_cable_drawn_keeps_what_was_held() -> None:
    mechanism = Mechanism()
    mechanism.open_cover()
    mechanism.take(encode(ticket(), Profile()))
    mechanism.unplug()
    mechanism.plug_in()
    mechanism.close_cover()
    assert words(mechanism) == ["cover.open", "unplugged", "plugged in", "cover.closed", "printed"]


def test_a_full_buffer_takes_no_slip_but_still_questions() -> None:
    mechanism = Mechanism()
    wire = VirtualWire(mechanism)
    mechanism.open_cover()
    begun = encode(ticket(), Profile())[:6000]
    wire.send(begun)
    with pytest.raises(PrinterSilent):
        wire.send(begun)
    assert mechanism.full
    assert BUFFER_BYTES == 4096
    wire.send(b"\x10\x04\x02")
    assert wire.receive(0)[-1:] == b"\x16"


def test_a_question_is_answered_even_from_inside_a_picture_and_in_two_halves() -> None:
    mechanism = Mechanism()
    mechanism.take(b"\x1dv0\0" + bytes((72, 0, 64, 0)) + b"\x10")
    mechanism.take(b"\x04")
    assert mechanism.answers() == b""
    mechanism.take(b"\x04")
    assert mechanism.answers() == b"\x12"


def test_a_slow_printer_takes_its_time_by_the_millimetre() -> None:
    slept: list[float] = []
    mechanism = Mechanism(sleep=slept.append)
    mechanism.slow(50)
    mechanism.take(encode(ticket(), Profile()))
    assert sum(slept) == pytest.approx(mechanism.slips[0].picture.height / mechanism.dots_per_mm / 50)


def test_history_is_stamped_by_the_given_clock() -> None:
    times = iter((3.0, 5.5))
    mechanism = Mechanism(clock=lambda: next(times))
    mechanism.unplug()
    mechanism.plug_in()
    assert [(each.at, each.what) for each in mechanism.history] == [(3.0, "unplugged"), (5.5, "plugged in")]


def test_a_torn_slip_is_shown_as_it_is_and_a_picture_can_be_looked_at() -> None:
    mechanism = Mechanism()
    mechanism.take(encode(ticket(), Profile())[:20_000])
    mechanism.tear_off()
    slip = mechanism.slips[0]
    assert not slip.whole
    assert mechanism.hanging is None
    assert Image.open(io.BytesIO(slip.png())).size == slip.picture.size


def test_without_a_knife_the_slip_hangs_until_a_hand_tears_it_off() -> None:
    printer = VirtualPrinter(find_profile("POS-5890", 58))
    printer.mechanism.jam_knife()
    printer.print(ticket())
    assert not printer.mechanism.slips
    assert printer.mechanism.hanging is not None
    printer.mechanism.tear_off()
    assert [slip.picture.width for slip in printer.mechanism.slips] == [384]


def test_what_it_does_not_understand_it_says() -> None:
    mechanism = Mechanism()
    mechanism.take(b"\x1b\x99")
    assert (mechanism.unknown, words(mechanism)) == ([b"\x1b\x99"], ["not understood"])
