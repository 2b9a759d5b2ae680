"""Buttons: one press of a hand is reported once, by name, on pins and in software."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from gpiozero.pins.mock import MockFactory
from hypothesis import given
from hypothesis import strategies as st

from hardware.buttons import Buttons, Press, VirtualButtons, open_buttons
from hardware.buttons.debounce import Debounce
from hardware.buttons.gpio import GpioButtons
from hardware.errors import DeviceBusy, DeviceClosed, DeviceMisnamed, DeviceUnsupported

PINS = {"good": 17, "fair": 27, "poor": 22}


class Clock:
    """Moves on by a given step at every look."""

    def __init__(self) -> None:
        self.now = 100.0
        self.step = 0.0

    def __call__(self) -> float:
        self.now += self.step
        return self.now


@dataclass
class Bench:
    buttons: Buttons
    press: Callable[[str, int], None]
    clock: Clock

    def listen(self) -> list[Press]:
        presses: list[Press] = []
        self.buttons.listen(presses.append)
        return presses


def finger(factory: MockFactory) -> Callable[[str, int], None]:
    def press(name: str, chatter: int = 0) -> None:
        pin = factory.pin(PINS[name])
        for _ in range(2 * chatter + 1):
            pin.drive_low()
            pin.drive_high()

    return press


@pytest.fixture(params=["virtual", "gpio"])
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    clock = Clock()
    if request.param == "virtual":
        virtual = VirtualButtons(tuple(PINS), clock=clock)
        yield Bench(virtual, virtual.press, clock)
        return
    factory = MockFactory()
    buttons = GpioButtons(PINS, clock=clock, factory=factory)
    yield Bench(buttons, finger(factory), clock)
    buttons.close()
    factory.close()


def test_a_press_is_reported_with_its_name_and_time(bench: Bench) -> None:
    presses = bench.listen()
    bench.press("good", 0)
    bench.clock.now = 101.5
    bench.press("poor", 0)
    assert presses == [Press("good", 100.0), Press("poor", 101.5)]
    assert bench.buttons.names == ("good", "fair", "poor")


def test_a_chattering_contact_is_one_press(bench: Bench) -> None:
    presses = bench.listen()
    bench.clock.step = 0.002
    bench.press("fair", 6)
    bench.clock.now += 1
    bench.press("fair", 6)
    assert [press.name for press in presses] == ["fair", "fair"]


def test_without_quiet_a_chattering_contact_is_many_presses() -> None:
    clock = Clock()
    clock.step = 0.002
    buttons = VirtualButtons(["fair"], quiet=0, clock=clock)
    presses: list[Press] = []
    buttons.listen(presses.append)
    buttons.press("fair", 6)
    assert len(presses) == 13


def test_the_newest_listener_is_the_only_one(bench: Bench) -> None:
    first, second = bench.listen(), bench.listen()
    bench.press("good", 0)
    assert (len(first), len(second)) == (0, 1)


def test_after_closing_nothing_is_reported(bench: Bench) -> None:
    presses = bench.listen()
    bench.buttons.close()
    bench.buttons.close()
    if isinstance(bench.buttons, VirtualButtons):
        bench.press("good", 0)
    assert presses == []
    with pytest.raises(DeviceClosed):
        bench.listen()


def test_a_press_held_for_long_is_one_press() -> None:
    debounce = Debounce()
    assert debounce.closed("good", 1.0)
    debounce.opened("good", 9.0)
    assert not debounce.closed("good", 9.01)
    debounce.opened("good", 9.02)
    assert debounce.closed("good", 9.08)


@given(st.lists(st.floats(0.0, 0.049), max_size=40), st.floats(0.051, 60))
def test_whatever_the_chatter_a_hand_presses_once(edges: list[float], pause: float) -> None:
    debounce, now, presses = Debounce(), 0.0, 0
    for _ in range(2):
        now += pause
        presses += debounce.closed("good", now)
        for position, gap in enumerate(edges):
            now += gap
            if position % 2:
                presses += debounce.closed("good", now)
            else:
                debounce.opened("good", now)
    assert presses == 2


def test_pins_are_free_again_after_closing() -> None:
    factory = MockFactory()
    first, second = (GpioButtons(PINS, factory=factory) for _ in range(2))
    first.listen(lambda _: None)
    with pytest.raises(DeviceBusy):
        second.listen(lambda _: None)
    first.close()
    second.listen(lambda _: None)
    second.close()
    factory.close()


def test_a_pin_the_machine_has_not_is_misnamed() -> None:
    factory = MockFactory()
    with pytest.raises(DeviceMisnamed):
        GpioButtons({"good": 999}, factory=factory).listen(lambda _: None)
    factory.close()


@pytest.mark.filterwarnings("ignore::gpiozero.exc.PinFactoryFallback")
def test_a_machine_without_pins_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GPIOZERO_PIN_FACTORY", "native")
    with pytest.raises(DeviceUnsupported):
        GpioButtons(PINS).listen(lambda _: None)


def test_a_listener_in_another_thread_loses_no_press() -> None:
    buttons = VirtualButtons(["good"], quiet=0)
    heard = threading.Semaphore(0)
    buttons.listen(lambda _: heard.release())
    for _ in range(20):
        buttons.press("good")
    assert all(heard.acquire(blocking=False) for _ in range(20))


def test_a_name_that_is_not_there_is_an_error_of_the_caller() -> None:
    with pytest.raises(KeyError):
        VirtualButtons(["good"]).press("bad")


def test_a_setting_names_the_buttons() -> None:
    names = ("good", "fair", "poor")
    for spec in ("virtual", "gpio:17,27,22", "gpio:poor=22,good=17,fair=27"):
        assert sorted(open_buttons(spec, names).names) == sorted(names)
    named, plain = (open_buttons(spec, names) for spec in ("gpio:poor=22,good=17,fair=27", "gpio:17, 27, 22"))
    assert isinstance(named, GpioButtons)
    assert isinstance(plain, GpioButtons)
    assert named._pins == plain._pins == PINS


@pytest.mark.parametrize(
    "spec",
    [
        "",
        "gpio",
        "gpio:",
        "gpio:17",
        "gpio:17,17,22",
        "gpio:17,27,22,5",
        "gpio:a,b,c",
        "gpio:x=1,good=2,fair=3",
        "spi:1",
    ],
)
def test_a_wrong_setting_is_refused(spec: str) -> None:
    with pytest.raises(DeviceMisnamed):
        open_buttons(spec, ("good", "fair", "poor"))
