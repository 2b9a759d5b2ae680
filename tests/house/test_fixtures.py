"""The shared fixtures give what they promise."""

from collections.abc import Callable
from pathlib import Path

import psycopg2
import pytest
from playwright.sync_api import Page

from tests.support.browser import Pages
from tests.support.ports import free_port as find_free_port
from tests.support.programs import running

PLAIN = "<html lang=vi><title>Một Cửa</title><main><h1>Xin mời</h1>{}</main>"


@pytest.mark.postgres
@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_gets_an_empty_database(postgres_url: str, turn: int) -> None:
    connection = psycopg2.connect(postgres_url)
    cursor = connection.cursor()
    cursor.execute("CREATE TABLE ticket (turn INTEGER)")
    cursor.execute("SELECT count(*) FROM ticket")
    assert cursor.fetchone() == (0,)
    connection.commit()
    connection.close()


@pytest.mark.browser
def test_axe_finds_what_is_grave_and_nothing_in_a_plain_page(pages: Pages, axe: Callable[[Page], list[str]]) -> None:
    page = pages.open()
    page.set_content(PLAIN.format("<p>A012</p>"))
    assert axe(page) == []
    page.set_content(PLAIN.format("<button></button>"))
    assert [finding.split(":")[0] for finding in axe(page)] == ["critical button-name"]


@pytest.mark.browser
def test_a_page_is_photographed_at_the_size_of_its_screen(
    pages: Pages, screenshot: Callable[[Page, str], Path]
) -> None:
    page = pages.open(width=320, height=240)
    page.set_content(PLAIN.format(""))
    picture = screenshot(page, "house-plain").read_bytes()
    assert (int.from_bytes(picture[16:20]), int.from_bytes(picture[20:24])) == (320, 240)


@pytest.mark.browser
def test_an_error_thrown_in_a_page_is_remembered(pages: Pages) -> None:
    page = pages.open()
    page.set_content("<script>setTimeout(() => { throw new Error('broken') })</script>")
    page.wait_for_timeout(50)
    assert any("broken" in error for error in pages.errors)
    pages.errors.clear()


@pytest.mark.browser
def test_only_this_machine_exists_for_the_browser(pages: Pages, tmp_path: Path) -> None:
    port = find_free_port()
    served = ["-m", "http.server", str(port), "--bind", "127.0.0.1", "--directory", str(tmp_path)]
    with running(*served, log=tmp_path / "log", ready_url=f"http://127.0.0.1:{port}/"):
        page = pages.open(f"http://kiosk.test:{port}/")
        assert "log" in page.inner_text("body")
        with pytest.raises(Exception, match="ERR_NAME_NOT_RESOLVED"):
            page.goto("http://example.com/")


def test_a_program_that_ends_early_fails_with_its_log(tmp_path: Path) -> None:
    with (
        pytest.raises(RuntimeError, match="out of paper"),
        running(
            "-c",
            "raise SystemExit('out of paper')",
            log=tmp_path / "log",
            ready_url=f"http://127.0.0.1:{find_free_port()}/",
        ),
    ):
        pytest.fail("it never became ready")
