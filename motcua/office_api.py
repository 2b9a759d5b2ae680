"""HTTP of the office itself: what it is called, its time, its notices, and the document of the whole API."""

from __future__ import annotations

import json
from typing import Any

from peewee import Database
from pydantic import BaseModel, Field

from foundation.api.route import Body, Call, Reply, Route
from foundation.db.answers import Answered
from foundation.db.engine import native_sql
from foundation.db.transaction import Transaction
from foundation.events.office import NoticeSet
from motcua import version
from motcua.office import Office

LINES_AT_MOST = 6


class Notices(Body):
    """The lines of the hall's quiet corner."""

    lines: list[str] = Field(max_length=LINES_AT_MOST)


class AboutOffice(BaseModel):
    """What every screen wants to know first. `now` is business time in UTC ms, running `clock_rate` times real time."""

    name: str
    code: str
    now: int
    clock_rate: float
    demo: bool
    languages: list[str]
    public_url: str | None
    version: str
    notices: list[str]


def routes(office: Office, document: dict[str, Any]) -> list[Route]:
    """`document` is filled with the OpenAPI document once all routes are known."""
    settings = office.settings

    def about_office(_call: Call) -> Reply:
        """The office: name, time, notices."""
        lines = office.store.read(lambda db: newest_notices(db, office.id))
        about = AboutOffice(
            name=settings.office_name,
            code=settings.office_code,
            now=office.clock.now(),
            clock_rate=office.clock.rate.rate,
            demo=settings.demo,
            languages=["vi", "en"],
            public_url=settings.public_url or None,
            version=version.current(),
            notices=lines,
        )
        return Reply(about.model_dump())

    def set_notices(call: Call, body: Notices) -> Reply | Any:
        """Change what the hall's quiet corner says."""
        lines = tuple(line.strip() for line in body.lines if line.strip())

        def work(tx: Transaction) -> Answered:
            tx.append(NoticeSet(lines, call.principal.id))
            return 200, {"lines": list(lines)}

        return call.command(work)

    def api_document(_call: Call) -> Reply:
        """This document."""
        return Reply(document)

    return [
        Route("GET", "/office", "public", about_office, reply=AboutOffice),
        Route("POST", "/notices", "notice.set", set_notices, Notices),
        Route("GET", "/openapi.json", "public", api_document),
    ]


def newest_notices(database: Database, office_id: str) -> list[str]:
    """The lines that stand now."""
    sql = "SELECT data FROM event WHERE office_id = ? AND type = 'notice.set.v1' ORDER BY id DESC LIMIT 1"
    row = database.execute_sql(native_sql(database, sql), (office_id,)).fetchone()
    return list(json.loads(row[0])["lines"]) if row else []
