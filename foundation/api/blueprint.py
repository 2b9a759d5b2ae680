"""One road for every request: who asks → may they → is it well formed → do it → answer."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Any

from flask import Blueprint, Flask, Response, request
from peewee import OperationalError
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException

from foundation.api.access import Access
from foundation.api.principal import ANYONE, Principal
from foundation.api.problem import Problem, Wording, problem_response
from foundation.api.route import Body, Call, Reply, Route, asked_of, dumps
from foundation.db.store import Store
from foundation.refusal import Refusal
from foundation.rights import RIGHTS
from foundation.web.language import language

log = logging.getLogger(__name__)

PREFIX = "/api/v1"
#: No request of this API carries more; files have routes of their own.
BODY_BYTES = 64 * 1024
KEY_LENGTH = 120


def api_blueprint(routes: Sequence[Route], store: Store, access: Access, texts: Wording) -> Blueprint:
    """The blueprint of all routes; a route with an unknown right does not start."""
    blueprint = Blueprint("api", __name__, url_prefix=PREFIX)
    for route in routes:
        if route.right not in RIGHTS:
            raise KeyError(f"{route.method} {route.path} names the unknown right {route.right}")
        view = _view(route, store, access, texts)
        blueprint.add_url_rule(route.path, route.name, view, methods=[route.method])
    return blueprint


def answer_unknown_paths(app: Flask, texts: Wording) -> None:
    """Unknown paths and methods under the API are problems too, never an HTML page."""

    def answer(error: HTTPException) -> Response | HTTPException:
        if not request.path.startswith("/api/"):
            return error
        code = {404: "path.unknown", 405: "method.unknown", 413: "input.too_large"}.get(error.code or 500)
        return problem_response(code or "input.invalid", {}, texts, language())

    app.register_error_handler(HTTPException, answer)


def _view(route: Route, store: Store, access: Access, texts: Wording) -> Callable[..., Response]:
    def view(**args: str) -> Response:
        lang = language()
        try:
            principal = _principal(route, access)
            _check_right(principal, route.right)
            result = _handle(route, store, principal, args, lang)
        except Problem as problem:
            return problem_response(problem.code, problem.params, texts, lang)
        except OperationalError:
            log.exception("%s %s", request.method, request.path)
            return problem_response("server.busy", {}, texts, lang)
        except Exception:
            log.exception("%s %s", request.method, request.path)
            return problem_response("server.fault", {}, texts, lang)
        if isinstance(result, Refusal):
            return problem_response(result.code, dict(result.params), texts, lang)
        return _response(result)

    return view


def _principal(route: Route, access: Access) -> Principal:
    """Who asks. Where anyone may ask, a desk's cookie in the same browser must not stand in a screen's way."""
    try:
        return access.of_headers(request.headers, request.cookies, request.method)
    except Problem as problem:
        if problem.code == "csrf.bad" and ANYONE.may(route.right):
            return ANYONE
        raise


def _check_right(principal: Principal, right: str) -> None:
    if principal.may(right):
        return
    raise Problem("token.missing" if principal is ANYONE else "right.missing")


def _handle(route: Route, store: Store, principal: Principal, args: dict[str, str], lang: str) -> Reply | Refusal:
    raw = _json_body(route)
    body = _validated(route.body, raw) if route.body else None
    key = request.headers.get("Idempotency-Key") or None
    if key is not None and len(key) > KEY_LENGTH:
        raise Problem("input.invalid", {"fields": "Idempotency-Key"})
    call = Call(
        principal,
        store,
        args,
        request.args.to_dict(),
        lang,
        key,
        asked_of(route.method, request.path, raw),
        request.remote_addr or "",
        request.host_url.rstrip("/"),
    )
    return route.handler(call, body) if route.body else route.handler(call)


def _json_body(route: Route) -> Any:
    if request.method == "GET":
        return None
    if (request.content_length or 0) > BODY_BYTES:
        raise Problem("input.too_large")
    if not request.content_length:
        return {} if route.body else None
    body = request.get_json(force=True, silent=True)
    if not isinstance(body, dict):
        raise Problem("input.not_json")
    return body


def _validated(shape: type[Body], raw: Any) -> Body:
    try:
        return shape.model_validate(raw)
    except ValidationError as error:
        wrong = {".".join(str(part) for part in item["loc"]) or "body": item["type"] for item in error.errors()}
        raise Problem("input.invalid", {"fields": ", ".join(wrong), "reasons": wrong}) from None


def _response(reply: Reply) -> Response:
    if reply.raw is not None:
        response = Response(reply.raw, reply.status, mimetype=reply.mimetype)
    elif reply.body is None:
        response = Response(status=204 if reply.status == 200 else reply.status)  # noqa: PLR2004
    else:
        response = Response(dumps(reply.body), reply.status, mimetype="application/json")
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers.update(reply.headers)
    return response
