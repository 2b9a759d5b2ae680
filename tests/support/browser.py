"""A real Chromium (Debian's, never a downloaded one), its pages, and what axe-core says of them."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).parents[2]
SHOTS = ROOT / "build" / "shots"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"

REMEDY = "chromium is missing: apt-get install chromium (or `make setup`)"

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # The wall for the browser: names of the reserved domain .test are this machine, no other is.
    "--host-resolver-rules=" + "MAP *.test 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]

# The findings that no page of ours may have.
GRAVE = ("serious", "critical")


@contextlib.contextmanager
def running_chromium(*more: str) -> Iterator[Browser]:
    """Yield a headless Chromium; `more` are further arguments of its command line."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if program is None:
        raise FileNotFoundError(REMEDY)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*ARGUMENTS, *more], headless=True)
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Pages:
    """Opens pages at the sizes of the office's screens and remembers what went wrong in them."""

    browser: Browser
    errors: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def open(
        self,
        url: str = "about:blank",
        *,
        width: int = 1280,
        height: int = 720,
        scale: float = 1,
        touch: bool = False,
        language: str = "vi-VN",
    ) -> Page:
        """A page in a context of its own: nothing is shared with another page."""
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            device_scale_factor=scale,
            has_touch=touch,
            locale=language,
            timezone_id="Asia/Ho_Chi_Minh",
            ignore_https_errors=True,
        )
        self.contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.errors.append(f"{page.url}: {error}"))
        if url != "about:blank":
            page.goto(url)
        return page

    def close(self) -> None:
        """Close every page; a page may be closed already."""
        for context in self.contexts:
            context.close()
        self.contexts.clear()


def axe(page: Page) -> list[str]:
    """The serious and critical findings of axe-core, one line each: "impact rule: places"."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{each['impact']} {each['id']}: " + ", ".join(str(node["target"]) for node in each["nodes"])
        for each in found["violations"]
        if each["impact"] in GRAVE
    ]


def screenshot(page: Page, name: str) -> Path:
    """Photograph what is seen (not what is below) into build/shots/NAME.png."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    path = SHOTS / f"{name}.png"
    page.screenshot(path=path)
    return path
