"""Minutes that a citizen may believe."""

from __future__ import annotations

from queueing import commands as c
from queueing.commands import SYSTEM
from queueing.estimate import ENOUGH_HISTORY, Curve, Forecasts, forecast, minutes_of
from tests.queueing.office import MINUTE, Office, open_office


def serve_one(office: Office, minutes: float, counter: str = "3", service: str = "K") -> None:
    office.take(service)
    office.next(counter)
    office.later(minutes)
    office.must(c.Finish(SYSTEM, office.board.counters[counter].in_hand or ""))


def test_the_same_board_gives_the_same_minutes(office: Office) -> None:
    for _ in range(9):
        office.take("A")
    assert forecast(office.board, office.now, seed=7) == forecast(office.board, office.now, seed=7)
    assert forecast(office.board, office.now, seed=7) != forecast(office.board, office.now, seed=8)


def test_a_service_that_no_open_counter_serves_has_no_minutes(office: Office) -> None:
    office.must(c.CloseCounter(SYSTEM, "2"))
    office.must(c.CloseCounter(SYSTEM, "3"))
    curves = forecast(office.board, office.now)
    assert "K" not in curves
    assert minutes_of(curves, office.board, office.take("K"), office.now) == (0, None)
    for code in "12":
        office.must(c.CloseCounter(SYSTEM, code))
    assert forecast(office.board, office.now) == {}


def test_an_idle_counter_serves_at_once_and_the_line_only_gets_longer(office: Office) -> None:
    for _ in range(12):
        office.take("A")
    curve = forecast(office.board, office.now)["A"]
    assert (curve.p50[0], curve.p90[0]) == (0.0, 0.0)
    assert list(curve.p50) == sorted(curve.p50)
    assert all(low <= high for low, high in zip(curve.p50, curve.p90, strict=True))


def test_the_configured_minutes_hold_until_there_is_history_and_then_the_office_s_own() -> None:
    office = open_office(counters={"3": (("K", 1),)})
    for _ in range(ENOUGH_HISTORY - 1):
        serve_one(office, 30)
    for _ in range(5):
        office.take("K")
    believed = forecast(office.board, office.now)["K"].p50[4]
    assert 9 <= believed <= 15, "four people of three minutes each"
    serve_one(office, 30)
    learned = forecast(office.board, office.now)["K"].p50[4]
    assert 110 <= learned <= 130


def test_what_is_left_of_a_service_that_has_lasted(office: Office) -> None:
    office = open_office(counters={"3": (("K", 1),)})
    for _ in range(ENOUGH_HISTORY):
        serve_one(office, 10)
    office.take("K")
    office.next("3")
    fresh = forecast(office.board, office.now)["K"].p50[0]
    office.later(9)
    nearly = forecast(office.board, office.now)["K"].p50[0]
    office.later(60)
    beyond = forecast(office.board, office.now)["K"].p50[0]
    assert (fresh, nearly) == (10.0, 1.0)
    assert 0 < beyond < 3


def test_the_90_percent_figure_is_kept_by_nine_of_ten() -> None:
    """Against the truth: the same office played out with the counters' own weights and times."""
    office = open_office(counters={"3": (("K", 1),)})
    for each in range(40):
        serve_one(office, 2 + each % 5)
    for _ in range(20):
        office.take("K")
    curve = forecast(office.board, office.now)["K"]
    truth = [sum(2 + (each * 7 + run * 3) % 5 for each in range(10)) for run in range(50)]
    assert sum(value <= curve.p90[10] for value in truth) >= 45


def test_a_longer_line_than_was_simulated_goes_on_at_the_same_pace() -> None:
    curve = Curve((0.0, 2.0, 4.0, 6.0, 8.0), (0.0, 3.0, 6.0, 9.0, 12.0))
    assert (curve.at(2).p50, curve.at(9).p50, curve.at(9).p90) == (4.0, 18.0, 27.0)


def test_a_forecast_is_made_again_only_when_it_is_old(office: Office) -> None:
    seconds = [0.0]
    forecasts = Forecasts(lambda: seconds[0])
    first = forecasts.of(office.board, office.now)
    office.take("A")
    assert forecasts.of(office.board, office.now) is first
    seconds[0] = 2.0
    assert forecasts.of(office.board, office.now) is not first


def test_two_hundred_waiting_are_forecast(office: Office) -> None:
    for each in range(200):
        office.take("ACK"[each % 3], "elderly" if each % 7 == 0 else "normal", queued_at=office.now - each * MINUTE)
    curves = forecast(office.board, office.now)
    assert [len(curves[service].p50) for service in "ACK"] == [68, 68, 67]
