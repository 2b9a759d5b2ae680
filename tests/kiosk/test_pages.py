"""The kiosk's own page: who may press on it, what it serves, and what its stream says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from hardware.printer.virtual import VirtualPrinter
from kiosk import pages, shelf
from kiosk.booth import Booth
from kiosk.devices import open_devices
from kiosk.eyes import Eyes
from kiosk.render import Renderer
from kiosk.screens import ChoosePriority, Home, Language, Screen, Touch, Wish
from tests.kiosk.support import SCREENS, SERVICES, TEXTS, booth, pages_of
from tests.support.frames import qr_picture

LOCAL = "http://127.0.0.1:8090"


@pytest.fixture
def before() -> Booth:
    return booth()


@pytest.fixture
def client(before: Booth) -> FlaskClient:
    return pages_of(before).test_client()


def secret_of(client: FlaskClient) -> str:
    html = client.get("/", base_url=LOCAL).get_data(as_text=True)
    return html.split('name="secret" content="')[1].split('"')[0]


def touch(client: FlaskClient, body: Any, **headers: str) -> int:
    return client.post("/touch", base_url=LOCAL, json=body, headers=headers).status_code


def shown(before: Booth) -> Screen:
    return before.seen.state.screen


# --- who may press -----------------------------------------------------------------------------------------


def test_our_page_presses(client: FlaskClient, before: Booth) -> None:
    key = secret_of(client)
    assert touch(client, {"do": "service", "value": "A"}, **{"X-Kiosk-Secret": key, "Origin": LOCAL}) == 204
    assert shown(before) == ChoosePriority(Wish("A"))


def test_another_page_cannot_press(client: FlaskClient, before: Booth) -> None:
    key = secret_of(client)
    press = {"do": "service", "value": "A"}
    assert touch(client, press) == 403
    assert touch(client, press, **{"X-Kiosk-Secret": "guessed"}) == 403
    assert touch(client, press, **{"X-Kiosk-Secret": "bí mật"}) == 403
    assert touch(client, press, **{"X-Kiosk-Secret": key, "Origin": "http://127.0.0.1:9999"}) == 403
    assert shown(before) == Home()


def test_a_name_that_points_here_is_not_us(client: FlaskClient) -> None:
    for base in ("http://evil.test:8090", "http://192.168.1.9:8090"):
        assert client.get("/", base_url=base).status_code == 403
    assert client.get("/", base_url="http://localhost:8090").status_code == 200


def test_a_secret_of_long_ago_is_no_longer_good(client: FlaskClient) -> None:
    old = secret_of(client)
    for _ in range(pages.PAGES_AT_MOST):
        secret_of(client)
    assert touch(client, {"do": "stay"}, **{"X-Kiosk-Secret": old}) == 403


@pytest.mark.parametrize(
    "body", [[], {}, {"do": 3}, {"do": "typed", "value": "x" * 201}, {"do": "service", "value": []}]
)
def test_a_press_that_makes_no_sense_is_refused(client: FlaskClient, body: Any) -> None:
    assert touch(client, body, **{"X-Kiosk-Secret": secret_of(client)}) == 400


def test_the_page_loads_nothing_from_elsewhere_and_fits_in_no_frame(client: FlaskClient) -> None:
    answer = client.get("/", base_url=LOCAL)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    html = answer.get_data(as_text=True)
    assert "http://" not in html.replace("http://www.w3.org/2000/svg", "")
    assert "<a " not in html
    assert " style=" not in html


# --- what is served ------------------------------------------------------------------------------------------


def test_only_hints_that_are_there_are_served(before: Booth, tmp_path: Path) -> None:
    (tmp_path / "home.vi.wav").write_bytes(b"RIFF")
    (tmp_path / "secret.txt").write_text("no")
    client = pages_of(before, hints=tmp_path).test_client()
    assert client.get("/hints/home.vi.wav", base_url=LOCAL).data == b"RIFF"
    for name in ("done.vi", "..%2fsecret", "secret.txt", "home.vi.wav%00"):
        assert client.get(f"/hints/{name}.wav", base_url=LOCAL).status_code == 404


def test_the_camera_shows_its_picture_or_nothing(before: Booth) -> None:
    assert pages_of(before).test_client().get("/camera.jpg", base_url=LOCAL).status_code == 204
    seen = pages_of(before, view=lambda: b"jpeg").test_client()
    assert seen.get("/camera.jpg", base_url=LOCAL).data == b"jpeg"


def test_the_glass_tells_its_size(before: Booth) -> None:
    css = pages_of(before, diagonal=10.1).test_client().get("/screen.css", base_url=LOCAL)
    assert css.get_data(as_text=True) == ":root { --diagonal: 10.1; --warning: 12s }"


def messages(before: Booth) -> Iterator[tuple[str, Any]]:
    for text in pages._messages(before, Renderer(TEXTS)):
        name, data = text.strip().split("\n")
        yield name.removeprefix("event: "), json.loads(data.removeprefix("data: "))


def test_a_new_screen_is_sent_whole_and_new_waits_as_lines_only(before: Booth) -> None:
    stream = messages(before)
    assert next(stream)[0] == "screen"
    busier = tuple({**each, "waiting": 20} for each in SERVICES)
    before.surround(services=busier)
    name, waits = next(stream)
    assert name == "waits"
    assert waits["A"] == ["Đang chờ 20 người", "khoảng 20 phút"]
    before.tell(Touch("service", "A"))
    name, screen = next(stream)
    assert name == "screen"
    assert 'data-screen="choose_priority"' in screen["html"]
    before.surround(online=False)
    assert next(stream)[0] == "screen"


def test_a_touch_without_effect_is_no_news(before: Booth) -> None:
    n = before.seen.n
    before.tell(Touch("stay"))
    before.tell(Touch("nonsense"))
    assert before.seen.n == n


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", sorted(SCREENS))
def test_every_screen_can_be_drawn_warned_or_not(name: str, language: Language) -> None:
    before = booth()
    comfort = replace(before.seen.state.comfort, language=language)
    state = replace(before.seen.state, screen=SCREENS[name], comfort=comfort)
    for warned in (False, True):
        html = Renderer(TEXTS).screen(replace(state, warned=warned), before.seen.around)
        assert ('role="alertdialog"' in html) is warned


def test_texts_from_outside_are_shown_as_letters_never_as_html() -> None:
    before = booth()
    hostile = ({**SERVICES[0], "name_vi": "<script>alert(1)</script>"},)
    html = Renderer(TEXTS).screen(before.seen.state, replace(before.seen.around, services=hostile))
    assert "<script" not in html
    assert "&lt;script&gt;" in html


# --- the shelf -------------------------------------------------------------------------------------------------


@pytest.fixture
def shelved(before: Booth, tmp_path: Path) -> Iterator[tuple[FlaskClient, list[str], VirtualPrinter]]:
    seen: list[str] = []
    devices = open_devices("virtual", 80)
    eyes = Eyes("page", devices.watch, seen.append)
    eyes.start()
    app = pages_of(before)
    (tmp_path / "giay-hen.png").write_bytes(b"png")
    (tmp_path / "other.txt").write_bytes(b"no")
    assert isinstance(devices.printer, VirtualPrinter)
    shelf.attach(app, eyes, devices.printer, devices.mechanism, tmp_path)
    yield app.test_client(), seen, devices.printer
    eyes.close()


def shelf_post(client: FlaskClient, path: str, **what: Any) -> Any:
    return client.post(path, base_url=LOCAL, headers={"X-Kiosk-Secret": secret_of(client)}, **what)


def test_a_dropped_picture_is_read(shelved: tuple[FlaskClient, list[str], VirtualPrinter]) -> None:
    import io
    import time

    from PIL import Image

    client, seen, _ = shelved
    picture = io.BytesIO()
    Image.fromarray(qr_picture("MC:R:000.00.06.H08-261123-0012.1.ABCDEFGHIJKLMNOP", scale=6)).save(picture, "PNG")
    assert shelf_post(client, "/shelf/picture", data=picture.getvalue()).status_code == 200
    give_up = time.monotonic() + 20
    while not seen and time.monotonic() < give_up:
        time.sleep(0.02)
    assert seen == ["MC:R:000.00.06.H08-261123-0012.1.ABCDEFGHIJKLMNOP"]


def test_what_is_no_picture_is_said_so(shelved: tuple[FlaskClient, list[str], VirtualPrinter]) -> None:
    client, _, _ = shelved
    assert shelf_post(client, "/shelf/picture", data=b"%PDF-1.7").status_code == 422
    assert shelf_post(client, "/shelf/source", json={"spec": "webcam"}).status_code == 422
    assert shelf_post(client, "/shelf/source", json=[1]).status_code == 422


def test_hands_on_the_printer(shelved: tuple[FlaskClient, list[str], VirtualPrinter]) -> None:
    client, _, printer = shelved
    for do, undo, fault in (
        ("paper_out", "paper_in", "paper.out"),
        ("open_cover", "close_cover", "cover.open"),
        ("unplug", "plug_in", "device.missing"),
    ):
        shelf_post(client, "/shelf/printer", json={"do": do})
        assert printer.status().fault == fault
        shelf_post(client, "/shelf/printer", json={"do": undo})
        assert printer.status().fault is None
    assert shelf_post(client, "/shelf/printer", json={"do": "explode"}).status_code == 422


def test_only_listed_samples_are_served(shelved: tuple[FlaskClient, list[str], VirtualPrinter]) -> None:
    client, _, _ = shelved
    assert client.get("/shelf/samples/giay-hen.png", base_url=LOCAL).status_code == 200
    for name in ("other.txt", "..%2fpasswd", "none.png"):
        assert client.get(f"/shelf/samples/{name}", base_url=LOCAL).status_code == 404


def test_the_shelf_passes_the_pages_guard(shelved: tuple[FlaskClient, list[str], VirtualPrinter]) -> None:
    client, _, _ = shelved
    assert client.post("/shelf/printer", base_url=LOCAL, json={"do": "paper_out"}).status_code == 403


def test_without_a_shelf_there_is_none(client: FlaskClient) -> None:
    assert 'id="shelf"' not in client.get("/", base_url=LOCAL).get_data(as_text=True)
    assert client.get("/shelf/state", base_url=LOCAL).status_code == 404
