"""The product's main road in a real browser: receipt → number → call → voice → service → rating, every screen seen."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Page, expect

from motcua.commands.options import port_is_free
from tests.support.browser import Pages
from tests.support.office import ROOT, environment
from tests.support.ports import free_port

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

PASSWORD = "một câu ngắn dễ nhớ"
READY_SECONDS = 120
UP = (sys.executable, "-m", "motcua", "up", "--demo")


@dataclass
class House:
    """`motcua up --demo` as a newcomer starts it, without the invented street."""

    data: Path
    port: int
    process: subprocess.Popen[bytes]
    passwords: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def kiosk(self) -> str:
        return f"http://127.0.0.1:{self.port + 1}"

    def said(self) -> str:
        return (self.data / "said.log").read_text(encoding="utf-8")


def two_free_ports() -> int:
    """A port whose neighbour is free too."""
    while True:
        port = free_port()
        if port < 65_000 and port_is_free("127.0.0.1", port + 1):
            return port


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    data = tmp_path_factory.mktemp("house")
    port = two_free_ports()
    command = [*UP, "--quiet-street", "--data", str(data), "--port", str(port)]
    env = environment({"MOTCUA_RATING_OPEN_S": "0", "PYTHONUNBUFFERED": "1"})
    with (data / "said.log").open("wb") as said:
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=said, stderr=said)
    opened = House(data, port, process)
    try:
        wait_until(lambda: opened.url in opened.said() or process.poll() is not None, READY_SECONDS)
        assert process.poll() is None, opened.said()
        opened.passwords = dict(re.findall(r": (\w+) +password: (\S+)", opened.said()))
        wait_until((data / "clips" / "bank.json").exists, READY_SECONDS)
        yield opened
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(40) == 0, opened.said()


def wait_until(fits: Callable[[], bool], seconds: float = 40) -> None:
    deadline = time.monotonic() + seconds
    while not fits():
        assert time.monotonic() < deadline, "it did not come to pass"
        time.sleep(0.2)


def take_number_with_receipt(kiosk: Page) -> str:
    """Hold the sample receipt to the camera, choose, and read the number on the screen."""
    kiosk.locator("img[src='/shelf/samples/receipt.png']").click()
    kiosk.get_by_role("button", name="Lấy số: Nhận kết quả").first.click()
    kiosk.get_by_role("button", name="Không, cho tôi lấy số").click()
    heading = kiosk.get_by_role("heading", name="Số của ông/bà")
    expect(heading).to_be_visible(timeout=30_000)
    found = re.search(r"G\s*\d\s*\d\s*\d", kiosk.locator("body").inner_text())
    assert found
    return re.sub(r"\s", "", found[0])


def sign_in(desk: Page, house: House) -> None:
    desk.locator("input:visible").nth(0).fill("quay4")
    desk.locator("input[type=password]:visible").fill(house.passwords["quay4"])
    desk.keyboard.press("Enter")
    own = desk.get_by_role("heading", name=re.compile("mật khẩu"))
    expect(own).to_be_visible(timeout=20_000)
    for nth in (0, 1):
        desk.locator("input[type=password]:visible").nth(nth).fill(PASSWORD)
    desk.keyboard.press("Enter")
    expect(desk).to_have_url(re.compile("/desk"), timeout=20_000)


def fetched(page: Page) -> str:
    """The addresses of everything the page has loaded."""
    return str(page.evaluate("performance.getEntriesByType('resource').map(each => each.name).join(' ')"))


def shown(page: Page) -> str:
    return re.sub(r"\s+", "", page.locator("body").inner_text())


def test_a_receipt_becomes_a_number_a_call_a_voice_and_a_rating(
    house: House, pages: Pages, axe: Callable[[Page], list[str]], screenshot: Callable[[Page, str], Path]
) -> None:
    front = pages.open(house.url + "/?lang=vi", width=1366, height=900)
    expect(front.locator(f"a[href='{house.kiosk}']").first).to_be_visible()
    screenshot(front, "road-front")
    assert axe(front) == []

    hall = pages.open(f"{house.url}/hall", width=1920, height=1080)
    rating = pages.open(f"{house.url}/rating/4", width=1280, height=800)
    counter = pages.open(f"{house.url}/counter/4", width=1280, height=400)

    kiosk = pages.open(f"{house.kiosk}/", width=1600, height=1000, language="vi-VN")
    number = take_number_with_receipt(kiosk)
    paper = kiosk.locator("img[src*='/shelf/paper'], img[src*='slip'], img[src*='ticket']").first
    expect(paper).to_be_visible(timeout=20_000)
    screenshot(kiosk, "road-kiosk")

    desk = pages.open(f"{house.url}/desk?lang=vi", width=1366, height=768, language="vi-VN")
    sign_in(desk, house)
    wait_until(lambda: number in shown(desk))
    desk.keyboard.press("Alt+4")
    wait_until(lambda: "Quầy4" in shown(desk))
    sound = hall.get_by_role("button", name=re.compile("bật tiếng"))
    if sound.is_visible():
        sound.click()
    desk.keyboard.press("F2")
    wait_until(lambda: number in shown(hall))
    wait_until(lambda: number in shown(counter))
    wait_until(lambda: re.search(r"/voice/\d+\.wav", fetched(hall)) is not None)
    for page, name in ((hall, "road-hall"), (counter, "road-counter"), (desk, "road-desk")):
        screenshot(page, name)
        assert axe(page) == [], name

    wait_until(lambda: "hàilòng" in shown(rating).lower().replace(" ", ""))
    rating.get_by_role("button", name=re.compile("^Rất hài lòng", re.IGNORECASE)).click()
    wait_until(lambda: "cảmơn" in shown(rating).lower())
    screenshot(rating, "road-rating")
    assert axe(rating) == []
    wait_until(lambda: rated(house) == [(number, 3)])


def rated(house: House) -> list[tuple[str, int]]:
    """What the office knows of ratings: (ticket's number, level)."""
    token = (house.data / "kiosk" / "demo-token").read_text().strip()
    headers = {"Authorization": f"Bearer {token}"}
    events = requests.get(f"{house.url}/api/v1/events", headers=headers, timeout=10).json()["events"]
    numbers = {e["subject"]: e["data"]["number"] for e in events if e["type"] == "ticket.issued.v1"}
    return [(numbers[e["data"]["ticket"]], e["data"]["level"]) for e in events if e["type"] == "rating.given.v1"]


def test_a_taken_port_is_said_with_its_remedy(house: House, tmp_path: Path) -> None:
    command = [*UP, "--data", str(tmp_path), "--port", str(house.port)]
    done = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert f"Port {house.port} is taken" in done.stderr
    assert f"--port {house.port + 10}" in done.stderr
