"""Every screen at its sizes: photographed, clean for axe-core, nothing cut off, the number large enough."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page

from counter_display.phone import TicketView
from motcua.front import Offer, Sample
from tests.counter_display.screens.conftest import Screens
from tests.counter_display.screens.stand_in import MORNING, Office, counter, service

pytestmark = pytest.mark.browser

Axe = Callable[[Page], list[str]]
Shoot = Callable[[Page, str], Path]

HALLS = {
    "1920x1080": (1920, 1080),
    "3840x2160": (3840, 2160),
    "1280x720": (1280, 720),
    "1080x1920": (1080, 1920),
    "1024x768": (1024, 768),
}

# Elements that are wider than their box or reach out of the screen. A row of the list that had no room stands in a
# second column, out of sight: it is not cut off, it is not shown.
CUT_OFF = """selectors => [...document.querySelectorAll(selectors)].filter(e => {
  const box = e.getBoundingClientRect(), list = e.closest('#last');
  const away = list && box.left >= list.getBoundingClientRect().right;
  const cut = e.scrollWidth > e.clientWidth + 2 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1;
  return e.offsetParent !== null && !away && cut;
}).map(e => e.className + ': ' + e.textContent)"""

# The height of the drawn figures themselves, not of their line.
GLYPH = """selector => { const e = document.querySelector(selector); const s = getComputedStyle(e);
  const c = document.createElement('canvas').getContext('2d');
  c.font = s.fontWeight + ' ' + s.fontSize + ' ' + s.fontFamily;
  return c.measureText('0').actualBoundingBoxAscent; }"""


def morning(office: Office) -> None:
    """A usual morning: four called before, one just now."""
    for number, at in (("C046", "1"), ("G008", "2"), ("A011", "4"), ("C047", "1")):
        office.call(number, at)
        office.start(number, at)
    office.notices = ["Hồ sơ đăng ký khai sinh không thu lệ phí."]
    office.call("A012", "3")


def crowd(office: Office) -> None:
    """Eight services with long names, twelve counters, numbers of four figures."""
    long = (
        ("A", "Nộp hồ sơ hộ tịch và quốc tịch", 128, 95),
        ("C", "Chứng thực, sao y bản chính từ sổ gốc", 12, 30),
        ("E", "Đất đai, xây dựng và môi trường", 33, 45),
        ("G", "Nhận kết quả", 3, 8),
        ("H", "Bổ sung giấy tờ", 0, 0),
        ("K", "Bảo trợ xã hội, người có công", 6, None),
        ("L", "Nhờ cán bộ hướng dẫn", 1, 2),
        ("M", "Tư pháp", 0, 0),
    )
    office.services = [service(code, name, "submit", waiting, p50=p50) for code, name, waiting, p50 in long]
    office.counters = [counter(str(i), "Nguyễn Thị Hoàng Ngọc Ánh Tuyết") for i in range(1, 13)]
    office.name = "Trung tâm Phục vụ hành chính công phường Quy Nhơn Bắc, tỉnh Gia Lai"
    office.notices = ["Từ ngày 01/12, văn phòng nhận hồ sơ chứng thực đến 16 giờ 30. Xin ông/bà đến sớm hơn."]
    for number, at in (("A1001", "11"), ("C248", "10"), ("G108", "9"), ("E1002", "12"), ("A1000", "12")):
        office.call(number, at)


def settled(page: Page) -> Page:
    """After fonts and pulses."""
    page.evaluate("document.fonts.ready.then(() => true)")
    page.evaluate("document.getAnimations().forEach(a => a.finish())")
    return page


@pytest.mark.parametrize(
    ("day", "size"),
    [*(("morning", size) for size in HALLS), ("crowd", "1920x1080"), ("crowd", "1080x1920"), ("crowd", "1024x768")],
)
def test_hall(office: Office, screens: Screens, axe: Axe, screenshot: Shoot, size: str, day: str) -> None:
    {"morning": morning, "crowd": crowd}[day](office)
    width, height = HALLS[size]
    page = settled(screens.hall(width, height))
    screenshot(page, f"hall-{day}-{size}")
    assert axe(page) == []
    assert page.evaluate(CUT_OFF, ".plate, .call-words, .of-people, .of-minutes, .row, .sound, #date") == []
    # A fifth of the height of a 16:9 screen; an upright or squarer one is as wide as its number lets it be.
    least = min(height / 5, width * 9 / 16 / 5)
    assert page.evaluate(GLYPH, ".call-number .digits") >= least
    assert page.evaluate(GLYPH, ".call-counter .digits") >= least
    assert page.locator("#waiting tr").last.bounding_box()["y"] < height  # type: ignore[index]


def test_an_empty_morning_and_a_closed_day(office: Office, screens: Screens, axe: Axe, screenshot: Shoot) -> None:
    page = settled(screens.hall(1920, 1080))
    assert page.locator(".call-title").inner_text() == "Kính chào ông/bà"
    screenshot(page, "hall-empty-1920x1080")
    assert axe(page) == []
    office.call("A012", "3")
    office.services = [{**each, "open": False, "waiting": 0} for each in office.services]
    office.counters = [{**each, "state": "closed", "ticket": None} for each in office.counters]
    office.tell_board()
    page.get_by_text("Hôm nay đã hết giờ làm việc").wait_for()
    screenshot(settled(page), "hall-closed-1920x1080")
    assert axe(page) == []


def test_a_screen_that_is_not_of_the_office_yet(office: Office, screens: Screens, axe: Axe, screenshot: Shoot) -> None:
    office.approves = False
    for path, width, height in (("/hall", 1920, 1080), ("/counter/3", 1280, 400)):
        page = screens.open(path, width, height)
        page.locator("#pairing").wait_for()
        assert page.locator("#pairing-code .digits").get_attribute("aria-label") == "4821"
        screenshot(settled(page), f"pairing-{width}x{height}")
        assert axe(page) == []
    office.approves = True
    page.locator("#pairing").wait_for(state="hidden")


@pytest.mark.parametrize(("width", "height"), [(1280, 400), (1920, 600), (1920, 1080), (1080, 1920)])
def test_counter(office: Office, screens: Screens, axe: Axe, screenshot: Shoot, width: int, height: int) -> None:
    office.counters.append(counter("12", "Nguyễn Thị Hoàng Ngọc Ánh Tuyết"))
    office.call("A1000", "12")
    page = screens.open("/counter/12", width, height)
    page.locator(".is-number").wait_for()
    for state in ("called", "serving", "paused", "closed"):
        if state == "serving":
            office.start("A1000", "12")
        if state in {"paused", "closed"}:
            office.set_counter("12", state, None if state == "closed" else "Nguyễn Thị Hoàng Ngọc Ánh Tuyết")
        page.locator(f'[data-state="{state}"]').wait_for()
        screenshot(settled(page), f"counter-{state}-{width}x{height}")
        assert axe(page) == []
        assert page.evaluate(CUT_OFF, ".plate, .now-state, .is-word, .where") == []


WAITING = TicketView(
    "A015", {"vi": "Chứng thực, sao y", "en": "Certified copies"}, "waiting", MORNING, ahead=7, p50=11, p90=24
)
PHONES = {
    "waiting": WAITING,
    "next": replace(WAITING, ahead=0, p50=1, p90=1),
    "called": replace(WAITING, state="called", counter="3"),
    "serving": replace(WAITING, state="serving", counter="12"),
    "held": replace(WAITING, state="held", counter="12"),
    "absent": replace(WAITING, state="absent", back_until=MORNING + 1_500_000, may_come_back=True),
    "late": replace(WAITING, state="absent", back_until=MORNING - 1),
    "finished": replace(WAITING, state="finished", may_rate=True),
    "rated": replace(WAITING, state="finished", rated=True),
    "cancelled": replace(WAITING, state="cancelled"),
    "void": replace(WAITING, state="void"),
    "left": replace(WAITING, state="left"),
}


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_phone(office: Office, screens: Screens, axe: Axe, screenshot: Shoot, lang: str) -> None:
    office.name = "Trung tâm Phục vụ hành chính công phường Quy Nhơn Bắc, tỉnh Gia Lai"
    office.tickets = {f"t.1.{name}": view for name, view in PHONES.items()}
    names = PHONES if lang == "vi" else ("waiting", "called", "finished")
    paths = [f"t.1.{name}?lang={lang}" for name in names] + [f"t.1.finished?unhappy&lang={lang}", f"other?lang={lang}"]
    page = screens.open("/", 360, 740, scale=2, touch=True)
    for path in paths:
        page.goto(f"{screens.address}/t/{path}")
        name = path.removeprefix("t.1.").partition("?")[0] + ("-unhappy" if "unhappy" in path else "")
        screenshot(settled(page), f"phone-{name}-{lang}")
        assert axe(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, name


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_front(office: Office, screens: Screens, axe: Axe, lang: str) -> None:
    samples = tuple(
        Sample(kind, "/static/foundation/seal.svg")
        for kind in ("receipt", "citizen", "foreign", "vneid", "forged", "unknown")
    )
    office.offer = Offer(("1", "2", "3", "4"), "http://127.0.0.1:8081/", "/t/t.1.waiting", samples)
    for width, height in ((1440, 900), (390, 844)):
        page = settled(screens.open(f"/?lang={lang}", width, height))
        page.screenshot(path=Path("build/shots") / f"front-{lang}-{width}.png", full_page=True)
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_front_page_has_no_dead_door(office: Office, screens: Screens) -> None:
    page = screens.open("/")
    links = page.locator("main a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    counters = [f"/{what}/{code}" for what in ("counter", "rating") for code in "1234"]
    assert sorted(links) == sorted(["http://127.0.0.1:8081/", "/hall", "/desk", *counters])
    assert page.get_by_text("Hãy lấy một số trước").is_visible()
