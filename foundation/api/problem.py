"""Problem details (RFC 9457): what happened, in a stable code and in a sentence for people."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Protocol

from flask import Response

#: Refusals whose status is not the usual 409.
_STATUS = {
    "key.reused": 422,
    "input.invalid": 422,
    "input.not_json": 400,
    "input.too_large": 413,
    "token.missing": 401,
    "token.bad": 401,
    "right.missing": 403,
    "csrf.bad": 403,
    "path.unknown": 404,
    "method.unknown": 405,
    "rate.limited": 429,
    "server.fault": 500,
    "server.busy": 503,
    "password.wrong": 403,
}


class Wording(Protocol):
    """Finds the sentence of a text key."""

    def t(self, key: str, lang: str, **values: object) -> str:
        """The sentence in `lang`."""


@dataclass
class Problem(Exception):
    """Ends a request early; `code` as in Refusal."""

    code: str
    params: dict[str, object] = field(default_factory=dict)


def status_of(code: str) -> int:
    """The HTTP status of a refusal's code."""
    if code in _STATUS:
        return _STATUS[code]
    return 404 if code.endswith(".unknown") else 409


def problem_response(code: str, params: dict[str, object], texts: Wording, lang: str) -> Response:
    """The problem as a response of `application/problem+json`."""
    status = status_of(code)
    sentence = texts.t(f"refusal.{code}", lang, **params)
    body: dict[str, Any] = {
        "type": f"urn:motcua:problem:{code}",
        "title": sentence,
        "status": status,
        "detail": sentence,
        "code": code,
        "params": params,
    }
    response = Response(json.dumps(body, ensure_ascii=False, default=str), status, mimetype="application/problem+json")
    if status == 401:  # noqa: PLR2004
        response.headers["WWW-Authenticate"] = "Bearer"
    return response
