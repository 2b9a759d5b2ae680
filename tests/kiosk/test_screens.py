"""Every screen in a real Chromium, at both sizes: seen, measured, and left without a way out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kiosk.booth import Booth
from kiosk.screens import ChoosePriority, Comfort, Home, Limits, Screen, Touch, TypeCode, Wish
from kiosk.view import Surroundings, name_of
from tests.kiosk.support import AROUND, SCREENS, SERVICES, booth, pages_of, served, service
from tests.support.browser import Pages
from tests.support.programs import running

pytestmark = pytest.mark.browser

#: Name, width, height, inches: the tall glass of a standing kiosk, the small one on a table.
GLASSES = {"portrait": (1080, 1920, 21.5), "landscape": (1280, 800, 10.1)}
HINTS = frozenset(f"{name_of(each)}.{lang}" for each in SCREENS.values() for lang in ("vi", "en"))

#: In the page: what can be pressed, in millimetres of the glass; what is cut off; what lies on another.
MEASURE = (Path(__file__).parent / "measure.js").read_text(encoding="utf-8")

#: Of the other languages, letters and heights these stand for all.
PHOTOGRAPHED = ("home", "choose_priority", "meant_ticket", "printer_failed")

PERFECT: dict[str, list[str]] = {"small": [], "out": [], "clipped": [], "overlapping": [], "lost": []}


class Stage:
    """A kiosk's page whose screen the test sets."""

    def __init__(self, page: Page, before: Booth, glass: str) -> None:
        self.page, self.booth, self.glass = page, before, glass

    def show(self, screen: Screen, comfort: Comfort | None = None, *, warned: bool = False, **around: Any) -> None:
        now = self.booth._monotonic()
        with self.booth._changed:
            seen = self.booth._seen
            state = replace(seen.state, screen=screen, comfort=comfort or Comfort(), warned=warned, touched_at=now)
            self.booth._seen = replace(seen, n=seen.n + 1, state=state, around=replace(AROUND, hints=HINTS, **around))
            self.booth._changed.notify_all()
            self.n = self.booth._seen.n
        marks = f'.screen.is-{name_of(screen)}[lang="{(comfort or Comfort()).language}"]'
        marks += ".large" if comfort and comfort.large else ":not(.large)"
        marks += ".low" if comfort and comfort.low else ":not(.low)"
        self.page.wait_for_selector(marks)
        if warned:
            self.page.wait_for_selector(".still")
        self.page.evaluate("document.fonts.ready.then(() => 1)")
        self.page.wait_for_timeout(60)

    def measured(self) -> dict[str, Any]:
        found: dict[str, Any] = self.page.evaluate(MEASURE, GLASSES[self.glass][2])
        return found

    def faults(self) -> dict[str, list[str]]:
        return {name: value for name, value in self.measured().items() if name != "highest"}


@pytest.fixture(params=sorted(GLASSES))
def stage(request: pytest.FixtureRequest, pages: Pages) -> Iterator[Stage]:
    width, height, inches = GLASSES[request.param]
    before = booth()
    with served(pages_of(before, diagonal=inches)) as url:
        yield Stage(pages.open(url, width=width, height=height, touch=True), before, request.param)
        pages.close()


def test_every_screen_is_seen_whole_with_presses_of_twenty_millimetres(
    stage: Stage, screenshot: Callable[[Page, str], Path], axe: Callable[[Page], list[str]]
) -> None:
    faults = {}
    for name, screen in SCREENS.items():
        stage.show(screen)
        screenshot(stage.page, f"kiosk-{name}-{stage.glass}")
        # The same elements and colours on both: axe need look at one.
        findings = axe(stage.page) if stage.glass == "landscape" else []
        faults[name] = {**stage.faults(), "axe": findings}
    assert faults == {name: {**PERFECT, "axe": []} for name in SCREENS}


@pytest.mark.parametrize("comfort", [Comfort("en"), Comfort(large=True), Comfort("en", large=True)], ids=str)
def test_english_and_large_letters_lose_nothing(
    stage: Stage, comfort: Comfort, screenshot: Callable[[Page, str], Path]
) -> None:
    faults = {}
    kind = ("-large" if comfort.large else "") + ("-en" if comfort.language == "en" else "")
    for name, screen in SCREENS.items():
        stage.show(screen, comfort)
        if name in PHOTOGRAPHED:
            screenshot(stage.page, f"kiosk-{name}{kind}-{stage.glass}")
        faults[name] = stage.faults()
    assert faults == dict.fromkeys(SCREENS, PERFECT)


