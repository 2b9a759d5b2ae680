"""The conversation: the usual ways through it, and what holds whatever anybody does."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.flow import COMFORTS, limit, offers, step
from kiosk.screens import (
    Abandon,
    Asking,
    AskMeaning,
    AskPrinted,
    AskReprint,
    Back,
    CameBack,
    ChoosePriority,
    ChooseService,
    ComeBack,
    Comfort,
    Confirm,
    Denied,
    Done,
    FoundAsked,
    FoundIssued,
    FoundPrinting,
    Home,
    Input,
    Issued,
    Limits,
    Meant,
    PaperFailed,
    PaperOut,
    PrinterFailed,
    Printing,
    PrintTicket,
    Refused,
    Scanned,
    ServerAway,
    Settle,
    State,
    TakeTicket,
    Tick,
    Touch,
    TypeCode,
    Understood,
    Unreached,
    Wish,
)
from tests.kiosk.support import (
    ASKING_TICKET,
    CITIZEN_MEANT,
    RECEIPT,
    RECEIPT_MEANT,
    SCREENS,
    TICKET,
    TICKET_MEANT,
)

ALL_PRESSES = frozenset[str]().union(*(offers(each) for each in SCREENS.values()))


def walk(state: State, *inputs: Input, now: float = 0.0) -> tuple[State, list[Any]]:
    effects: list[Any] = []
    for each in inputs:
        state, more = step(state, each, now)
        effects += more
    return state, effects


def press(do: str, value: str = "", key: str = "k") -> Touch:
    return Touch(do, value, key)


# --- the usual ways -------------------------------------------------------------------------------


def test_three_presses_lead_from_the_first_page_to_a_printed_number() -> None:
    state, effects = walk(State(), press("service", "A"), press("priority", "normal", "k1"))
    assert effects == [TakeTicket("k1", Wish("A"))]
    state, effects = walk(state, Issued("k1", replace(TICKET, key="k1")))
    assert effects == [PrintTicket(replace(TICKET, key="k1"))]
    state, effects = walk(state, PaperOut(replace(TICKET, key="k1")))
    assert state.screen == Done(replace(TICKET, key="k1"))
    assert effects == []


def test_a_declared_priority_is_confirmed_before_the_number_is_taken() -> None:
    state, effects = walk(State(), press("service", "A"), press("priority", "pregnant"))
    assert state.screen == Confirm(Wish("A", (), "pregnant"))
    assert effects == []
    assert walk(state, press("take", key="k2"))[1] == [TakeTicket("k2", Wish("A", (), "pregnant"))]


def test_back_leads_to_the_question_before() -> None:
    state, _ = walk(State(), press("service", "A"), press("priority", "merit"), press("back"))
    assert state.screen == ChoosePriority(Wish("A"))
    assert walk(state, press("back"))[0].screen == Home()


def test_a_receipt_gives_a_number_that_carries_its_code() -> None:
    state, effects = walk(State(), Scanned(RECEIPT, "s1"))
    assert effects == [AskMeaning("s1", RECEIPT)]
    state, effects = walk(state, Understood("s1", RECEIPT_MEANT), press("act", "0"), press("priority", "normal", "k1"))
    assert effects == [TakeTicket("k1", Wish("C", ("000.00.06.H08-261123-0012",)))]


def test_a_card_of_an_old_person_gives_the_priority_without_asking() -> None:
    state, _ = walk(State(), Scanned("card", "s1"), Understood("s1", CITIZEN_MEANT), press("act", "0"))
    assert state.screen == ChooseService("elderly")
    state, _ = walk(state, press("service", "G"))
    assert state.screen == Confirm(Wish("G", (), "elderly"))


def test_a_shown_ticket_says_i_am_back() -> None:
    state, _ = walk(State(), Scanned(TICKET.code, "s1"), Understood("s1", TICKET_MEANT))
    state, effects = walk(state, press("act", "0", "k3"))
    assert effects == [ComeBack("k3", TICKET)]
    assert walk(state, Back("k3", TICKET))[0].screen == CameBack(TICKET)


def test_a_reprint_is_asked_for_twice_by_its_person() -> None:
    state, _ = walk(State(), Scanned(TICKET.code, "s1"), Understood("s1", TICKET_MEANT))
    state, effects = walk(state, press("act", "1"))
    assert (state.screen, effects) == (AskReprint(TICKET), [])
    state, effects = walk(state, press("reprint", key="k4"))
    assert effects == [PrintTicket(replace(TICKET, key="k4", again=True))]


def test_a_second_tap_that_comes_late_takes_no_second_number() -> None:
    taps = [press("service", "A"), press("priority", "normal", "k1"), press("priority", "normal", "k2")]
    _, effects = walk(State(), *taps)
    assert effects == [TakeTicket("k1", Wish("A"))]


@pytest.mark.parametrize("name", sorted(SCREENS))
def test_what_a_screen_does_not_offer_changes_nothing(name: str) -> None:
    state = replace(State(), screen=SCREENS[name])
    for do in ALL_PRESSES - offers(SCREENS[name]):
        assert walk(state, press(do, "0")) == (state, []), do


def test_trying_again_asks_with_the_same_key() -> None:
    state, _ = walk(State(), press("service", "A"), press("priority", "normal", "k1"), Unreached("k1"))
    assert state.screen == ServerAway(TakeTicket("k1", Wish("A")))
    assert walk(state, press("again", key="k9"))[1] == [TakeTicket("k1", Wish("A"))]


def test_a_refusal_is_shown_in_the_offices_words() -> None:
    state, _ = walk(State(), press("service", "A"), press("priority", "normal", "k1"))
    state, _ = walk(state, Denied("k1", "service.closed", "Hết giờ nhận."))
    assert state.screen == Refused("service.closed", "Hết giờ nhận.")


def test_a_printer_that_fails_shows_the_number_and_prints_nothing_by_itself() -> None:
    state, effects = walk(replace(State(), screen=Printing(TICKET)), PaperFailed(TICKET, "paper.out", "none"))
    assert (state.screen, effects) == (PrinterFailed(TICKET, "paper.out", "none"), [])
    for second in range(1, 200):
        state, more = step(state, Tick(), float(second))
        effects += more
    assert not [each for each in effects if isinstance(each, PrintTicket)]


def test_printing_once_more_is_a_reprint_only_when_something_may_have_come_out() -> None:
    for sent, again in (("none", False), ("some", True), ("all", True)):
        state = replace(State(), screen=PrinterFailed(TICKET, "paper.out", sent))  # type: ignore[arg-type]
        assert walk(state, press("print"))[1] == [PrintTicket(replace(TICKET, again=again))]


def test_a_number_that_comes_after_its_person_left_is_void() -> None:
    state, effects = walk(State(), press("service", "A"), press("priority", "normal", "k1"), press("home"))
    assert effects[-1] == Abandon("k1")
    assert walk(state, Issued("k1", TICKET))[1] == [Settle(TICKET, "void", "kiosk.left")]


def test_codes_are_not_read_while_a_number_is_on_its_way() -> None:
    for screen in (Asking(ASKING_TICKET), Printing(TICKET), AskPrinted(TICKET)):
        state = replace(State(), screen=screen)
        assert walk(state, Scanned("other", "s9")) == (state, [])


# --- after a cut ----------------------------------------------------------------------------------


def test_after_a_cut_the_same_key_is_asked_again() -> None:
    state, effects = walk(State(), FoundAsked(ASKING_TICKET))
    assert effects == [ASKING_TICKET]
    assert walk(state, Issued("key-1", TICKET))[1] == [PrintTicket(TICKET)]


def test_after_a_cut_before_printing_the_ticket_is_printed() -> None:
    assert walk(State(), FoundIssued(TICKET))[1] == [PrintTicket(TICKET)]


def test_after_a_cut_in_the_middle_of_printing_a_person_is_asked() -> None:
    state, effects = walk(State(), FoundPrinting(TICKET))
    assert (state.screen, effects) == (AskPrinted(TICKET), [])
    assert walk(state, press("has_paper"))[1] == [Settle(TICKET, "printed")]
    assert walk(state, press("print"))[1] == [PrintTicket(replace(TICKET, again=True))]


def test_when_nobody_answers_the_desk_hears_that_the_paper_is_unsure() -> None:
    state, _ = walk(State(), FoundPrinting(TICKET))
    state, effects = step(state, Tick(), 46.0)
    assert effects == (Settle(TICKET, "failed", "power.cut"),)
    assert state.screen == Home()


# --- time ------------------------------------------------------------------------------------------


def test_the_question_comes_before_the_end_and_a_touch_answers_it() -> None:
    state, _ = walk(State(), press("service", "A"))
    state, _ = step(state, Tick(), 32.0)
    assert not state.warned
    state, _ = step(state, Tick(), 33.5)
    assert state.warned
    stayed, _ = step(state, press("stay"), 34.0)
    assert (stayed.warned, stayed.screen) == (False, ChoosePriority(Wish("A")))
    left, _ = step(state, Tick(), 45.0)
    assert left.screen == Home()


def test_language_and_large_letters_go_with_the_person() -> None:
    state, _ = walk(State(), press("language", "en"), press("large"), press("low"), press("speak"))
    assert state.comfort == Comfort("en", large=True, low=True, speak=True)
    assert step(state, Tick(), 46.0)[0].comfort == Comfort()


def test_a_printer_that_never_answers_leaves_the_number_on_the_screen() -> None:
    state = replace(State(), screen=Printing(TICKET))
    state, _ = step(state, Tick(), 61.0)
    assert state.screen == PrinterFailed(TICKET, "device.silent", "some")


# --- whatever anybody does ---------------------------------------------------------------------------

KEYS = st.sampled_from(["key-1", "key-2", "k"])
INPUTS: st.SearchStrategy[Input] = st.one_of(
    st.builds(
        Touch,
        do=st.sampled_from(sorted(COMFORTS | ALL_PRESSES)),
        value=st.sampled_from(["", "A", "H", "normal", "elderly", "0", "1", "7", "en", "vi", "nonsense"]),
        key=KEYS,
        extra=st.just("1234"),
    ),
    st.builds(Scanned, text=st.sampled_from([RECEIPT, "052199000123|..."]), key=KEYS),
    st.just(Tick()),
    st.builds(Understood, key=KEYS, meaning=st.sampled_from([RECEIPT_MEANT, TICKET_MEANT, CITIZEN_MEANT])),
    st.builds(Issued, key=KEYS, ticket=st.just(TICKET)),
    st.builds(Back, key=KEYS, ticket=st.just(TICKET)),
    st.builds(Denied, key=KEYS, code=st.just("service.closed")),
    st.builds(Unreached, key=KEYS),
    st.builds(PaperOut, ticket=st.just(TICKET)),
    st.builds(
        PaperFailed,
        ticket=st.just(TICKET),
        cause=st.sampled_from(["paper.out", "cover.open"]),
        sent=st.sampled_from(["none", "some", "all"]),
    ),
    st.sampled_from([FoundAsked(ASKING_TICKET), FoundIssued(TICKET), FoundPrinting(TICKET)]),
)
STORY = st.lists(st.tuples(INPUTS, st.sampled_from([0.1, 5.0, 34.0, 50.0, 70.0])), max_size=15)


def lived(story: list[tuple[Input, float]]) -> tuple[State, float, list[Any]]:
    state, now = State(), 0.0
    effects: list[Any] = []
    for given_, pause in story:
        now += pause
        state, more = step(state, given_, now)
        effects += more
    return state, now, effects


@given(STORY)
def test_there_is_always_a_way_on(story: list[tuple[Input, float]]) -> None:
    state, now, _ = lived(story)
    if isinstance(state.screen, Printing):
        # Its way on is the printer's answer, or the end of patience.
        assert step(state, Tick(), now + 61)[0].screen != state.screen
    elif not isinstance(state.screen, Home | Asking):
        moved = {step(state, press(do, "0", "k"), now)[0].screen for do in offers(state.screen)}
        assert moved - {state.screen}
    assert "home" in offers(state.screen) or isinstance(state.screen, Home | Printing | AskPrinted)


@given(STORY)
def test_after_the_time_out_nothing_personal_is_left(story: list[tuple[Input, float]]) -> None:
    state, now, _ = lived(story)
    for _ in range(3):
        now += limit(state) + 0.1
        state, _ = step(state, Tick(), now)
    assert replace(state, touched_at=0) == State(limits=Limits())


@given(STORY)
def test_no_two_numbers_are_asked_for_by_one_press(story: list[tuple[Input, float]]) -> None:
    state, now = State(), 0.0
    for given_, pause in story:
        now += pause
        state, effects = step(state, given_, now)
        assert len([each for each in effects if isinstance(each, TakeTicket)]) <= 1
        papers = [each for each in effects if isinstance(each, PrintTicket)]
        # Paper follows an answer of the office, a person's press, or a start that found it unprinted.
        assert not papers or isinstance(given_, Issued | Touch | FoundIssued)


@pytest.mark.parametrize("name", sorted(SCREENS))
def test_every_screen_is_left_by_the_time_out(name: str) -> None:
    state = replace(State(), screen=SCREENS[name])
    now = 0.0
    for _ in range(3):
        now += limit(state) + 0.1
        state, _ = step(state, Tick(), now)
    assert state == State(touched_at=state.touched_at)


def test_typing_leads_to_the_same_question_as_showing() -> None:
    state, _ = walk(State(), press("type"))
    assert state.screen == TypeCode()
    typed = Touch("typed", "000.00.06.H08-261123-0012", "k5", "0123")
    assert walk(state, typed)[1] == [AskMeaning("k5", "000.00.06.H08-261123-0012", "0123")]


def test_the_meaning_of_a_code_cannot_be_pressed_beyond_what_is_offered() -> None:
    state = replace(State(), screen=Meant(RECEIPT_MEANT))
    for value in ("1", "99", "-1", "", "x", "٣"):
        assert walk(state, press("act", value))[0].screen == state.screen
