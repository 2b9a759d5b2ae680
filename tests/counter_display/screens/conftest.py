"""A stand-in office for every test of the screens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page

from tests.counter_display.screens.stand_in import ROOT, Office, running
from tests.support.browser import Pages

SCRIPTS = (
    "foundation/web/static/foundation/office.js",
    "foundation/web/static/foundation/live.js",
    "counter_display/static/board.js",
)

FOLLOWS = "motcua.hall.screen.live && motcua.hall.screen.live.socket.connected && !motcua.hall.screen.live.asking"


def until(page: Page, true: Callable[[], bool], tries: int = 800) -> None:
    """Wait for something to become true here or in the page, which goes on meanwhile."""
    for _ in range(tries):
        if true():
            return
        page.wait_for_timeout(50)
    raise AssertionError("it did not become true")


@pytest.fixture
def served(free_port: int) -> Iterator[tuple[Office, str]]:
    with running(free_port) as office:
        yield office


@pytest.fixture
def office(served: tuple[Office, str]) -> Office:
    return served[0]


@dataclass
class Screens:
    """Opens the office's pages at their sizes."""

    pages: Pages
    address: str

    def open(self, path: str, width: int = 1280, height: int = 720, **more: object) -> Page:
        page = self.pages.open("about:blank", width=width, height=height, **more)  # type: ignore[arg-type]
        page.goto(self.address + path)
        return page

    def hall(self, width: int = 1280, height: int = 720) -> Page:
        """The hall, once it has drawn a board and follows the stream."""
        page = self.open("/hall", width, height)
        until(page, lambda: bool(page.evaluate(FOLLOWS)))
        return page


@pytest.fixture(scope="module")
def scripts(chromium: Browser) -> Iterator[Page]:
    """A blank page with the screens' scripts, for rules that need no server."""
    page = chromium.new_page()
    page.set_content('<html lang="vi"><body data-kind="screen"></body></html>')
    for path in SCRIPTS:
        page.add_script_tag(path=ROOT / path)
    yield page
    page.close()


@pytest.fixture
def screens(pages: Pages, served: tuple[Office, str]) -> Screens:
    return Screens(pages, served[1])