def test_from_a_wheelchair_everything_is_pressed_in_the_lower_half(
    pages: Pages, screenshot: Callable[[Page, str], Path]
) -> None:
    before = booth()
    with served(pages_of(before)) as url:
        stage = Stage(pages.open(url, width=1080, height=1920), before, "portrait")
        high = {}
        for name, screen in SCREENS.items():
            stage.show(screen, Comfort(low=True))
            if name in PHOTOGRAPHED:
                screenshot(stage.page, f"kiosk-{name}-low-portrait")
            if name != "type_code":  # its two boxes may be chosen above; the keys lie below
                high[name] = stage.measured()["highest"] >= 0.499
            assert stage.faults() == PERFECT, name
        pages.close()
    assert all(high.values()), high


def test_the_question_whether_somebody_is_there(
    stage: Stage, screenshot: Callable[[Page, str], Path], axe: Callable[[Page], list[str]]
) -> None:
    stage.show(ChoosePriority(Wish("A")), warned=True)
    screenshot(stage.page, f"kiosk-still-there-{stage.glass}")
    assert stage.faults() == PERFECT
    assert axe(stage.page) == []
    expect(stage.page.locator("#still-title")).to_be_focused()


NOTES: dict[str, dict[str, Any]] = {
    "away": {"online": False},
    "printer": {"printer_cause": "paper.out"},
    "camera": {"camera_fault": True},
    "closed": {"services": tuple({**each, "open": False} for each in SERVICES)},
    "one": {"services": SERVICES[:1]},
    "none": {"services": ()},
    "many": {
        "services": tuple(
            service(letter, "submit", ("Đăng ký, quản lý cư trú và hộ tịch", "Residence and civil status"), 112, 95)
            for letter in "ACEGHKLMN"
        )
    },
}


def test_the_first_page_in_other_weather(stage: Stage, screenshot: Callable[[Page, str], Path]) -> None:
    faults = {}
    for name, around in NOTES.items():
        stage.show(TypeCode())
        stage.show(Home(), **around)
        screenshot(stage.page, f"kiosk-home-{name}-{stage.glass}")
        faults[name] = stage.faults()
    assert faults == dict.fromkeys(NOTES, PERFECT)


# --- no way out ------------------------------------------------------------------------------------------------


@pytest.fixture
def glass(pages: Pages) -> Iterator[tuple[Page, Booth]]:
    before = booth(limits=Limits(quiet=2.4, warning=1.2))
    before.surround(**{name: getattr(AROUND, name) for name in Surroundings.__dataclass_fields__})
    with served(pages_of(before)) as url:
        yield pages.open(url, width=1080, height=1920, touch=True), before
        pages.close()


def test_no_link_no_menu_no_selection_no_drag_leads_out(glass: tuple[Page, Booth]) -> None:
    page, _ = glass
    assert page.locator("a, iframe, [target], form[action]").count() == 0
    prevented = page.evaluate(
        """() => ["contextmenu", "dragstart", "selectstart", "drop", "dragover"].map((kind) => {
             const event = new Event(kind, {bubbles: true, cancelable: true});
             document.querySelector("#stage h1").dispatchEvent(event);
             return event.defaultPrevented;
           })"""
    )
    assert prevented == [True] * 5
    zoom = "(() => { const e = new WheelEvent('wheel', {ctrlKey: true, cancelable: true, bubbles: true});"
    assert page.evaluate(zoom + "document.body.dispatchEvent(e); return e.defaultPrevented })()")


LEAD_OUT = ("F1", "F5", "F11", "F12", "Escape", "Backspace", "a", "Home")
COMBINED = ("Control+p", "Alt+ArrowLeft", "Control+Shift+i", "Meta+r")


def test_keys_that_lead_out_do_nothing_and_the_tab_key_still_walks(glass: tuple[Page, Booth]) -> None:
    page, _ = glass
    page.evaluate("addEventListener('keydown', (e) => (window.stopped = e.defaultPrevented))")
    for keys in (*LEAD_OUT, *COMBINED):
        page.keyboard.press(keys)
        assert page.evaluate("window.stopped"), keys
    page.keyboard.press("Tab")
    assert not page.evaluate("window.stopped")
    page.locator('[data-value="A"]').focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".is-choose_priority")


def test_back_stays_on_the_page(glass: tuple[Page, Booth]) -> None:
    page, _ = glass
    for _ in range(3):
        page.evaluate("history.back()")
        page.wait_for_timeout(80)
    assert page.url.endswith("/")
    expect(page.locator(".is-home h1")).to_be_visible()


