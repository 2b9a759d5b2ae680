"""What every test may ask for: no network, a PostgreSQL, a Chromium, a free port."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, Page

from tests.support import browser as browsers
from tests.support.network import GUARD, NetworkGuard
from tests.support.ports import free_port as find_free_port
from tests.support.postgres import own_database, running_postgres

# The same examples every time, and no test that fails because the machine was busy.
settings.register_profile("house", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One worker keeps all browsers: two Chromiums on two cores make each other slow."""
    for item in items:
        if item.get_closest_marker("browser") or "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(autouse=True)
def network_guard() -> Iterator[NetworkGuard]:
    """Nothing but loopback; a test *about* having no network calls `forgive()` at its end."""
    GUARD.attempts.clear()
    GUARD.up = True
    try:
        yield GUARD
    finally:
        GUARD.up = False
    if GUARD.attempts:
        pytest.fail("the test left this machine: " + "; ".join(GUARD.forgive()))


@pytest.fixture
def free_port() -> int:
    return find_free_port()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A cluster of this worker's own; the address of its `postgres` database."""
    with running_postgres() as url:
        yield url


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """An empty database of this test's own: postgresql://postgres@127.0.0.1:PORT/NAME."""
    with own_database(postgres_server) as url:
        yield url


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One Chromium a module: Playwright's loop must be gone before other tests run theirs."""
    with browsers.running_chromium() as browser:
        yield browser


@pytest.fixture
def pages(chromium: Browser) -> Iterator[browsers.Pages]:
    """Opens pages; an error thrown in one of them fails the test."""
    opened = browsers.Pages(chromium)
    try:
        yield opened
    finally:
        opened.close()
    assert not opened.errors, opened.errors


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    return browsers.axe


@pytest.fixture
def screenshot() -> Callable[[Page, str], Path]:
    return browsers.screenshot
