"""Hall and counter screens keep to what Chromium 63 (2017) understands; newer words are found here, not in the hall."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
FOUNDATION = ROOT / "foundation" / "web" / "static" / "foundation"
OWN = ROOT / "counter_display" / "static"

SCRIPTS = [*FOUNDATION.glob("*.js"), *OWN.glob("*.js")]
STYLES = [FOUNDATION / name for name in ("tokens.css", "parts.css", "type.css")]
STYLES += [OWN / name for name in ("screen.css", "lists.css", "hall.css", "counter.css")]

# The word, and the first Chromium that knows it.
NEWER_SCRIPT = {
    "optional chaining (80)": r"\?\.(?![0-9])",
    "nullish (80)": r"\?\?",
    "catch without a name (66)": r"catch\s*\{",
    "spread in an object (60, ES2018)": r"\{\s*\.\.\.",
    "logical assignment (85)": r"(\|\||&&|\?\?)=",
    "private name (74)": r"this\.#",
    "numeric separator (75)": r"\b\d+_\d",
    "later methods": r"\.(at|flat|flatMap|replaceAll|finally|replaceChildren|matchAll|toSorted|allSettled)\(",
    "later globals": r"\b(globalThis|structuredClone|AbortController|ResizeObserver|queueMicrotask)\b",
    "Object.fromEntries (73)": r"Object\.fromEntries",
    "modules": r"(?m)^\s*(import|export)\b",
}
NEWER_STYLE = {
    "min, max, clamp (79)": r"[:\s(](min|max|clamp)\(",
    "inset (87)": r"\binset\s*:",
    "aspect-ratio property (88)": r"(?m)^\s*aspect-ratio\s*:",
    ":is, :where, :has": r":(is|where|has)\(",
    "gap outside a grid (84)": r"(?m)^\s*(row-|column-)?gap\s*:",
    "space-separated colour (65)": r"rgb\([^,)]*\)",
    "nesting": r"(?m)^\s+&",
    "dvh, svh (108)": r"\d(dvh|svh|lvh)\b",
}

COMMENTS = re.compile(r"/\*.*?\*/", re.DOTALL)


def found(text: str, words: dict[str, str]) -> list[str]:
    plain = COMMENTS.sub("", text)
    return [name for name, pattern in words.items() if re.search(pattern, plain)]


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_script(path: Path) -> None:
    assert found(path.read_text(encoding="utf-8"), NEWER_SCRIPT) == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_script_is_well_formed(path: Path) -> None:
    subprocess.run(["node", "--check", str(path)], check=True, capture_output=True)


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_style(path: Path) -> None:
    assert found(path.read_text(encoding="utf-8"), NEWER_STYLE) == []


def test_the_library_that_carries_the_stream_is_old_enough() -> None:
    library = ROOT / "node_modules" / "socket.io-client" / "dist" / "socket.io.min.js"
    words = {name: NEWER_SCRIPT[name] for name in ("optional chaining (80)", "nullish (80)")}
    assert found(library.read_text(encoding="utf-8"), words) == []


@pytest.mark.parametrize(
    "newer",
    ["a?.b", "a ?? b", "try { x() } catch { y() }", "f({ ...a })", "a ||= 1", "this.#x", "list.at(-1)", "1_000"],
)
def test_the_search_knows_a_newer_word(newer: str) -> None:
    assert found(newer, NEWER_SCRIPT)


@pytest.mark.parametrize(
    "newer", ["a { width: min(1px, 2px) }", "a {\n  gap: 1rem;\n}", "a { inset: 0 }", "a:is(b) {}"]
)
def test_the_search_knows_a_newer_style(newer: str) -> None:
    assert found(newer, NEWER_STYLE)
