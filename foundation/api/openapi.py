"""The OpenAPI document, made from the route table, so that it cannot be about another API."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel

from foundation.api.blueprint import PREFIX
from foundation.api.route import Route
from foundation.rights import RIGHTS

_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string", "description": "stable name of the refusal, for programs"},
        "params": {"type": "object"},
    },
}


def document(routes: Sequence[Route], version: str) -> dict[str, Any]:
    """The whole document (OpenAPI 3.1)."""
    schemas: dict[str, Any] = {"Problem": _PROBLEM}
    paths: dict[str, Any] = {}
    for route in routes:
        path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route.path)
        paths.setdefault(PREFIX + path, {})[route.method.lower()] = _operation(route, path, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Một Cửa", "version": version},
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "device": {"type": "http", "scheme": "bearer"},
                "session": {"type": "apiKey", "in": "cookie", "name": "motcua_session"},
                "ticket": {"type": "apiKey", "in": "header", "name": "X-Ticket"},
            },
        },
    }


def _operation(route: Route, path: str, schemas: dict[str, Any]) -> dict[str, Any]:
    names = re.findall(r"{(\w+)}", path)
    operation: dict[str, Any] = {
        "operationId": route.name,
        "summary": route.summary,
        "x-right": route.right,
        "x-holders": sorted(RIGHTS[route.right]),
        "parameters": [_parameter(name, "path") for name in names]
        + [_parameter(name, "query") for name in route.query],
        "responses": _responses(route, schemas),
    }
    if "anyone" not in RIGHTS[route.right]:
        operation["security"] = [{"device": []}, {"session": []}, {"ticket": []}]
    if route.method != "GET":
        operation["parameters"].append(_parameter("Idempotency-Key", "header"))
    if route.body:
        content = {"application/json": {"schema": _reference(route.body, schemas)}}
        operation["requestBody"] = {"required": True, "content": content}
    return operation


def _responses(route: Route, schemas: dict[str, Any]) -> dict[str, Any]:
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    good: dict[str, Any] = {"description": route.summary}
    if route.reply:
        good["content"] = {route.produces: {"schema": _reference(route.reply, schemas)}}
    elif route.produces != "application/json":
        good["content"] = {route.produces: {}}
    return {str(route.status): good, "default": {"description": "refused", "content": problem}}


def _reference(shape: type[BaseModel], schemas: dict[str, Any]) -> dict[str, str]:
    schema = shape.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(schema.pop("$defs", {}))
    schemas[shape.__name__] = schema
    return {"$ref": f"#/components/schemas/{shape.__name__}"}


def _parameter(name: str, where: str) -> dict[str, Any]:
    return {"name": name, "in": where, "required": where == "path", "schema": {"type": "string"}}