# --- hands and time ----------------------------------------------------------------------------------------------


def test_after_the_time_out_nothing_typed_or_chosen_is_left(glass: tuple[Page, Booth]) -> None:
    page, before = glass
    from kiosk.screens import Tick

    page.click('[data-do="type"]')
    page.wait_for_selector(".is-type_code")
    for key in "0123":
        page.click(f'[data-key="{key}"]')
    page.click('[data-field="last4"]')
    page.click('[data-key="7"]')
    assert page.inner_text('[data-typed="code"]') == "0123"
    assert page.inner_text('[data-typed="last4"]') == "7"
    before._monotonic = lambda started=before.seen.state.touched_at: started + 1.5  # type: ignore[misc]
    before.tell(Tick())
    page.wait_for_selector(".still")
    assert page.inner_text('[data-typed="code"]') == "0123"
    before._monotonic = lambda started=before.seen.state.touched_at: started + 9  # type: ignore[misc]
    before.tell(Tick())
    page.wait_for_selector(".is-home")
    assert "0123" not in page.content()
    page.click('[data-do="type"]')
    page.wait_for_selector(".is-type_code")
    assert page.inner_text('[data-typed="code"]') == ""


def test_a_code_is_sent_only_when_it_is_whole(glass: tuple[Page, Booth]) -> None:
    page, before = glass
    before.tell(Touch("type"))
    page.wait_for_selector(".is-type_code")
    page.click("[data-send]")
    expect(page.locator("[data-say]")).to_have_class("example wrong")
    for key in "H08-26":
        page.click(f'[data-key="{key}"]')
    page.click("[data-send]")
    for key in "0A12ERASE34"[:4]:
        page.click(f'[data-key="{key}"]')
    assert page.inner_text('[data-typed="last4"]') == "012"
    page.click('[data-key="9"]')
    page.click("[data-send]")
    page.wait_for_selector(".is-asking")
    request = before.seen.state.screen
    assert (request.request.text, request.request.last4) == ("H08-26", "0129")  # type: ignore[union-attr]


def test_a_finger_that_slides_away_presses_nothing(glass: tuple[Page, Booth]) -> None:
    page, before = glass
    first, second = page.locator('[data-value="A"]').bounding_box(), page.locator('[data-value="G"]').bounding_box()
    assert first
    assert second
    page.mouse.move(first["x"] + 40, first["y"] + 40)
    page.mouse.down()
    page.mouse.move(second["x"] + 40, second["y"] + 40)
    page.mouse.up()
    page.wait_for_timeout(200)
    assert before.seen.state.screen == Home()


def test_a_screen_that_changes_under_the_finger_still_gets_the_press(glass: tuple[Page, Booth]) -> None:
    page, before = glass
    box = page.locator('[data-value="A"]').bounding_box()
    assert box
    page.mouse.move(box["x"] + 40, box["y"] + 40)
    page.mouse.down()
    before.surround(services=tuple({**each, "name_en": "Changed"} for each in SERVICES), online=False)
    before.surround(online=True)
    page.wait_for_timeout(200)
    page.mouse.up()
    page.wait_for_selector(".is-choose_priority")


SERVE = """
import sys, time
from tests.kiosk.support import booth, pages_of, served
with served(pages_of(booth()), int(sys.argv[1])):
    time.sleep(600)
"""


def test_a_lost_program_is_told_and_found_again(pages: Pages, free_port: int, tmp_path: Path) -> None:
    url = f"http://127.0.0.1:{free_port}/"
    with running("-c", SERVE, str(free_port), log=tmp_path / "log", ready_url=url):
        page = pages.open(url, width=1080, height=1920)
        page.wait_for_selector(".is-home")
        page.evaluate("document.title = 'old'")
    page.wait_for_selector("#lost:not([hidden])", timeout=30_000)
    with running("-c", SERVE, str(free_port), log=tmp_path / "log", ready_url=url):
        expect(page).not_to_have_title("old", timeout=30_000)
        page.wait_for_selector(".is-home")
        page.click('[data-value="A"]')
        page.wait_for_selector(".is-choose_priority")
        pages.close()


def test_typing_is_offered_on_the_first_page(stage: Stage) -> None:
    stage.show(Home())
    stage.page.tap('[data-do="type"]')
    stage.page.wait_for_selector(".is-type_code")
    assert stage.booth.seen.state.screen == TypeCode()
