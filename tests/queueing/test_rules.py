"""What a press leads to, and why it is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from foundation.clock import midnight
from foundation.events import queue as q
from foundation.refusal import Refusal
from queueing import commands as c
from queueing.board import Board
from queueing.commands import SYSTEM, Actor
from queueing.numbers import number_text
from queueing.rules.hours import next_opening
from tests.queueing.office import DAY, MINUTE, MORNING, SERVICES, Office, open_office

LAN, MINH = Actor("officer", "lan"), Actor("officer", "minh")
PARTNER = Actor("device", "partner")
PAD = Actor("device", "pad", may_call_any=True)


def test_numbers_are_as_wide_as_their_range_and_go_on_past_it() -> None:
    assert [number_text("A", n) for n in (1, 42, 999, 1000)] == ["A001", "A042", "A999", "A1000"]
    assert number_text("K", 7, last=99) == "K07"


def test_the_number_after_the_last_has_one_digit_more(office: Office) -> None:
    office.must(c.DefineService(SYSTEM, replace(SERVICES[2], last=9, first=9)))
    assert [office.take("K").number for _ in range(3)] == ["K9", "K10", "K11"]


def test_the_kinds_of_refusal_of_a_number(office: Office) -> None:
    assert office.code(c.IssueTicket(SYSTEM, "x", "Z")) == "service.unknown"
    office.take()
    assert office.code(c.IssueTicket(SYSTEM, "t1", "A")) == "ticket.exists"


def test_outside_the_hours_the_next_opening_is_told() -> None:
    sessions = ((7 * 60, 11 * 60), (13 * 60 + 30, 16 * 60 + 30))
    service = replace(SERVICES[0], hours=sessions)
    office = open_office((service, *SERVICES[1:]))
    office.now = midnight(DAY) + 12 * 60 * MINUTE
    refused = office.do(c.IssueTicket(PARTNER, "x", "A"))
    assert isinstance(refused, Refusal)
    assert (refused.code, refused.params["opens"]) == ("service.closed", "13:30 24/11/2026")
    assert not isinstance(office.do(c.IssueTicket(LAN, "x", "A")), Refusal), "an officer decides"
    office.now = midnight("2026-11-27") + 17 * 60 * MINUTE  # Friday evening
    assert next_opening(service, office.now) == midnight("2026-11-30") + 7 * 60 * MINUTE


def test_next_finishes_the_ticket_in_hand(office: Office) -> None:
    first, second = office.take(), office.take()
    office.next()
    office.later(7)
    finished, called = office.must(c.CallNext(SYSTEM, "1"))
    assert (finished.ticket, finished.served_ms) == (first.id, 7 * MINUTE)
    assert (called.ticket, called.finished) == (second.id, first.id)
    office.later(1)
    assert [type(fact) for fact in office.must(c.CallNext(SYSTEM, "1"))] == [q.TicketFinished]
    assert office.must(c.CallNext(SYSTEM, "1")) == ()


@pytest.mark.parametrize(("press", "code"), [(c.CloseCounter, "counter.closed"), (c.PauseCounter, "counter.paused")])
def test_a_counter_that_is_not_open_calls_nobody(
    office: Office, press: type[c.CloseCounter | c.PauseCounter], code: str
) -> None:
    office.take()
    office.must(press(SYSTEM, "1"))
    assert office.code(c.CallNext(SYSTEM, "1")) == code


def test_an_officer_acts_at_the_counter_it_holds_and_a_device_where_nobody_sits(office: Office) -> None:
    ticket = office.take()
    assert office.code(c.CallNext(LAN, "1")) == "counter.not_held"
    assert office.code(c.CallNext(PARTNER, "9")) == "counter.unknown"
    office.must(c.TakeCounter(LAN, "1", "lan"))
    assert office.code(c.CallNext(MINH, "1")) == "counter.held_by_other"
    assert office.code(c.CallNext(PARTNER, "1")) == "counter.held_by_other"
    (called,) = office.must(c.CallNext(PAD, "1"))
    assert called.officer == "lan"
    assert office.code(c.Finish(MINH, ticket.id)) == "counter.held_by_other"
    assert office.code(c.TakeCounter(LAN, "2", "lan")) == "officer.at_other_counter"


def test_taking_over_a_counter_takes_what_is_in_hand(office: Office) -> None:
    ticket = office.take()
    office.must(c.TakeCounter(LAN, "1", "lan"))
    office.must(c.CallNext(LAN, "1"))
    (taken,) = office.must(c.TakeCounter(MINH, "1", "minh"))
    assert (taken.was, office.board.tickets[ticket.id].officer) == ("lan", "minh")
    office.must(c.Finish(MINH, ticket.id))


def test_closing_lets_go_of_everybody_who_would_wait_for_ever(office: Office) -> None:
    called, kept = office.take(), office.take("C")
    office.next("1")
    office.must(c.Transfer(SYSTEM, kept.id, counter="1"))
    office.must(c.CloseCounter(SYSTEM, "1"))
    assert (called.state, kept.state, kept.only_counter) == ("waiting", "waiting", None)
    assert office.code(c.Transfer(SYSTEM, kept.id, counter="1")) == "counter.closed"
    assert office.next("2") is not None


def test_a_recall_keeps_its_distance_and_has_an_end(office: Office) -> None:
    ticket = office.take()
    office.next()
    assert office.code(c.Recall(SYSTEM, ticket.id, age=39.0)) == "recall.too_soon"
    (again,) = office.must(c.Recall(SYSTEM, ticket.id, age=40.0))
    assert again.nth == 2
    office.must(c.Recall(SYSTEM, ticket.id))
    assert office.code(c.Recall(SYSTEM, ticket.id, age=100.0)) == "recall.enough"


def test_who_comes_back_in_time_is_served_after_the_next_three(office: Office) -> None:
    absent = office.take()
    office.next()
    office.must(c.NoShow(SYSTEM, absent.id))
    others = [office.take() for _ in range(5)]
    office.later(29)
    office.must(c.ComeBack(SYSTEM, absent.id))
    called = [office.next() for _ in range(4)]
    assert called == [each.number for each in others[:3]] + [absent.number]


def test_who_comes_back_alone_is_served_at_once_and_who_is_late_takes_a_new_number(office: Office) -> None:
    absent = office.take()
    office.next()
    office.must(c.NoShow(SYSTEM, absent.id))
    office.must(c.ComeBack(SYSTEM, absent.id))
    assert office.next() == absent.number
    office.must(c.NoShow(SYSTEM, absent.id))
    office.later(31)
    assert office.code(c.ComeBack(SYSTEM, absent.id)) == "come_back.too_late"
    office.must(c.CallTicket(SYSTEM, absent.id, "1"))


def test_a_held_ticket_is_resumed_and_the_time_aside_is_no_service(office: Office) -> None:
    ticket = office.take()
    office.next()
    office.must(c.Start(SYSTEM, ticket.id))
    office.later(5)
    office.must(c.Hold(SYSTEM, ticket.id))
    office.later(20)
    office.take()
    office.next()
    assert office.code(c.Resume(SYSTEM, ticket.id)) == "counter.busy"
    office.must(c.Finish(SYSTEM, "t2"))
    office.must(c.Resume(SYSTEM, ticket.id))
    office.later(2)
    (done,) = office.must(c.Finish(SYSTEM, ticket.id))
    assert done.served_ms == 7 * MINUTE


def test_a_transfer_keeps_the_waiting_and_goes_somewhere(office: Office) -> None:
    ticket = office.take("A")
    office.later(20)
    office.take("K")
    assert office.code(c.Transfer(SYSTEM, ticket.id)) == "transfer.nowhere"
    assert office.code(c.Transfer(SYSTEM, ticket.id, "Z")) == "service.unknown"
    office.must(c.Transfer(SYSTEM, ticket.id, "K"))
    assert office.next("3") == ticket.number, "it came first, and still does"


def test_an_ended_ticket_stays_ended(office: Office) -> None:
    ticket = office.take()
    office.must(c.Cancel(SYSTEM, ticket.id, "citizen"))
    for command in (
        c.Cancel(SYSTEM, ticket.id),
        c.Finish(SYSTEM, ticket.id),
        c.SetPriority(SYSTEM, ticket.id, "merit"),
    ):
        assert office.code(command) == "ticket.ended"
    assert office.code(c.NoShow(SYSTEM, ticket.id)) == "ticket.not_called"
    assert office.code(c.CallTicket(SYSTEM, ticket.id, "1")) == "ticket.not_waiting"


def test_undo_of_next_takes_both_back(office: Office) -> None:
    first, second = office.take(), office.take()
    office.next()
    office.must(c.Start(SYSTEM, first.id))
    office.next()
    office.must(c.Undo(SYSTEM, "1", age=4.9))
    assert (first.state, second.state, second.calls) == ("serving", "waiting", 0)
    assert office.board.in_hand("1") is first
    assert office.code(c.Undo(SYSTEM, "1", age=0.1)) == "undo.nothing"


def test_undo_is_for_a_slip_of_the_finger(office: Office) -> None:
    ticket = office.take()
    office.next()
    assert office.code(c.Undo(SYSTEM, "1", age=5.1)) == "undo.too_late"
    assert office.code(c.Undo(SYSTEM, "1", age=None)) == "undo.too_late"
    office.must(c.ReturnToPool(SYSTEM, ticket.id))
    office.must(c.CallTicket(SYSTEM, ticket.id, "2"))
    assert office.code(c.Undo(SYSTEM, "1", age=1)) == "undo.too_late", "another counter has it now"


def test_the_paper_goes_forward_only(office: Office) -> None:
    ticket = office.take()
    for state in ("printing", "failed", "printing", "printed", "reprinted"):
        office.must(c.RecordPrint(SYSTEM, ticket.id, state))
    assert office.must(c.RecordPrint(SYSTEM, ticket.id, "reprinted")) == ()
    office.must(c.RecordPrint(SYSTEM, ticket.id, "void"))
    assert office.code(c.RecordPrint(SYSTEM, ticket.id, "printed")) == "print.order"


# -- the day -------------------------------------------------------------------------------------------


def test_a_new_day_starts_with_the_first_number_again_and_closes_what_was_left(office: Office) -> None:
    office.take()
    absent = office.take()
    office.must(c.CallTicket(SYSTEM, absent.id, "1"))
    office.must(c.NoShow(SYSTEM, absent.id))
    office.later(24 * 60)
    left, gone, closed, opened, issued = office.must(c.IssueTicket(SYSTEM, "new", "A"))
    assert {left.reason, gone.reason} == {"day_closed"}
    assert (closed.waiting, closed.absent, opened.day, issued.number) == (1, 1, "2026-11-25", "A001")


def test_a_refused_first_command_opens_no_day(office: Office) -> None:
    office.take()
    office.later(24 * 60)
    assert office.code(c.IssueTicket(SYSTEM, "new", "Z")) == "service.unknown"
    assert office.board.day == DAY


def test_a_clock_that_went_back_opens_no_day(office: Office) -> None:
    office.take()
    office.later(-24 * 60)
    assert office.take().number == "A002"


def test_closing_the_day_names_what_was_left_and_gives_no_more_numbers(office: Office) -> None:
    serving, waiting = office.take(), office.take()
    office.next()
    office.must(c.Start(SYSTEM, serving.id))
    office.later(3)
    finished, _, closed = office.must(c.CloseDay(SYSTEM))
    assert (finished.ticket, finished.served_ms, closed.in_hand) == (serving.id, 3 * MINUTE, 1)
    assert waiting.state == "left"
    assert office.code(c.IssueTicket(SYSTEM, "x", "A")) == "day.closed"
    assert office.code(c.CloseDay(SYSTEM)) == "day.closed"


# -- ratings -------------------------------------------------------------------------------------------


def rated(office: Office, counter: str = "1") -> object:
    (fact,) = office.must(c.GiveRating(SYSTEM, 3, counter=counter))
    return fact


def test_the_rating_opens_a_minute_after_service_starts_and_counts_once(office: Office) -> None:
    ticket = office.take()
    office.next()
    assert rated(office) == q.RatingIdle("1", 3, "closed")
    office.later(1)
    assert isinstance(rated(office), q.RatingGiven)
    assert rated(office) == q.RatingIdle("1", 3, "twice")
    assert office.code(c.GiveRating(SYSTEM, 1, ticket=ticket.id)) == "rating.twice"


def test_the_rating_closes_five_minutes_after_service_or_at_the_next_call(office: Office) -> None:
    office.take(), office.take(), office.take()
    office.next()
    office.later(8)
    office.must(c.Finish(SYSTEM, "t1"))
    office.later(5)
    assert isinstance(rated(office), q.RatingGiven)
    office.next()
    office.later(2)
    office.must(c.Finish(SYSTEM, "t2"))
    office.later(5.1)
    assert rated(office) == q.RatingIdle("1", 3, "closed")
    office.next()
    assert rated(office) == q.RatingIdle("1", 3, "closed")


def test_nobody_who_did_not_come_is_rated(office: Office) -> None:
    ticket = office.take()
    office.next()
    office.later(2)
    office.must(c.NoShow(SYSTEM, ticket.id))
    assert rated(office) == q.RatingIdle("1", 3, "closed")
    assert office.code(c.GiveRating(SYSTEM, 2, ticket=ticket.id)) == "rating.closed"


def test_by_phone_until_the_end_of_the_next_working_day() -> None:
    office = open_office()
    office.now = midnight("2026-11-27") + 9 * 60 * MINUTE  # a Friday
    ticket = office.take()
    office.next()
    office.later(8)
    office.must(c.Finish(SYSTEM, ticket.id))
    office.now = midnight("2026-11-30") + 8 * 60 * MINUTE  # Monday: a new day opens
    office.take()
    office.now = midnight("2026-11-30") + (23 * 60 + 59) * MINUTE
    office.must(c.GiveRating(SYSTEM, 1, ticket=ticket.id, reasons=("waiting",), via="phone"))
    office.now = midnight("2026-12-01") + MINUTE
    office.must(c.IssueTicket(SYSTEM, "tuesday", "A"))
    assert ticket.id not in office.board.tickets


# -- the office ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("letter", ["B", "D", "P", "I", "O", "a", "AB", "Đ"])
def test_letters_that_are_misheard_are_not_offered(letter: str) -> None:
    office = Office()
    service = replace(SERVICES[0], service=letter)
    assert office.code(c.DefineService(SYSTEM, service)) == "service.letter"


def test_a_rule_that_lets_somebody_starve_is_refused(office: Office) -> None:
    assert office.code(c.SetPolicy(SYSTEM, q.PolicySet("ratio_ageing", 3, 3))) == "policy.unfair"
    assert office.code(c.SetPolicy(SYSTEM, q.PolicySet("loudest"))) == "policy.unknown"
    assert office.code(c.SetRules(SYSTEM, q.RulesSet(calls=0))) == "rules.bad"


def test_a_counter_serves_what_exists_with_sensible_weights(office: Office) -> None:
    for serves, code in [((("Z", 1),), "service.unknown"), ((("A", 0),), "counter.weights")]:
        assert office.code(c.DefineCounter(SYSTEM, q.CounterDefined("4", serves))) == code
    twice = q.CounterDefined("4", (("A", 1), ("A", 2)))
    assert office.code(c.DefineCounter(SYSTEM, twice)) == "counter.weights"
    gone = q.CounterDefined("1", (("A", 3),), active=False)
    assert office.code(c.DefineCounter(SYSTEM, gone)) == "counter.not_closed"


def test_a_board_of_another_version_is_not_guessed_at() -> None:
    with pytest.raises(ValueError, match="version"):
        Board.from_json({**Board().to_json(), "version": 99})


def test_morning_is_a_working_tuesday() -> None:
    assert midnight(DAY) + 8 * 60 * MINUTE == MORNING
