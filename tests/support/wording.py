"""Finds where texts are used, and where a text stands that should have been translated."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

from tests.support.rooms import ROOMS, ROOT, docstring_node, tree_of

FIELD = re.compile(r"(?<!\{)\{([a-z_][a-z0-9_]*)[^{}]*\}(?!\})")
# t("hall.invite"), texts.t('…'), words(f"cli.…"), and the beginning of a composed key:
# t("state." ~ state), t(f"state.{state}"), t(`state.${state}`)
USE = re.compile(
    r"""(?<!\w)(?:t|words)\(\s*f?(["'`])([a-z][a-z0-9_.-]*)(\1|\$?\{)\s*([~+])?""",
)

#: What stands on a key of the keyboard is the same in every language.
KEY_CAP = re.compile(r"<kbd\b[^>]*>[^<]*</kbd>")
COMMENT = re.compile(r"\{#.*?#\}|<!--.*?-->", re.DOTALL)
PROGRAM = re.compile(r"<(script|style)\b.*?</\1>", re.DOTALL | re.IGNORECASE)
JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
# Blocks that stand inside a tag of the page's shell, not in its text.
INSIDE_A_TAG = re.compile(r"\{%-? block (?:theme|\w*class|\w*attributes) -?%\}.*?\{%-? endblock\b.*?%\}", re.DOTALL)
TAG = re.compile(r"<[^>]*>", re.DOTALL)
SPOKEN_ATTRIBUTE = re.compile(r"\b(?:title|alt|placeholder|aria-label|aria-description)\s*=\s*[\"']([^\"']*)[\"']")
WORD = re.compile(r"[^\W\d_]{2,}")
VIETNAMESE = re.compile(r"[ăâđêôơưàáạảãằắặẳẵầấậẩẫèéẹẻẽềếệểễìíịỉĩòóọỏõồốộổỗờớợởỡùúụủũừứựửữỳýỵỷỹ]", re.IGNORECASE)

SCRIPT_COMMENT = re.compile(r"/\*.*?\*/|(?<![:\"'])//[^\n]*", re.DOTALL)
SHOWN_BY_SCRIPT = re.compile(
    r"""\b(?:textContent|innerText|title|placeholder|alt|ariaLabel)\s*=\s*["'`][^"'`$]*[a-z]{2,}[^"'`]*["'`]"""
)

# The name of the product is the same in every language.
NAMES = ("Một Cửa",)


def texts_of(room: str, language: str) -> dict[str, str]:
    """A room's texts in one language; a room without pages has none."""
    place = ROOT / ROOMS[room] / "i18n" / f"{language}.json"
    if not place.exists():
        return {}
    texts = json.loads(place.read_text(encoding="utf-8"))
    assert isinstance(texts, dict)
    return texts


def fields_of(text: str) -> set[str]:
    return set(FIELD.findall(text))


def used_keys(source: str) -> Iterator[tuple[str, bool]]:
    """(key, whole?) for every call of t(…); not whole when the key goes on being composed."""
    for match in USE.finditer(source):
        yield match[2], match[3] == match[1] and not match[4]


def refused_codes(path: Path) -> Iterator[str]:
    """The codes that a module refuses with, where they are written out."""
    for node in ast.walk(tree_of(path)):
        if not (isinstance(node, ast.Call) and node.args and isinstance(node.func, ast.Name)):
            continue
        first = node.args[0]
        if node.func.id in {"Refusal", "Problem"} and isinstance(first, ast.Constant):
            yield str(first.value)


def untranslated(template: str) -> list[str]:
    """Words in a Jinja template that a reader would see as they are, in every language."""
    page = template
    for unseen in (COMMENT, PROGRAM, KEY_CAP, INSIDE_A_TAG, JINJA):
        page = unseen.sub(" ", page)
    for name in NAMES:
        page = page.replace(name, " ")
    seen = [*SPOKEN_ATTRIBUTE.findall(page), *TAG.sub("\n", page).splitlines()]
    return [text.strip() for text in seen if WORD.search(re.sub(r"&\w+;", " ", text))]


def spoken_by_script(source: str) -> list[str]:
    """Lines of a JavaScript program that show a person words of their own."""
    lines = SCRIPT_COMMENT.sub("", source).splitlines()
    return [line.strip() for line in lines if VIETNAMESE.search(line) or SHOWN_BY_SCRIPT.search(line)]


def vietnamese_sentences(path: Path) -> list[str]:
    """Vietnamese texts of three words or more in a module's strings, docstrings left out."""
    tree = tree_of(path)
    kinds = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    said = {id(docstring_node(node)) for node in ast.walk(tree) if isinstance(node, kinds)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in said
        and VIETNAMESE.search(node.value)
        and len(node.value.split()) >= 3
    ]
