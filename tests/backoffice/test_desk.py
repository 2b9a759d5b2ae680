"""An officer at the desk, in a real Chromium against a real office: by keyboard, nothing twice, nothing lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.backoffice.conftest import NAMES, OWN, desk_of, sign_in, state_of
from tests.support.browser import Pages
from tests.support.office import OfficeServer

pytestmark = pytest.mark.browser

SMALLEST = (1366, 768)

Take = Callable[..., dict[str, str]]
AtDesk = Callable[..., Page]


def press(page: Page, key: str) -> None:
    page.keyboard.press(key)


def in_hand(page: Page, number: str, state: str) -> None:
    expect(page.locator(f".hand-card--{state} .digits")).to_have_attribute("aria-label", number)


def test_a_day_by_keyboard_alone(office: OfficeServer, pages: Pages, number: Take, at_desk: AtDesk) -> None:
    first, second = number("H"), number("H")
    page = pages.open(f"{office.url}/desk", width=1366, height=768)
    page.keyboard.type("quay3")
    press(page, "Tab")
    page.keyboard.type(office.passwords["quay3"])
    press(page, "Enter")
    expect(page.locator("#first")).to_be_visible()
    for _ in range(2):
        page.keyboard.type(OWN)
        press(page, "Tab")
    press(page, "Enter")
    office.passwords["quay3"] = OWN
    expect(page.locator("#page h1")).to_contain_text(NAMES["quay3"])
    press(page, "Alt+3")
    expect(page.locator("#acts")).to_be_visible()
    press(page, "F2")
    in_hand(page, first["number"], "called")
    press(page, "F8")
    in_hand(page, first["number"], "serving")
    expect(page.locator("#saved")).to_have_attribute("data-state", "saved")
    press(page, "F6")
    expect(page.locator("#held .row")).to_have_count(1)
    press(page, "F2")
    in_hand(page, second["number"], "called")
    press(page, "F8")
    in_hand(page, second["number"], "serving")
    press(page, "F8")
    expect(page.locator(".hand-card--empty")).to_be_visible()
    assert state_of(office, second["id"]) == "finished"
    assert state_of(office, first["id"]) == "held"
    sign_in(office, "quay3").post("/counters/3/close")


@pytest.mark.parametrize(("guarded", "called"), [(True, 1), (False, 2)])
def test_a_double_press_is_one_press(
    office: OfficeServer, number: Take, at_desk: AtDesk, *, guarded: bool, called: int
) -> None:
    tickets = [number("A"), number("A"), number("A")]
    page = at_desk("quay2", "2")
    if not guarded:
        page.evaluate("window.motcua.desk.presses._tooMany = () => false")
    page.evaluate("() => { window.motcua.desk.key('next'); window.motcua.desk.key('next'); }")
    in_hand(page, tickets[called - 1]["number"], "called")
    expect(page.locator("#saved")).to_have_attribute("data-state", "saved")
    states = [state_of(office, ticket["id"]) for ticket in tickets]
    assert states.count("waiting") == 3 - called


def lose_first_answer(page: Page, lost: list[str]) -> None:
    """The office does what was asked, and the answer never arrives; later presses go through."""

    def handle(route: Route) -> None:
        lost.append(route.request.headers["idempotency-key"])
        if len(lost) == 1:
            route.fetch()
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/api/v1/counters/*/next", handle)


@pytest.mark.parametrize(("same_key", "called"), [(True, 1), (False, 2)])
def test_a_press_whose_answer_was_lost_is_sent_again_and_done_once(
    office: OfficeServer, number: Take, at_desk: AtDesk, *, same_key: bool, called: int
) -> None:
    tickets = [number("A"), number("A"), number("A")]
    page = at_desk("quay2", "2")
    if not same_key:
        page.evaluate(
            "() => { const api = motcua.api; motcua.api = (path, options) =>"
            " api(path, options && options.key ? Object.assign({}, options, {key: motcua.newKey()}) : options); }"
        )
    keys: list[str] = []
    lose_first_answer(page, keys)
    press(page, "F2")
    expect(page.locator("#saved")).to_have_attribute("data-state", "saved")
    assert len(keys) == 2
    assert (keys[0] == keys[1]) is same_key
    in_hand(page, tickets[called - 1]["number"], "called")
    assert [state_of(office, each["id"]) for each in tickets].count("waiting") == 3 - called


def test_a_cut_link_is_said_and_the_press_waits_for_it(office: OfficeServer, number: Take, at_desk: AtDesk) -> None:
    ticket = number("A")
    page = at_desk("quay2", "2")
    page.context.set_offline(True)
    press(page, "F2")
    expect(page.locator("#saved")).to_have_attribute("data-state", "again")
    assert state_of(office, ticket["id"]) == "waiting"
    page.context.set_offline(False)
    in_hand(page, ticket["number"], "called")
    expect(page.locator("#saved")).to_have_attribute("data-state", "saved")


def test_a_press_that_was_given_up_frees_the_desk(office: OfficeServer, number: Take, at_desk: AtDesk) -> None:
    ticket = number("A")
    page = at_desk("quay2", "2")
    page.route("**/api/v1/counters/*/next", lambda route: route.abort("connectionreset"))
    press(page, "F2")
    page.locator("#saved button").click()
    expect(page.locator("#saved")).to_have_attribute("data-state", "dropped")
    page.unroute("**/api/v1/counters/*/next")
    page.wait_for_timeout(800)
    press(page, "F2")
    in_hand(page, ticket["number"], "called")


def test_a_call_can_be_taken_back(office: OfficeServer, number: Take, at_desk: AtDesk) -> None:
    ticket = number("A")
    page = at_desk("quay2", "2")
    press(page, "F2")
    expect(page.locator("#undo")).to_be_visible()
    press(page, "Control+z")
    expect(page.locator(".hand-card--empty")).to_be_visible()
    assert state_of(office, ticket["id"]) == "waiting"
    expect(page.locator("#undo")).to_be_hidden()


def test_a_session_that_is_gone_is_asked_for_and_nothing_is_lost(
    office: OfficeServer, number: Take, at_desk: AtDesk
) -> None:
    page = at_desk("quay2", "2")
    press(page, "F10")
    dialog = page.locator("#ask-give")
    dialog.locator("[name=service][value=A]").check()
    dialog.locator("[name=code]").fill("000.00.06.H08-261123-0012")
    sign_in(office, "quay2").sign_out()
    press(page, "Enter")
    again = page.locator("#ask-signin")
    expect(again).to_be_visible()
    expect(dialog.locator("[name=code]")).to_have_value("000.00.06.H08-261123-0012")
    again.locator("[name=login]").fill("quay2")
    again.locator("[name=password]").fill(OWN)
    press(page, "Enter")
    expect(page.locator("#ask-number")).to_be_visible()
    waiting = [each for each in office.get("/desk")["tickets"] if each["codes"]]
    assert [each["codes"] for each in waiting] == [["000.00.06.H08-261123-0012"]]


def test_a_refusal_is_said_beside_the_press(office: OfficeServer, number: Take, at_desk: AtDesk) -> None:
    number("A")
    page = at_desk("quay2", "2")
    press(page, "F2")
    expect(page.locator(".hand-card--called")).to_be_visible()
    press(page, "F3")  # at once: too soon to call again
    expect(page.locator("#note")).to_be_visible()
    assert "giây" in page.inner_text("#note")
    press(page, "F4")
    expect(page.locator("#absent .row")).to_have_count(1)


def test_any_ticket_of_the_line_can_be_called(office: OfficeServer, number: Take, at_desk: AtDesk) -> None:
    number("A")
    wanted = number("A")
    page = at_desk("quay2", "2")
    press(page, "ArrowDown")
    press(page, "ArrowDown")
    press(page, "Enter")
    expect(page.locator(".ticket-number .digits")).to_have_attribute("aria-label", wanted["number"])
    press(page, "Control+Enter")
    in_hand(page, wanted["number"], "called")


def test_who_was_held_or_absent_is_served_after_all(office: OfficeServer, number: Take, at_desk: AtDesk) -> None:
    held, absent = number("A"), number("A")
    page = at_desk("quay2", "2")
    for key, row in (("F6", "#held .row"), ("F4", "#absent .row")):
        press(page, "F2")
        expect(page.locator(".hand-card--called")).to_be_visible()
        press(page, key)
        expect(page.locator(row)).to_have_count(1)
        page.wait_for_timeout(750)  # the next F2 is meant
    page.locator("#held .row").click()
    press(page, "Control+Enter")
    in_hand(page, held["number"], "serving")
    page.locator("#absent .row").click()
    page.locator(".ticket-acts .button").last.click()
    expect(page.locator("#waiting .row")).to_have_count(1)
    assert state_of(office, absent["id"]) == "waiting"
    press(page, "Escape")
    press(page, "Shift+F6")
    expect(page.locator("#waiting .row")).to_have_count(2)


def test_transfer_cancel_and_priority_by_their_dialogs(office: OfficeServer, number: Take, at_desk: AtDesk) -> None:
    ticket = number("A")
    page = at_desk("quay2", "2")
    press(page, "F2")
    expect(page.locator(".hand-card--called")).to_be_visible()
    press(page, "F7")
    page.locator("#ask-transfer [value='service:G']").check()
    press(page, "Enter")
    expect(page.locator("#others .row")).to_have_count(1)
    page.locator("#others .row").click()
    page.locator(".fact .link").first.click()
    page.locator("#ask-priority [value=elderly]").check()
    press(page, "Enter")
    expect(page.locator("#others .chip")).to_have_count(1)
    press(page, "Delete")
    expect(page.locator("#ask-cancel")).to_be_visible()
    press(page, "Enter")
    expect(page.locator("#others .row")).to_have_count(0)
    assert state_of(office, ticket["id"]) == "cancelled"


def test_a_failed_paper_is_told_until_somebody_told_the_person(
    office: OfficeServer, number: Take, at_desk: AtDesk
) -> None:
    kiosk = office.token("kiosk")
    ticket: dict[str, Any] = office.post("/tickets", {"service": "A"}, token=kiosk)
    page = at_desk("quay2", "2")
    for body in ({"state": "printing"}, {"state": "failed", "cause": "paper.out"}):
        office.post(f"/tickets/{ticket['id']}/print", body, token=kiosk)
    alert = page.locator(".alert")
    expect(alert).to_contain_text(ticket["number"])
    expect(alert).to_contain_text("hết giấy")
    alert.locator("button").last.click()
    expect(alert).to_have_count(0)
    assert office.get(f"/tickets/{ticket['id']}")["paper"] == "void"


def test_another_officer_s_press_is_seen_at_once(office: OfficeServer, number: Take, at_desk: AtDesk) -> None:
    page = at_desk("quay2", "2")
    ticket = number("A")
    expect(page.locator("#waiting .row")).to_have_count(1)
    sign_in(office, "quay2").post("/counters/2/next")
    in_hand(page, ticket["number"], "called")


def test_a_counter_is_taken_over_only_after_asking(office: OfficeServer, at_desk: AtDesk) -> None:
    at_desk("quay2", "2")
    page = at_desk("quay1")
    press(page, "Alt+2")
    expect(page.locator("#ask-sure")).to_contain_text(NAMES["quay2"])
    press(page, "Escape")
    assert desk_of(office, "2")["officer"] != sign_in(office, "quay1").get("/session").json()["id"]
    press(page, "Alt+2")
    expect(page.locator("#ask-sure")).to_be_visible()
    press(page, "Enter")
    expect(page.locator("#acts")).to_be_visible()
    assert desk_of(office, "2")["officer"] == sign_in(office, "quay1").get("/session").json()["id"]
    sign_in(office, "quay1").post("/counters/2/close")


def test_the_usher_gives_numbers_and_calls_nobody(office: OfficeServer, at_desk: AtDesk) -> None:
    page = at_desk("huongdan")
    expect(page.locator("#acts")).to_be_hidden()
    press(page, "F10")
    page.locator("#ask-give [name=service][value=C]").check()
    press(page, "Enter")
    expect(page.locator("#ask-number")).to_be_visible()
    expect(page.locator("#ask-number img")).to_have_js_property("complete", value=True)
    assert page.eval_on_selector("#ask-number img", "image => image.naturalWidth") > 0
    assert [each["origin"] for each in office.get("/desk")["tickets"]] == ["desk"]


@pytest.mark.parametrize("size", [SMALLEST, (1920, 1080)])
def test_every_state_is_photographed_and_reads_for_everybody(
    number: Take,
    at_desk: AtDesk,
    axe: Callable[[Page], list[str]],
    screenshot: Callable[[Page, str], Path],
    size: tuple[int, int],
) -> None:
    width, height = size

    def look(page: Page, name: str) -> None:
        screenshot(page, f"desk-{name}-{width}")
        if size == SMALLEST:  # what is said and how it is marked does not change with the size
            assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    for service, priority in zip("AAHACGKAH", ("normal", "elderly", "infant") * 3, strict=True):
        number(service, priority=priority, codes=["000.00.06.H08-261123-0012"] if service == "H" else [])
    page = at_desk("quay2", width=width, height=height)
    look(page, "choose")
    press(page, "Alt+2")
    expect(page.locator(".upcoming")).to_be_visible()
    look(page, "ready")
    for key in ("F2", "F8", "F6", "F2", "F4", "F2"):
        press(page, key)
        page.wait_for_timeout(900)
    look(page, "called")
    press(page, "F8")
    expect(page.locator(".hand-card--serving")).to_be_visible()
    look(page, "serving")
    page.locator("#waiting .row").last.click()
    expect(page.locator(".ticket-acts")).to_be_visible()
    look(page, "waiting")
    for key, name in (("F7", "transfer"), ("F10", "give"), ("Delete", "cancel"), ("?", "keys"), ("Control+k", "find")):
        press(page, key)
        expect(page.locator("dialog[open]")).to_be_visible()
        look(page, name)
        press(page, "Escape")
    press(page, "Shift+F2")
    expect(page.locator("#who .is-paused")).to_be_visible()
    look(page, "paused")
    press(page, "Escape")
    page.goto(page.url + "?lang=en")
    expect(page.locator("#acts")).to_be_visible()
    look(page, "english")
    page.context.set_offline(True)
    page.evaluate("motcua.desk._cut(motcua.desk.now())")
    look(page, "cut")
    page.context.set_offline(False)
