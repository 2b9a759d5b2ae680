"""A whole office on PostgreSQL: init, serve, take a number, call, start again; and a table that is locked."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from tests.support.nursery import QuickOffice
from tests.support.office import init_office
from tests.support.quick import nursery_of
from tests.system.test_traps import answered_while_locked

pytestmark = pytest.mark.postgres


@pytest.fixture
def office(tmp_path: Path, postgres_url: str) -> Iterator[QuickOffice]:
    env = {"MOTCUA_DATABASE_URL": postgres_url}
    made = init_office(tmp_path / "office", "--demo", env=env)
    made.token()
    opened = QuickOffice(made.data, made.port, env, None, made.tokens, made.passwords, nursery_of("eventlet"))
    opened.start()
    yield opened
    opened.stop()


def test_the_main_road_on_postgresql_also_after_a_kill(office: QuickOffice, postgres_url: str) -> None:
    assert [office.post("/tickets", {"service": "A"})["number"] for _ in range(2)] == ["A001", "A002"]
    assert office.post("/counters/2/next")["ticket"]["number"] == "A001"
    office.stop(signal.SIGKILL)
    office.start()
    assert office.post("/counters/2/next")["ticket"]["number"] == "A002"
    assert office.post("/tickets", {"service": "A"})["number"] == "A003"
    assert not (office.data / "motcua.db").exists()

    with closing(psycopg2.connect(postgres_url)) as books:
        held = books.cursor()
        held.execute("LOCK TABLE event IN ACCESS EXCLUSIVE MODE")
        answered, status = answered_while_locked(office, books.rollback)
    assert (answered, status) == (20, 201)
