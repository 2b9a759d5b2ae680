"""The phone page of a ticket: light, alive, and of use without a script."""

from __future__ import annotations

from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from counter_display.phone import NEAR, USUAL, Judgement
from tests.counter_display.screens.conftest import Screens, until
from tests.counter_display.screens.stand_in import Office
from tests.counter_display.screens.test_looks import PHONES, WAITING

pytestmark = pytest.mark.browser

CODE = "t.1.mac"
LIMIT_BYTES = 100_000


def awake(page: Page) -> None:
    """As when the phone comes out of the pocket: the page looks at once."""
    page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")


@pytest.mark.parametrize("name", ["waiting", "called", "finished"])
def test_the_whole_page_weighs_less_than_100_kilobytes(office: Office, screens: Screens, name: str) -> None:
    office.tickets[CODE] = PHONES[name]
    page = screens.open("/", 360, 740)
    page.goto("about:blank")
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    loaded: list[float] = []
    session.on("Network.loadingFinished", lambda event: loaded.append(event["encodedDataLength"]))
    page.goto(f"{screens.address}/t/{CODE}")
    page.evaluate("document.fonts.ready.then(() => true)")
    page.wait_for_timeout(300)
    assert len(loaded) >= 7
    assert sum(loaded) < LIMIT_BYTES


def test_the_place_in_line_moves_and_the_turn_buzzes(office: Office, screens: Screens) -> None:
    office.tickets[CODE] = WAITING
    page = screens.open(f"/t/{CODE}", 360, 740)
    page.evaluate("() => { window.buzzed = 0; navigator.vibrate = () => { buzzed += 1; return true; }; }")
    office.tickets[CODE] = replace(WAITING, ahead=2)
    awake(page)
    expect(page.locator(".turn-ahead .digits")).to_have_attribute("aria-label", "2")
    assert page.evaluate("buzzed") == 0
    office.tickets[CODE] = PHONES["called"]
    awake(page)
    page.get_by_text("Mời ông/bà đến quầy").wait_for()
    assert page.title() == "Đến lượt: quầy 3"
    awake(page)
    until(page, lambda: page.evaluate("buzzed") == 1)


def test_a_cut_link_says_how_old_the_place_is(office: Office, screens: Screens) -> None:
    office.tickets[CODE] = WAITING
    page = screens.open(f"/t/{CODE}", 360, 740)
    page.context.set_offline(True)
    awake(page)
    page.locator("#cut").wait_for()
    assert page.locator("#cut").inner_text().startswith("Mất kết nối. Thông tin lúc ")
    assert page.locator(".turn-ahead").is_visible()
    page.context.set_offline(False)
    awake(page)
    page.locator("#cut").wait_for(state="hidden")


def test_it_asks_often_only_when_the_turn_is_near() -> None:
    assert replace(WAITING, ahead=12).poll_seconds == USUAL
    assert replace(WAITING, ahead=2).poll_seconds == NEAR
    assert PHONES["absent"].poll_seconds == NEAR
    assert PHONES["finished"].poll_seconds > USUAL


def without_script(screens: Screens, path: str) -> Page:
    context = screens.pages.browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    screens.pages.contexts.append(context)
    page = context.new_page()
    page.goto(screens.address + path)
    return page


def test_without_a_script_the_page_reloads_itself(office: Office, screens: Screens) -> None:
    office.tickets[CODE] = WAITING
    page = without_script(screens, f"/t/{CODE}?lang=vi")
    assert page.locator('meta[http-equiv="refresh"]').get_attribute("content") == "20"
    assert page.locator(".turn-ahead .digits").get_attribute("aria-label") == "7"
    assert page.get_by_text("rung máy").is_hidden()


def test_somebody_who_was_away_comes_back_with_one_press(office: Office, screens: Screens) -> None:
    office.tickets[CODE] = PHONES["absent"]
    page = without_script(screens, f"/t/{CODE}?lang=vi")
    assert page.get_by_text("Bấm nút này trước 10:06").is_visible()
    key = page.locator("input[name=key]").get_attribute("value")
    office.tickets[CODE] = replace(PHONES["absent"])
    page.get_by_role("button", name="Tôi đã quay lại").click()
    assert office.pressed == [("back", key)]
    assert page.url.endswith(f"/t/{CODE}")


def test_a_refusal_is_said_in_words(office: Office, screens: Screens) -> None:
    office.tickets[CODE] = PHONES["absent"]
    page = without_script(screens, f"/t/{CODE}?lang=vi")
    office.tickets[CODE] = PHONES["late"]
    page.get_by_role("button", name="Tôi đã quay lại").click()
    assert "Thiết bị chưa được văn phòng nhận" in page.get_by_role("alert").inner_text()
    assert page.get_by_text("Đã quá giờ giữ lượt").is_visible()


def test_two_of_three_faces_rate_at_once(office: Office, screens: Screens) -> None:
    office.tickets[CODE] = PHONES["finished"]
    page = screens.open(f"/t/{CODE}", 360, 740)
    page.get_by_role("button", name="Rất hài lòng").click()
    until(page, lambda: bool(office.pressed))
    assert office.pressed == [("rate", Judgement(3))]


def test_the_third_asks_why_and_keeps_to_the_four_reasons(office: Office, screens: Screens) -> None:
    office.tickets[CODE] = PHONES["finished"]
    page = without_script(screens, f"/t/{CODE}?lang=vi")
    page.get_by_role("link", name="Không hài lòng").click()
    page.get_by_label("Chờ lâu").check()
    page.get_by_label("Hướng dẫn chưa rõ").check()
    page.get_by_label("Ý kiến thêm").fill("  Không có ghế ngồi.  ")
    page.locator("input[name=reason]").first.evaluate("e => { e.value = 'anything'; }")
    page.get_by_role("button", name="Gửi đánh giá").click()
    assert office.pressed == [("rate", Judgement(1, ("guidance",), "Không có ghế ngồi."))]


def test_a_page_that_is_being_filled_in_does_not_change_under_the_hand(office: Office, screens: Screens) -> None:
    office.tickets[CODE] = PHONES["finished"]
    page = screens.open(f"/t/{CODE}?unhappy", 360, 740)
    page.get_by_label("Chờ lâu").check()
    awake(page)
    page.wait_for_timeout(300)
    assert page.get_by_label("Chờ lâu").is_checked()


def test_an_unknown_code_is_no_error_page(screens: Screens) -> None:
    page = screens.open("/t/%3Cscript%3E.1.x", 360, 740)
    assert page.get_by_role("heading").inner_text() == "Không thấy phiếu này"
