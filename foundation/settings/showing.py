"""Showing the settings in use, and writing the file of a new office."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from foundation.settings.loading import FILE, Given, Wording, checked
from foundation.settings.table import ROWS, Settings, is_secret


@dataclass(frozen=True)
class Shown:
    """One setting as `motcua check` prints it; a secret's value is only "set" or empty."""

    name: str
    value: str
    source: str
    sentence: str


def describe(settings: Settings, texts: Wording, lang: str = "vi") -> list[Shown]:
    """Every setting in use: its value, where it came from and what it is for."""
    default = texts.t("settings.shown.default", lang)
    return [
        Shown(
            name,
            _value(settings, name, texts, lang),
            settings.sources.get(name, default),
            texts.t(f"setting.{name}", lang),
        )
        for name in ROWS
    ]


def write_new(data: Path, values: Mapping[str, Any], texts: Wording, lang: str = "vi") -> Path:
    """Write the settings file of a new office, each value under its sentence; only its owner may read it.

    Raises FileExistsError when there is one, and SettingsProblem for what `load` would refuse.
    """
    read = checked((Given(name, value, FILE) for name, value in values.items()), [])
    file = data / FILE
    data.mkdir(parents=True, exist_ok=True)
    opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(opened, "w", encoding="utf-8") as out:
        out.write("\n".join(_lines(read, texts, lang)))
        out.flush()
        os.fsync(out.fileno())
    return file


def toml_value(value: str | float | bool) -> str:  # noqa: FBT001 - a TOML boolean
    """A value as TOML writes it; JSON's texts, numbers and booleans are TOML's too."""
    return json.dumps(value, ensure_ascii=False)


def _lines(values: Mapping[str, Any], texts: Wording, lang: str) -> Iterable[str]:
    yield f"# {texts.t('settings.problem.list', lang)}"
    for name, value in values.items():
        yield f"\n# {texts.t(f'setting.{name}', lang)}\n{name} = {toml_value(value)}"
    yield ""


def _value(settings: Settings, name: str, texts: Wording, lang: str) -> str:
    value = getattr(settings, name)
    if value == "":
        return texts.t("settings.shown.empty", lang)
    return texts.t("settings.shown.secret", lang) if is_secret(name) else toml_value(value)
