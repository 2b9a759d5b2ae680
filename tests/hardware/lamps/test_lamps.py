"""Lamps over counters: dark, blinking for a call, steady while somebody is served."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from gpiozero.pins.mock import MockFactory

from hardware.errors import DeviceBusy, DeviceClosed, DeviceMisnamed
from hardware.lamps import Lamp, VirtualLamp, open_lamp
from hardware.lamps.gpio import GpioLamp
from hardware.lamps.port import LampState


@pytest.fixture
def factory() -> Iterator[MockFactory]:
    made = MockFactory()
    yield made
    made.close()


@pytest.fixture(params=["virtual", "gpio"])
def lamp(request: pytest.FixtureRequest, factory: MockFactory) -> Lamp:
    return VirtualLamp() if request.param == "virtual" else GpioLamp({"1": 17, "2": 27}, factory)


def test_every_lamp_shows_every_state_and_closes_twice(lamp: Lamp) -> None:
    states: tuple[LampState, ...] = ("called", "serving", "off")
    for state in states:
        lamp.show("A012", "1", state)
    lamp.show("A012", "9", "called")
    lamp.close()
    lamp.close()
    with pytest.raises(DeviceClosed):
        lamp.show("", "1", "off")


def test_steady_and_dark(factory: MockFactory) -> None:
    lamp, pin = GpioLamp({"1": 17, "2": 27}, factory), factory.pin(17)
    lamp.show("A012", "1", "serving")
    assert pin.state
    lamp.show("B003", "2", "serving")
    lamp.show("", "1", "off")
    assert (pin.state, factory.pin(27).state) == (False, True)
    lamp.close()
    assert not factory.pin(27).state


class Light:
    """An LED that keeps what it was told."""

    def __init__(self) -> None:
        self.told: list[tuple[object, ...]] = []

    def blink(self, on: float, off: float) -> None:
        self.told.append(("blink", on, off))

    def on(self) -> None:
        self.told.append(("on",))

    def off(self) -> None:
        self.told.append(("off",))

    def close(self) -> None:
        self.told.append(("close",))


def test_a_call_blinks_once_a_second_and_is_not_begun_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    light = Light()
    monkeypatch.setattr("hardware.lamps.gpio.LED", lambda *_, **__: light)
    lamp = GpioLamp({"1": 17})
    lamp.show("A012", "1", "called")
    lamp.show("A012", "1", "called")
    assert light.told == [("blink", 0.5, 0.5)]
    lamp.close()
    assert light.told[-2:] == [("off",), ("close",)]


def test_one_lamp_may_serve_any_counter(factory: MockFactory) -> None:
    lamp = GpioLamp({"*": 17}, factory)
    lamp.show("A012", "3", "serving")
    assert factory.pin(17).state
    lamp.close()


def test_a_pin_in_use_is_busy(factory: MockFactory) -> None:
    lamp = GpioLamp({"1": 17}, factory)
    lamp.show("", "1", "serving")
    with pytest.raises(DeviceBusy):
        GpioLamp({"1": 17}, factory).show("", "1", "serving")
    lamp.close()


def test_the_virtual_lamp_keeps_what_it_showed() -> None:
    lamp = VirtualLamp(clock=lambda: 4.0)
    lamp.show("A012", "1", "called")
    assert [(shown.at, shown.number, shown.counter, shown.state) for shown in lamp.history] == [
        (4.0, "A012", "1", "called")
    ]
    assert (lamp.at("1"), lamp.at("2")) == ("called", "off")
    lamp.close()
    assert lamp.at("1") == "off"


def test_a_setting_names_the_lamps() -> None:
    assert isinstance(open_lamp("virtual"), VirtualLamp)
    for spec, pins in (("gpio:17", {"*": 17}), ("gpio:1=17,2=27", {"1": 17, "2": 27})):
        lamp = open_lamp(spec)
        assert isinstance(lamp, GpioLamp)
        assert lamp._pins == pins


@pytest.mark.parametrize("spec", ["", "gpio:", "gpio:17,27", "gpio:1=17,1=27", "gpio:1=17,2=17", "gpio:1=x", "neon:1"])
def test_a_wrong_setting_is_refused(spec: str) -> None:
    with pytest.raises(DeviceMisnamed):
        open_lamp(spec)
