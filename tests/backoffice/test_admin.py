"""An administrator keeps devices, people, services, counters and notices in order."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Page, expect

from tests.backoffice.conftest import cookie_of, sign_in
from tests.support.browser import Pages
from tests.support.office import OfficeServer

pytestmark = pytest.mark.browser


@pytest.fixture
def admin(office: OfficeServer, pages: Pages) -> Callable[[str], Page]:
    def open_tab(name: str) -> Page:
        page = pages.open(width=1366, height=768)
        page.context.add_cookies([cookie_of(sign_in(office, "admin"))])
        page.goto(f"{office.url}/admin#{name}")
        expect(page.locator(f"#{name} [data-list] > :not(.muted)").first).to_be_visible()
        return page

    return open_tab


def save(page: Page, dialog: str) -> None:
    page.locator(f"#{dialog} [data-yes]").click()


def test_a_device_gets_its_key_once_and_loses_it(office: OfficeServer, admin: Callable[[str], Page]) -> None:
    page = admin("devices")
    page.locator("[data-add=devices]").click()
    page.select_option("#ask-devices [name=kind]", "screen")
    page.fill("#ask-devices [name=name]", "Màn hình sảnh thử")
    save(page, "ask-devices")
    expect(page.locator("#ask-once")).to_be_visible()
    token = page.inner_text("#ask-once [data-secret]")
    assert office.call("GET", "/board", token=token).ok
    save(page, "ask-once")
    assert token not in page.content()
    row = page.locator("#devices tr", has_text="Màn hình sảnh thử")
    row.locator(".link").click()
    save(page, "ask-sure")
    expect(row.locator(".chip")).to_contain_text("Đã thu hồi")
    assert office.call("GET", "/board", token=token).status_code == 401


def test_a_screen_is_accepted_by_its_digits(office: OfficeServer, admin: Callable[[str], Page]) -> None:
    page = admin("devices")
    page.locator("[data-add=pairing]").click()
    page.fill("#ask-pair [name=code]", "000000")
    save(page, "ask-pair")
    expect(page.locator("#ask-pair [data-note]")).to_contain_text("Mã ghép nối")


def test_a_person_gets_a_first_password_and_is_let_in_and_out(
    office: OfficeServer, admin: Callable[[str], Page]
) -> None:
    page = admin("people")
    page.locator("[data-add=people]").click()
    page.fill("#ask-people [name=name]", "Hồ Thị Nháp")
    page.fill("#ask-people [name=login]", "nhap")
    page.check("#ask-people [value=usher]")
    save(page, "ask-people")
    expect(page.locator("#ask-once")).to_be_visible()
    password = page.inner_text("#ask-once [data-secret]")
    save(page, "ask-once")

    def signs_in() -> int:
        body = {"login": "nhap", "password": password}
        return requests.post(f"{office.url}/api/v1/session", json=body, timeout=30).status_code

    assert signs_in() == 201
    row = page.locator("#people tr", has_text="nhap")
    row.locator(".link").last.click()
    save(page, "ask-sure")
    expect(row.locator(".chip")).to_contain_text("Đã khóa")
    assert signs_in() == 403


def test_roles_are_changed(office: OfficeServer, admin: Callable[[str], Page]) -> None:
    page = admin("people")
    row = page.locator("#people tr", has_text="huongdan")
    row.locator(".link").first.click()
    page.check("#ask-roles [value=officer]")
    save(page, "ask-roles")
    expect(row).to_contain_text("Cán bộ một cửa, Hướng dẫn tại cửa")


def test_a_service_is_changed_and_bad_hours_are_said(office: OfficeServer, admin: Callable[[str], Page]) -> None:
    page = admin("services")
    page.locator("#services tbody tr", has_text="Nhận kết quả").locator(".link").click()
    page.fill("#ask-services [name=hours]", "sáng đến chiều")
    save(page, "ask-services")
    expect(page.locator("#ask-services [data-note]")).to_contain_text("07:30–11:00")
    page.fill("#ask-services [name=hours]", "7:30-11:00, 13h30–16h30")
    page.fill("#ask-services [name=promised]", "12")
    save(page, "ask-services")
    expect(page.locator("#ask-services")).to_be_hidden()
    service = next(each for each in office.get("/services")["services"] if each["service"] == "G")
    assert service["hours"] == [[450, 660], [810, 990]]
    assert service["promised"] == 12


def test_a_counter_is_changed(office: OfficeServer, admin: Callable[[str], Page]) -> None:
    page = admin("counters")
    page.locator("#counters tbody .link").nth(3).click()
    page.select_option("#ask-counters [data-service=K]", "3")
    save(page, "ask-counters")
    expect(page.locator("#ask-counters")).to_be_hidden()
    counter = next(each for each in office.get("/counters")["counters"] if each["counter"] == "4")
    assert ["K", 3] in counter["serves"]


def test_notices_reach_the_hall(office: OfficeServer, admin: Callable[[str], Page]) -> None:
    page = admin("notices")
    page.locator("#notices input").nth(1).fill("")
    page.locator("#notices input").first.fill("Chiều nay văn phòng đóng cửa lúc 16:00")
    page.locator("#notices [type=submit]").click()
    expect(page.locator("#saved")).not_to_be_empty()
    notices = office.get("/office")["notices"]
    assert notices[0] == "Chiều nay văn phòng đóng cửa lúc 16:00"
    assert len(notices) == 2


def test_every_part_is_photographed_and_reads_for_everybody(
    admin: Callable[[str], Page],
    axe: Callable[[Page], list[str]],
    screenshot: Callable[[Page, str], Path],
) -> None:
    for name in ("devices", "people", "services", "counters", "notices"):
        page = admin(name)
        screenshot(page, f"admin-{name}")
        assert axe(page) == []
    page = admin("services")
    page.locator("#services tbody .link").first.click()
    screenshot(page, "admin-service")
    assert axe(page) == []


def test_the_door_is_photographed_and_reads_for_everybody(
    office: OfficeServer,
    pages: Pages,
    axe: Callable[[Page], list[str]],
    screenshot: Callable[[Page, str], Path],
) -> None:
    page = pages.open(f"{office.url}/signin", width=1366, height=768)
    assert axe(page) == []
    page.fill("#signin [name=login]", "lanhdao")
    page.fill("#signin [name=password]", "không đúng đâu")
    page.keyboard.press("Enter")
    expect(page.locator("#signin [data-note]")).to_contain_text("không đúng")
    screenshot(page, "signin-wrong")
    page.fill("#signin [name=password]", office.passwords["lanhdao"])
    page.keyboard.press("Enter")
    expect(page.locator("#first")).to_be_visible()
    screenshot(page, "signin-first")
    assert axe(page) == []
