"""Reading the settings, and finding everything that is wrong with them at once."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Protocol

from foundation.settings.table import ROWS, Settings, is_secret, kind_of

FILE = "motcua.toml"
PREFIX = "MOTCUA_"
#: Variables of the command line that are no settings.
NOT_SETTINGS = frozenset({"MOTCUA_DATA", "MOTCUA_LANG"})
#: A secret's file holds one line.
_FILE_BYTES = 10_000
_SHOWN_LETTERS = 60


class Wording(Protocol):
    """Finds the sentence of a text key."""

    def t(self, key: str, lang: str, **values: object) -> str: ...


@dataclass(frozen=True)
class Wrong:
    """One wrong setting. `problem` is the text `settings.problem.<problem>`; never holds a secret."""

    problem: str
    name: str
    where: str
    params: Mapping[str, object] = field(default_factory=dict)

    def sentence(self, texts: Wording, lang: str) -> str:
        """What is wrong, where, and what to do."""
        params = dict(self.params)
        if self.name in ROWS:
            kind = kind_of(self.name)
            params["wanted"] = texts.t(f"settings.want.{kind.want}", lang, **kind.params)
        said = texts.t(f"settings.problem.{self.problem}", lang, name=self.name, where=self.where, **params)
        if self.problem != "unknown":
            return said
        hint = "nearest" if params.get("nearest") else "list"
        return f"{said} {texts.t(f'settings.problem.{hint}', lang, **params)}"


class SettingsProblem(Exception):
    """The start stops here; `wrong` holds everything that was found."""

    def __init__(self, wrong: tuple[Wrong, ...]) -> None:
        super().__init__("; ".join(f"{each.name}: {each.problem} ({each.where})" for each in wrong))
        self.wrong = wrong

    def sentence(self, texts: Wording, lang: str) -> str:
        """All of it, a line each."""
        return "\n".join(each.sentence(texts, lang) for each in self.wrong)


@dataclass(frozen=True)
class Given:
    """A value as it was given: the name meant, the raw value, and where it stood."""

    name: str
    value: Any
    where: str


def load(data: Path, environ: Mapping[str, str]) -> Settings:
    """The settings of the office in `data`: defaults, under its file, under the variables.

    A secret's variable may name a file instead: `MOTCUA_DATABASE_URL_FILE`.
    Raises SettingsProblem with every unknown name, wrong value and unreadable file.
    """
    wrong: list[Wrong] = []
    given = [*_from_file(data / FILE, wrong), *_from_variables(environ, wrong)]
    values = checked(given, wrong)
    return Settings(**values, sources={each.name: each.where for each in given})


def checked(given: Iterable[Given], wrong: list[Wrong]) -> dict[str, Any]:
    """The values by name, each read by its kind; SettingsProblem when `wrong` holds or gets anything."""
    values: dict[str, Any] = {}
    for each in given:
        try:
            values[each.name] = kind_of(each.name).read(each.value)
        except (ValueError, KeyError, TypeError):
            wrong.append(_wrong_value(each) if each.name in ROWS else _unknown(each))
    if wrong:
        raise SettingsProblem(tuple(wrong))
    return values


def _from_file(file: Path, wrong: list[Wrong]) -> list[Given]:
    try:
        # Some editors begin a file with a byte-order mark, which TOML does not know.
        table = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return []
    except (OSError, ValueError) as error:
        wrong.append(Wrong("file", file.name, str(file), {"reason": _reason(error)}))
        return []
    return [Given(name, value, file.name) for name, value in table.items()]


def _from_variables(environ: Mapping[str, str], wrong: list[Wrong]) -> Iterator[Given]:
    for variable, text in sorted(environ.items()):
        if not variable.startswith(PREFIX) or variable in NOT_SETTINGS:
            continue
        name = variable.removeprefix(PREFIX).lower()
        secret = name.removesuffix("_file")
        if secret == name or secret not in ROWS or not is_secret(secret):
            yield Given(name, text, variable)
        elif variable.removesuffix("_FILE") in environ:
            both = {"first": variable.removesuffix("_FILE"), "second": variable}
            wrong.append(Wrong("both", secret, variable, both))
        elif (content := _content(Path(text), secret, wrong)) is not None:
            yield Given(secret, content, variable)


def _content(file: Path, name: str, wrong: list[Wrong]) -> str | None:
    try:
        with file.open(encoding="utf-8-sig") as opened:
            return opened.read(_FILE_BYTES).strip()
    except (OSError, ValueError) as error:
        wrong.append(Wrong("file", name, str(file), {"reason": _reason(error)}))
        return None


def _reason(error: Exception) -> str:
    """What the system says, without what the file holds."""
    if isinstance(error, OSError):
        return error.strerror or type(error).__name__
    return str(error) if isinstance(error, tomllib.TOMLDecodeError) else type(error).__name__


def _unknown(given: Given) -> Wrong:
    near = get_close_matches(given.name, ROWS, n=1, cutoff=0.6)
    return Wrong("unknown", given.name, given.where, {"nearest": near[0] if near else ""})


def _wrong_value(given: Given) -> Wrong:
    if is_secret(given.name):
        return Wrong("kind_secret", given.name, given.where)
    return Wrong("kind", given.name, given.where, {"value": str(given.value)[:_SHOWN_LETTERS]})
