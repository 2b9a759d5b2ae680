"""Texts: both languages, loud where something is missing, and numbers as people here write them."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

import pytest
from jinja2 import Environment

from foundation.texts import FORMATS, MissingText, Texts

AT = 1795505400000  # 24/11/2026, 14:30 in Vietnam


@pytest.fixture
def texts() -> Texts:
    vi = {
        "hall.invite": "Mời số {number} đến quầy {counter}",
        "opens": "Mở lại lúc {at:time} ngày {at:date}, lệ phí {fee:money}",
        "only.vi": "Chỉ có tiếng Việt",
        "refusal.other": "Chưa làm được",
        "wait": "chờ {minutes:minutes}",
        "common.minutes_few": "chỉ vài phút",
        "common.minutes": "khoảng {n} phút",
        "common.minutes_range": "khoảng {low}–{high} phút",
        "common.hours": "khoảng {hours} giờ",
    }
    en = {key: text for key, text in vi.items() if key not in {"only.vi", "hall.invite"}}
    return Texts({"vi": vi, "en": {**en, "hall.invite": "Number {number} to counter {counter}"}})


def strict(texts: Texts) -> Texts:
    return Texts(texts._by_language, strict=True)


def test_a_sentence_takes_its_named_values(texts: Texts) -> None:
    assert texts.t("hall.invite", "vi", number="A012", counter=3) == "Mời số A012 đến quầy 3"
    assert texts.t("hall.invite", "en", number="A012", counter=3) == "Number A012 to counter 3"


def test_values_are_shown_as_people_write_them(texts: Texts) -> None:
    said = texts.t("opens", "vi", at=AT, fee=20000)
    assert said == "Mở lại lúc 14:30 ngày 24/11/2026, lệ phí 20.000\u00a0đ"


def test_a_missing_translation_shows_the_vietnamese(texts: Texts) -> None:
    assert texts.t("only.vi", "en") == "Chỉ có tiếng Việt"
    assert texts.t("only.vi", "fr") == "Chỉ có tiếng Việt"


def test_a_key_of_no_room_shows_itself_and_a_refusal_says_so_much(texts: Texts) -> None:
    assert texts.t("no.{such}", "vi") == "no.{such}"
    assert texts.t("refusal.no.such", "vi") == "Chưa làm được"


def test_a_missing_value_leaves_the_sentence_readable(texts: Texts) -> None:
    assert texts.t("hall.invite", "vi", number="A012") == "Mời số {number} đến quầy {counter}"


@pytest.mark.parametrize(
    ("key", "lang"), [("no.such", "vi"), ("only.vi", "en"), ("hall.invite", "vi"), ("hall.invite", "fr")]
)
def test_everything_missing_is_loud_when_strict(texts: Texts, key: str, lang: str) -> None:
    with pytest.raises(MissingText):
        strict(texts).t(key, lang)


def test_a_value_cannot_smuggle_fields_into_a_sentence(texts: Texts) -> None:
    said = texts.t("hall.invite", "vi", number="{counter.__class__}", counter="{0}")
    assert said == "Mời số {counter.__class__} đến quầy {0}"


def test_a_sentence_cannot_reach_into_a_value() -> None:
    reaching = Texts({"vi": {"x": "{number.real}", "y": "{number[0]}"}, "en": {}})
    assert reaching.t("x", "vi", number=3) == "{number.real}"
    assert reaching.t("y", "vi", number="ab") == "{number[0]}"


@pytest.mark.parametrize(
    ("name", "value", "vi", "en"),
    [
        ("date", AT, "24/11/2026", "24/11/2026"),
        ("date", "2026-02-07", "07/02/2026", "07/02/2026"),
        ("date", date(2026, 2, 7), "07/02/2026", "07/02/2026"),
        ("date", 1795539600000, "25/11/2026", "25/11/2026"),  # 17:00 UTC is midnight here
        ("time", AT, "14:30", "14:30"),
        ("moment", AT, "14:30 24/11/2026", "14:30 24/11/2026"),
        ("number", 1234567, "1.234.567", "1,234,567"),
        ("number", 1234.55, "1.234,5", "1,234.5"),
        ("number", 3.0, "3", "3"),
        ("money", 20000, "20.000\u00a0đ", "20.000\u00a0đ"),
        ("money", 0, "0\u00a0đ", "0\u00a0đ"),
        ("percent", 0.975, "97,5%", "97.5%"),
        ("percent", 1, "100%", "100%"),
    ],
)
def test_formats(texts: Texts, name: str, value: object, vi: str, en: str) -> None:
    assert FORMATS[name](texts, value, "vi") == vi
    assert FORMATS[name](texts, value, "en") == en


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ((10, 15), "chờ khoảng 10–15 phút"),
        ([9.6, 14.5], "chờ khoảng 10–14 phút"),
        ((12, 12), "chờ khoảng 12 phút"),
        (12, "chờ khoảng 12 phút"),
        ((0, 8), "chờ khoảng 8 phút"),
        ((0, 1), "chờ chỉ vài phút"),
        ((-3, 0), "chờ chỉ vài phút"),
        ((30, 61), "chờ khoảng 1,5 giờ"),
        ((30, 120), "chờ khoảng 2 giờ"),
    ],
)
def test_waits_are_told_as_ranges(texts: Texts, value: object, said: str) -> None:
    assert texts.t("wait", "vi", minutes=value) == said


def test_a_page_formats_in_its_own_language(texts: Texts) -> None:
    page = Environment(autoescape=True)
    page.filters.update(texts.filters())
    template = page.from_string("{{ n|number }} {{ at|time }} {{ t('only.vi') }}")
    values = {"n": 1234.5, "at": AT}
    assert template.render(lang="vi", t=texts.in_language("vi"), **values).startswith("1.234,5 14:30")
    assert template.render(lang="en", t=texts.in_language("en"), **values).startswith("1,234.5 14:30")
    assert page.from_string("{{ n|number }}").render(n=0.5) == "0,5"


def test_a_pages_program_gets_the_texts_it_asked_for_in_full(texts: Texts) -> None:
    assert texts.starting(["only.", "hall."], "en") == {
        "hall.invite": "Number {number} to counter {counter}",
        "only.vi": "Chỉ có tiếng Việt",
    }
    assert texts.starting([], "vi") == {}


def room(folder: Path, name: str, texts: dict[str, str]) -> None:
    (folder / name / "i18n").mkdir(parents=True)
    (folder / name / "__init__.py").touch()
    for lang in ("vi", "en"):
        (folder / name / "i18n" / f"{lang}.json").write_text(json.dumps(texts), encoding="utf-8")


def test_rooms_are_merged_and_may_not_claim_each_others_texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    room(tmp_path, "room_one", {"a": "1"})
    room(tmp_path, "room_two", {"b": "2"})
    room(tmp_path, "room_thief", {"a": "3"})
    merged = Texts.load("room_one", "room_two", "json")
    assert (merged.t("a", "vi"), merged.t("b", "en")) == ("1", "2")
    assert not merged.has("c")
    with pytest.raises(ValueError, match="room_thief"):
        Texts.load("room_one", "room_thief")
    for name in ("room_one", "room_two", "room_thief"):
        sys.modules.pop(name, None)


def test_the_ground_s_own_texts_are_whole() -> None:
    own = Texts.load("foundation", strict=True)
    assert own.t("common.minutes_range", "vi", low=10, high=15) == "khoảng 10–15 phút"
    assert FORMATS["minutes"](own, (30, 80), "en") == "about 1.5 h"
    assert own.has("refusal.other")
