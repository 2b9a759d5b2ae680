"""Hall and counter screens before an office that fails: right again by themselves, the picture never lost."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.counter_display.screens.conftest import Screens, until
from tests.counter_display.screens.stand_in import TOKEN, Office

pytestmark = pytest.mark.browser


def newest(page: Page) -> str:
    return page.locator(".call-number .digits").get_attribute("aria-label") or ""


def shows(page: Page, number: str) -> None:
    expect(page.locator(".call-number .digits")).to_have_attribute("aria-label", number)


def last_calls(page: Page) -> list[str | None]:
    return [each.get_attribute("aria-label") for each in page.locator(".row-number .digits").all()]


def test_a_call_reaches_the_hall_and_its_counter(office: Office, screens: Screens) -> None:
    hall, strip = screens.hall(), screens.open("/counter/3", 1280, 400)
    other = screens.open("/counter/1", 1280, 400)
    strip.get_by_text("Phạm Thị Ví Dụ").wait_for()
    until(strip, lambda: bool(strip.evaluate("motcua.counter.live && motcua.counter.live.last !== null")))
    office.call("A012", "3")
    shows(hall, "A012")
    assert hall.locator(".call-counter .digits").get_attribute("aria-label") == "3"
    strip.locator('[data-state="called"]').wait_for()
    office.start("A012", "3")
    strip.locator('[data-state="serving"]').wait_for()
    hall.locator(".call--before").wait_for()
    assert other.locator("body").get_attribute("data-state") == "free"


def test_a_lost_frame_is_asked_for_again(office: Office, screens: Screens) -> None:
    page = screens.hall()
    office.drop = 1
    office.call("A011", "1")
    office.call("A012", "3")
    shows(page, "A012")
    until(page, lambda: last_calls(page) == ["A011"])
    assert office.subscriptions[-1] == 0


def test_without_the_look_at_prev_the_lost_call_stays_lost(office: Office, screens: Screens) -> None:
    page = screens.hall()
    page.evaluate("""() => { const live = motcua.hall.screen.live, take = live._take.bind(live);
        live.socket.off('event'); live.socket.on('event', event => take(Object.assign(event, {prev: null}))); }""")
    office.drop = 1
    office.call("A011", "1")
    office.call("A012", "3")
    shows(page, "A012")
    assert last_calls(page) == []
    assert len(office.subscriptions) == 1


def test_calls_made_while_the_link_was_cut_are_shown(office: Office, screens: Screens) -> None:
    page = screens.hall()
    office.call("A010", "1")
    shows(page, "A010")
    office.away = True
    office.cut()
    office.call("A011", "2")
    office.call("A012", "3")
    page.locator("#cut").wait_for()
    assert page.locator("#cut-text").inner_text() == "Mất kết nối. Thông tin lúc 09:41."
    assert newest(page) == "A010"
    office.away = False
    shows(page, "A012")
    until(page, lambda: last_calls(page) == ["A011", "A010"])
    page.locator("#cut").wait_for(state="hidden")


def test_a_link_that_only_falls_silent_is_noticed(office: Office, screens: Screens) -> None:
    page = screens.hall()
    office.silent = True
    office.call("A012", "3")
    until(page, lambda: len(office.subscriptions) > 1)
    shows(page, "A012")


def test_a_reload_without_the_office_keeps_the_picture(office: Office, screens: Screens) -> None:
    page = screens.hall()
    office.call("A012", "3")
    shows(page, "A012")
    office.away = True
    office.cut()
    page.reload()
    shows(page, "A012")
    office.call("A013", "1")
    office.away = False
    shows(page, "A013")


def test_a_revoked_screen_asks_to_belong_again(office: Office, screens: Screens) -> None:
    page = screens.hall()
    office.tokens = set()
    office.approves = False
    office.cut()
    page.locator("#pairing").wait_for()
    office.tokens = {TOKEN}
    office.approves = True
    page.locator("#pairing").wait_for(state="hidden")
    office.call("A012", "3")
    shows(page, "A012")


def test_notices_and_the_clock_follow_the_office(office: Office, screens: Screens) -> None:
    page = screens.hall()
    expect(page.locator("#date")).to_have_text("Thứ Hai, 23/11/2026")
    assert page.locator("#notice").inner_text() == ""
    office.happen("notice.set.v1", lines=["Chiều nay văn phòng họp, mở cửa lúc 14 giờ."], by=None)
    page.get_by_text("Chiều nay văn phòng họp").wait_for()
    office.ahead_ms = 3 * 3600 * 1000
    expect(page.locator("#clock .digits")).to_have_attribute("aria-label", "12:41")


def test_the_pulse_is_three_and_none_with_reduced_motion(office: Office, screens: Screens) -> None:
    page = screens.hall()
    office.call("A012", "3")
    call = page.locator(".call--new")
    call.wait_for()
    style = call.evaluate("e => [getComputedStyle(e).animationIterationCount, getComputedStyle(e).animationDuration]")
    assert style == ["3", "1s"]
    page.emulate_media(reduced_motion="reduce")
    assert call.evaluate("e => getComputedStyle(e).animationName") == "none"
