"""Texts for people: every room's sentences in Vietnamese and English, and how dates and money read."""

from __future__ import annotations

import json
import logging
import string
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from importlib.resources import files
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context

from foundation.clock import local

log = logging.getLogger(__name__)

LANGUAGES = ("vi", "en")
#: A wait above this is told in hours.
_HOUR = 60
_SOON = 2


class MissingText(KeyError):
    """No such text, or a value that its sentence names was not given."""


class Texts:
    """All sentences by key. `strict` makes a missing one a fault: for tests and developers."""

    def __init__(self, by_language: Mapping[str, Mapping[str, str]], *, strict: bool = False) -> None:
        self._by_language = by_language
        self.strict = strict

    @classmethod
    def load(cls, *packages: str, strict: bool = False) -> Texts:
        """Merge `<room>/i18n/{vi,en}.json` of these packages; a room without texts has none.

        Raises ValueError when two rooms claim one key.
        """
        return cls({lang: _merged(packages, lang) for lang in LANGUAGES}, strict=strict)

    def t(self, key: str, lang: str, **values: object) -> str:
        """The sentence with its named values; `{at:time}`, `{fee:money}` and the like format them.

        A key without a translation shows its Vietnamese text; a key of no room shows itself, and
        an unknown refusal shows that something was refused. When strict, each raises MissingText.
        """
        text = self._by_language.get(lang, {}).get(key)
        if text is None:
            text = self._instead(key, lang)
        try:
            return _Sentence(self, lang).vformat(text, (), values)
        except (KeyError, IndexError, ValueError, TypeError) as error:
            if self.strict:
                raise MissingText(f"{key} ({lang}): {error!r}") from error
            log.exception("formatting the text %s in %s", key, lang)
            return text

    def has(self, key: str) -> bool:
        """Whether some room has this text."""
        return key in self._by_language["vi"]

    def starting(self, prefixes: Sequence[str], lang: str) -> dict[str, str]:
        """Unformatted texts whose keys begin so, for a page's own program."""
        wanted = tuple(prefixes)
        known = {**self._by_language["vi"], **self._by_language.get(lang, {})}
        return {key: text for key, text in sorted(known.items()) if key.startswith(wanted)}

    def in_language(self, lang: str) -> Callable[..., str]:
        """A `t` for one page: `t(key, **values)`."""
        return lambda key, **values: self.t(key, lang, **values)

    def filters(self) -> dict[str, Callable[..., str]]:
        """Jinja filters that read the page's `lang`: `{{ at|time }}`, `{{ fee|money }}`, `{{ wait|minutes }}`."""
        return {name: _in_page(partial(show, self)) for name, show in FORMATS.items()}

    def _instead(self, key: str, lang: str) -> str:
        if self.strict:
            raise MissingText(f"no text {key} in {lang}")
        log.warning("no text %s in %s", key, lang)
        known = self._by_language["vi"]
        other = known.get("refusal.other", key) if key.startswith("refusal.") else key
        return known.get(key) or other.replace("{", "{{").replace("}", "}}")


def _merged(packages: Iterable[str], lang: str) -> dict[str, str]:
    merged: dict[str, str] = {}
    for package in packages:
        own = _own(package, lang)
        if twice := sorted(merged.keys() & own.keys()):
            raise ValueError(f"{package} claims texts that another room has: {', '.join(twice)}")
        merged.update(own)
    return merged


def _own(package: str, lang: str) -> dict[str, str]:
    place = files(package) / "i18n" / f"{lang}.json"
    if not place.is_file():
        return {}
    texts: dict[str, str] = json.loads(place.read_text(encoding="utf-8"))
    return texts


class _Sentence(string.Formatter):
    """`str.format` with our formats, and without reaching into values (`{x.y}`, `{x[0]}`)."""

    def __init__(self, texts: Texts, lang: str) -> None:
        self._texts = texts
        self._lang = lang

    def get_field(self, field_name: str, args: Any, kwargs: Mapping[str, Any]) -> tuple[Any, str]:  # noqa: ARG002
        return kwargs[field_name], field_name

    def format_field(self, value: Any, format_spec: str) -> str:
        if show := FORMATS.get(format_spec):
            return show(self._texts, value, self._lang)
        return format(value, format_spec)


def _in_page(show: Callable[..., str]) -> Callable[..., str]:
    @pass_context
    def in_page(context: Context, value: Any) -> str:
        return show(value, str(context.get("lang", "vi")))

    return in_page


def show_date(_texts: Texts, value: int | str | date, _lang: str = "vi") -> str:
    """23/11/2026, of UTC milliseconds, a date, or `2026-11-23`."""
    return _day(value).strftime("%d/%m/%Y")


def show_time(_texts: Texts, value: int | datetime, _lang: str = "vi") -> str:
    """14:30, Vietnamese wall time of UTC milliseconds."""
    return _moment(value).strftime("%H:%M")


def show_moment(texts: Texts, value: int | datetime, lang: str = "vi") -> str:
    """14:30 23/11/2026: hour before day, as the receipt's form has it."""
    moment = _moment(value)
    return f"{show_time(texts, moment, lang)} {show_date(texts, moment, lang)}"


def show_number(_texts: Texts, value: float, lang: str = "vi") -> str:
    """1.234,5 in Vietnamese, 1,234.5 in English; at most one decimal, none when it is 0."""
    text = f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"
    return text if lang == "en" else text.translate(_SWAP)


def show_money(_texts: Texts, value: int, _lang: str = "vi") -> str:
    """20.000 đ, in both languages: it is what stands on the notes and on every price list here."""
    return f"{value:,}".translate(_SWAP) + "\u00a0đ"


def show_percent(texts: Texts, value: float, lang: str = "vi") -> str:
    """97,5% of a share between 0 and 1."""
    return show_number(texts, round(value * 100, 1), lang) + "%"


def show_minutes(texts: Texts, value: float | tuple[float, float], lang: str = "vi") -> str:
    """A wait: "khoảng 10–15 phút" of (median, 90 %), "khoảng 10 phút" of one number."""
    low, high = value if isinstance(value, tuple | list) else (value, value)
    low, high = max(0, round(low)), max(0, round(high))
    if high < _SOON:
        return texts.t("common.minutes_few", lang)
    if high > _HOUR:
        return texts.t("common.hours", lang, hours=_hours(texts, high, lang))
    if low in {0, high}:
        return texts.t("common.minutes", lang, n=high)
    return texts.t("common.minutes_range", lang, low=low, high=high)


def _hours(texts: Texts, minutes: int, lang: str) -> str:
    """Rounded up to half hours: nobody plans a long wait to the minute."""
    return show_number(texts, -(-minutes // 30) / 2, lang)


def _day(value: int | str | date) -> date:
    if isinstance(value, int):
        return local(value).date()
    return date.fromisoformat(value) if isinstance(value, str) else value


def _moment(value: int | datetime) -> datetime:
    return local(value) if isinstance(value, int) else value


_SWAP = str.maketrans(",.", ".,")

FORMATS: dict[str, Callable[..., str]] = {
    "date": show_date,
    "time": show_time,
    "moment": show_moment,
    "number": show_number,
    "money": show_money,
    "percent": show_percent,
    "minutes": show_minutes,
}
