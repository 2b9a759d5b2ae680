"""The rating tablet before a citizen: opens with the service, counts once, comes back by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.backoffice.conftest import clear
from tests.support.browser import Pages
from tests.support.office import OfficeServer

pytestmark = pytest.mark.browser

Take = Callable[..., dict[str, str]]


@pytest.fixture
def tablet(office: OfficeServer, pages: Pages) -> Iterator[Page]:
    clear(office)
    page = pages.open(f"{office.url}/rating/1", width=1280, height=800, touch=True)
    expect(step(page, "idle")).to_be_visible()
    yield page
    clear(office)


def step(page: Page, name: str) -> Locator:
    return page.locator(f"[data-show={name}]")


def serve(office: OfficeServer, number: Take) -> dict[str, str]:
    ticket = number("C")
    assert office.post("/counters/1/next")["ticket"]["id"] == ticket["id"]
    office.post(f"/tickets/{ticket['id']}/start")
    return ticket


def ratings(office: OfficeServer) -> list[dict[str, object]]:
    given: list[dict[str, object]] = office.get("/events?after=0&room=desk")["events"]
    return [each for each in given if str(each["type"]).startswith("rating.")]


def level(page: Page, value: int) -> None:
    page.locator(f"[data-level='{value}']").tap()


def test_a_happy_citizen_touches_once(office: OfficeServer, tablet: Page, number: Take) -> None:
    before = len(ratings(office))
    ticket = serve(office, number)
    expect(step(tablet, "ask")).to_be_visible()
    expect(tablet.locator("#about")).to_contain_text(ticket["number"])
    level(tablet, 3)
    expect(step(tablet, "thanks")).to_be_visible()
    (given,) = ratings(office)[before:]
    assert given["type"] == "rating.given.v1"
    assert given["data"]["level"] == 3  # type: ignore[index]
    expect(step(tablet, "idle")).to_be_visible()  # back by itself


def test_an_unhappy_one_may_say_why(office: OfficeServer, tablet: Page, number: Take) -> None:
    before = len(ratings(office))
    serve(office, number)
    expect(step(tablet, "ask")).to_be_visible()
    level(tablet, 1)
    expect(step(tablet, "why")).to_be_visible()
    assert len(ratings(office)) == before  # nothing is sent before the reasons
    tablet.locator(".reason").first.tap()
    tablet.fill("[name=comment]", "Chờ hơi lâu")
    tablet.locator("#why [type=submit]").tap()
    expect(step(tablet, "thanks")).to_be_visible()
    (given,) = ratings(office)[before:]
    assert given["data"]["level"] == 1  # type: ignore[index]
    assert given["data"]["reasons"] == ["waiting"]  # type: ignore[index]


def test_who_meant_another_face_chooses_again(office: OfficeServer, tablet: Page, number: Take) -> None:
    before = len(ratings(office))
    serve(office, number)
    expect(step(tablet, "ask")).to_be_visible()
    level(tablet, 1)
    tablet.locator("#back").tap()
    level(tablet, 2)
    expect(step(tablet, "thanks")).to_be_visible()
    assert [each["data"]["level"] for each in ratings(office)[before:]] == [2]  # type: ignore[index]


def test_a_press_that_comes_too_late_is_counted_as_idle(office: OfficeServer, tablet: Page, number: Take) -> None:
    before = len(ratings(office))
    serve(office, number)
    expect(step(tablet, "ask")).to_be_visible()
    level(tablet, 1)
    expect(step(tablet, "why")).to_be_visible()
    office.post("/counters/1/next")  # finishes the service
    second = number("C")
    office.post("/counters/1/next")  # and this call closes the window
    office.post(f"/tickets/{second['id']}/no-show")
    tablet.locator("#why [type=submit]").tap()
    expect(step(tablet, "idle")).to_be_visible()
    assert [each["type"] for each in ratings(office)[before:]] == ["rating.idle.v1"]


@pytest.mark.parametrize(("same_key", "given"), [(True, ["given"]), (False, ["given", "idle"])])
def test_a_touch_whose_answer_was_lost_counts_once(
    office: OfficeServer, tablet: Page, number: Take, *, same_key: bool, given: list[str]
) -> None:
    before = len(ratings(office))
    serve(office, number)
    expect(step(tablet, "ask")).to_be_visible()
    if not same_key:
        tablet.evaluate(
            "() => { const api = motcua.api; motcua.api = (path, options) =>"
            " api(path, options && options.key ? Object.assign({}, options, {key: motcua.newKey()}) : options); }"
        )
    sent: list[str] = []

    def handle(route: Route) -> None:
        sent.append(route.request.url)
        if len(sent) == 1:
            route.fetch()
            route.abort("connectionreset")
        else:
            route.continue_()

    tablet.route("**/api/v1/ratings", handle)
    level(tablet, 3)
    expect(step(tablet, "thanks" if same_key else "idle")).to_be_visible()
    assert [str(each["type"]).split(".")[1] for each in ratings(office)[before:]] == given


def test_the_tablet_is_photographed_and_reads_for_everybody(
    office: OfficeServer,
    tablet: Page,
    number: Take,
    axe: Callable[[Page], list[str]],
    screenshot: Callable[[Page, str], Path],
) -> None:
    def look(name: str) -> None:
        screenshot(tablet, f"rating-{name}")
        assert axe(tablet) == []
        assert tablet.evaluate("document.documentElement.scrollHeight <= innerHeight")

    look("idle")
    serve(office, number)
    expect(step(tablet, "ask")).to_be_visible()
    look("ask")
    faces = [box for face in tablet.locator(".face").all() if (box := face.bounding_box())]
    assert all(box["width"] >= 200 and box["height"] >= 200 for box in faces)
    level(tablet, 1)
    expect(step(tablet, "why")).to_be_visible()
    tablet.locator(".reason").nth(1).tap()
    look("why")
    tablet.locator("#why [type=submit]").tap()
    expect(step(tablet, "thanks")).to_be_visible()
    look("thanks")
