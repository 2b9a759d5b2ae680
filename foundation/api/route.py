"""Routes as data: method, path, right, shapes. The server, the OpenAPI document and the rights test read them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ConfigDict

from foundation.api.principal import Principal
from foundation.db.answers import Answered, fingerprint, once
from foundation.db.store import Store
from foundation.db.transaction import Transaction
from foundation.refusal import Refusal


class Body(BaseModel):
    """The shape of a request: unknown members are refused, so that a typing error is not silently ignored."""

    model_config = ConfigDict(extra="forbid", str_max_length=4000)


class Shape(BaseModel):
    """The shape of an answer, for the document."""


@dataclass(frozen=True)
class Reply:
    """An answer: `body` is plain JSON values, or None for 204; `raw` with its `mimetype` for other files."""

    body: Any = None
    status: int = 200
    raw: bytes | None = None
    mimetype: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Call:
    """One request on its road through a handler. address: the asker's; origin: how it calls the office."""

    principal: Principal
    store: Store
    args: dict[str, str]
    query: dict[str, str]
    lang: str
    key: str | None
    asked: str
    address: str = ""
    origin: str = ""

    def command(self, work: Callable[[Transaction], Answered | Refusal]) -> Reply | Refusal:
        """Do `work` once for this idempotency key, in the writer's transaction."""
        key = f"{self.principal.id}:{self.key}" if self.key else None
        answer = self.store.write(lambda tx: once(tx, key, self.asked, work))
        return answer if isinstance(answer, Refusal) else Reply(answer[1], answer[0])


Handler = Callable[..., "Reply | Refusal"]


@dataclass(frozen=True)
class Route:
    """One endpoint. `path` is under /api/v1 in Flask's form; the handler's docstring is its summary."""

    method: str
    path: str
    right: str
    handler: Handler
    body: type[Body] | None = None
    reply: type[BaseModel] | None = None
    status: int = 200
    query: tuple[str, ...] = ()
    produces: str = "application/json"

    @property
    def name(self) -> str:
        """The operation's id."""
        return self.handler.__name__

    @property
    def summary(self) -> str:
        """The first line of the handler's docstring."""
        return (self.handler.__doc__ or self.name).strip().splitlines()[0]


def asked_of(method: str, path: str, body: object) -> str:
    """The fingerprint of a request, for its idempotency key."""
    return fingerprint(method, path, body)


def dumps(body: object) -> str:
    """JSON as the API sends it."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))
