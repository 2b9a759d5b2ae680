"""Documents that are made from the code: events, API, commands, settings, and the events' types for JavaScript.

`python -m motcua.docs` writes them; `--check` fails when one is stale.
"""

from __future__ import annotations

import argparse
import inspect
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from foundation.events import office as _office_events  # noqa: F401 - enters its events into the catalogue
from foundation.events import queue as _queue_events  # noqa: F401 - likewise
from foundation.events.catalogue import Kind, all_kinds, schema
from foundation.rights import RIGHTS
from foundation.settings.docs import page as settings_page
from foundation.texts import Texts
from motcua.cli import parser
from motcua.office import load_texts
from motcua.words import Words

ROOT = Path(__file__).resolve().parent.parent
MADE = "<!-- Made by `python -m motcua.docs`; do not edit. -->\n"


def events_page() -> str:
    """docs/events.md: the whole catalogue."""
    lines = [MADE, "# Events", "", "The envelope is `{id, prev, type, time, office, subject, data}` (ARCHITECTURE.md)."]
    for kind in all_kinds():
        lines += ["", f"## `{kind.type}`", "", *_docstring(kind), "", f"Channels: {_channels(kind)}."]
        if kind.derived:
            lines.append("Derived: not stored, no id, never replayed.")
        lines += ["", "| field | shape |", "|---|---|"]
        lines += [f"| `{name}` | {_shape(field)} |" for name, field in schema(kind)["properties"].items()]
    return "\n".join(lines) + "\n"


def types_file() -> str:
    """The same for JavaScript, as declarations."""
    lines = ["// Made by `python -m motcua.docs`; do not edit.", ""]
    names = []
    for kind in all_kinds():
        names.append(_name(kind))
        lines.append(f"/** {kind.type} */")
        lines.append(f"export interface {_name(kind)} {{")
        lines += [f"  {name}: {_typescript(field)};" for name, field in schema(kind)["properties"].items()]
        lines += ["}", ""]
    lines.append("export interface EventData {")
    lines += [f'  "{kind.type}": {_name(kind)};' for kind in all_kinds()]
    return "\n".join([*lines, "}", ""])


def api_page() -> str:
    """docs/api.md: every route, its right and who holds it."""
    lines = [MADE, "# HTTP API", "", "All under `/api/v1`; the full document is `/api/v1/openapi.json`.", ""]
    lines += ["| | what it does | right | who |", "|---|---|---|---|"]
    for route in _routes():
        who = ", ".join(sorted(RIGHTS[route.right]))
        lines.append(f"| `{route.method} {route.path}` | {route.summary} | {route.right} | {who} |")
    return "\n".join(lines) + "\n"


def commands_page() -> str:
    """docs/commands.md: what `--help` says, in English (argparse's own layout differs between Pythons)."""
    top = parser(Words(load_texts(), "en"))
    lines = [MADE, "# Commands", "", str(top.description)]
    for name, sub in _subparsers(top):
        lines += ["", f"## `motcua {name}`", "", *([sub.description] if sub.description else [])]
        rows = [_option(action) for action in sub._actions if _is_option(action)]  # noqa: SLF001 - as below
        if rows:
            lines += ["", "| option | |", "|---|---|", *rows]
    return "\n".join(lines) + "\n"


def _is_option(action: argparse.Action) -> bool:
    hidden = action.help == argparse.SUPPRESS or isinstance(action, argparse._HelpAction)  # noqa: SLF001
    return not hidden and not isinstance(action, argparse._SubParsersAction)  # noqa: SLF001


def _option(action: argparse.Action) -> str:
    value = ""
    if action.nargs != 0:
        named = action.metavar if isinstance(action.metavar, str) else None
        value = "\\|".join(map(str, action.choices)) if action.choices else named or action.dest.upper()
    words = [*action.option_strings[:1], value]
    needed = " (needed)" if action.required else ""
    return f"| `{' '.join(word for word in words if word)}`{needed} | {action.help or ''} |"


PAGES: dict[str, Callable[[], str]] = {
    "docs/events.md": events_page,
    "docs/api.md": api_page,
    "docs/commands.md": commands_page,
    "docs/settings.md": lambda: settings_page(Texts.load("foundation", strict=True)),
    "foundation/web/static/foundation/events.d.ts": types_file,
}


def stale() -> list[str]:
    """The documents that are not what the code says."""
    found = []
    for name, page in PAGES.items():
        path = ROOT / name
        if not path.exists() or path.read_text(encoding="utf-8") != page():
            found.append(name)
    return found


def main() -> int:
    """Write, or check."""
    options = argparse.ArgumentParser()
    options.add_argument("--check", action="store_true")
    if options.parse_args().check:
        old = stale()
        for name in old:
            print(f"{name} is stale: python -m motcua.docs", file=sys.stderr)
        return 1 if old else 0
    for name, page in PAGES.items():
        (ROOT / name).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / name).write_text(page(), encoding="utf-8")
    return 0


def _docstring(kind: Kind) -> list[str]:
    return [line.strip() for line in (inspect.getdoc(kind.cls) or "").strip().splitlines()]


def _name(kind: Kind) -> str:
    return str(kind.cls.__qualname__)


def _channels(kind: Kind) -> str:
    return ", ".join(f"`{channel}`" for channel in kind.channels)


def _shape(field: dict[str, Any]) -> str:
    if "enum" in field:
        return " \\| ".join(f"`{value}`" for value in field["enum"])
    if "anyOf" in field:
        return " \\| ".join(_shape(each) for each in field["anyOf"])
    if field.get("type") == "array":
        return f"list of {_shape(field['items'])}" if field.get("items") else "list"
    return str(field.get("type", "value"))


def _typescript(field: dict[str, Any]) -> str:
    if "enum" in field:
        return " | ".join(f'"{value}"' if isinstance(value, str) else str(value) for value in field["enum"])
    if "anyOf" in field:
        return " | ".join(_typescript(each) for each in field["anyOf"])
    if field.get("type") == "array":
        return f"Array<{_typescript(field['items'])}>" if field.get("items") else "unknown[]"
    names = {"integer": "number", "number": "number", "string": "string", "boolean": "boolean", "null": "null"}
    return names.get(str(field.get("type")), "Record<string, unknown>")


def _routes() -> list[Any]:
    """The route table of a real server over an empty office."""
    from foundation.settings import load
    from motcua.init import init_office
    from motcua.server import build

    with tempfile.TemporaryDirectory() as folder:
        settings = load(Path(folder), {"MOTCUA_ASYNC_MODE": "threading"})
        office = init_office(Path(folder), settings, with_demo=False).office
        try:
            return build(office, 0).routes
        finally:
            office.close()


def _subparsers(top: argparse.ArgumentParser) -> Iterable[tuple[str, argparse.ArgumentParser]]:
    """Every subcommand and its own, in the order of the help."""
    for action in top._actions:  # noqa: SLF001 - argparse has no public list
        if not isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            continue
        for name, sub in action.choices.items():
            yield name, sub
            for inner, deeper in _subparsers(sub):
                yield f"{name} {inner}", deeper


if __name__ == "__main__":
    sys.exit(main())
