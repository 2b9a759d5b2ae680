"""The definitions of docs/metrics.md, one by one."""

from __future__ import annotations

from queueing.statistics import Mark, Visit, figures, mean, officers, quantile, report, satisfaction, share
from tests.queueing.office import MINUTE, MORNING


def visit(state: str = "finished", wait: float | None = 10, served: float | None = 8, **more: object) -> Visit:
    values: dict[str, object] = {
        "service": "A",
        "counter": "1",
        "officer": None,
        "state": state,
        "priority": "normal",
        "issued_at": MORNING,
        "queued_at": MORNING,
        "called_at": None if wait is None else MORNING + int(wait * MINUTE),
        "served_ms": None if served is None else int(served * MINUTE),
        "promised": 15,
        **more,
    }
    return Visit(**values)  # type: ignore[arg-type]


def test_an_empty_day_has_no_shares_rather_than_zero() -> None:
    empty = figures([])
    assert (empty.issued, empty.abandon_rate, empty.wait_median, empty.in_time_rate) == (0, None, None, None)


def test_waiting_ends_at_the_first_call_and_counts_everybody_who_was_called() -> None:
    day = [visit(wait=10), visit(wait=20), visit("absent", wait=60, served=None), visit("waiting", None, None)]
    found = figures(day)
    assert (found.wait_median, found.wait_p90, found.wait_mean) == (20, 60, 30)
    assert (found.service_median, found.served, found.waiting) == (8, 2, 1)


def test_who_left_without_service_is_counted_against_those_who_ended() -> None:
    found = figures([visit(), visit("left", None, None), visit("cancelled", None, None), visit("waiting", None, None)])
    assert (found.abandoned, found.abandon_rate) == (2, 0.6667)


def test_a_promise_is_kept_at_the_minute_and_broken_by_who_had_to_leave() -> None:
    found = figures([visit(wait=15), visit(wait=15.1), visit("left", None, None), visit("cancelled", None, None)])
    assert found.in_time_rate == 0.3333


def test_a_mistake_and_a_void_paper_are_no_visits() -> None:
    assert figures([visit("void"), visit("cancelled", None, None, reason="mistake")]).issued == 0


def test_quantiles_are_values_that_happened() -> None:
    assert [quantile([5, 1, 3], q) for q in (0.0, 0.5, 0.9, 1.0)] == [1, 3, 5, 5]
    assert quantile(list(range(1, 11)), 0.9) == 9
    assert (mean([1, 2]), share(1, 3)) == (1.5, 0.3333)


def test_a_figure_about_an_officer_needs_five_ratings() -> None:
    few = [Mark(3, "A", "1", "lan")] * 4 + [Mark(1, "A", "1", "minh", ("waiting",))] * 5
    assert list(officers(few)) == ["minh"]
    assert satisfaction(few) == {
        "count": 9,
        "levels": {"3": 4, "2": 0, "1": 5},
        "satisfied": 0.4444,
        "reasons": {"waiting": 5},
    }


def test_the_report_groups_by_service_counter_and_local_hour() -> None:
    later = visit(service="C", counter="2", issued_at=MORNING + 60 * MINUTE)
    told = report([visit(), later, visit("waiting", None, None, counter=None)], [], idle=2)
    assert {name: list(told[name]) for name in ("services", "counters", "hours")} == {
        "services": ["A", "C"],
        "counters": ["1", "2"],
        "hours": ["08", "09"],
    }
    assert told["ratings"]["idle"] == 2
