"""A citizen's card: seven fields, believed rules that warn, and nothing personal in a log."""

from __future__ import annotations

from datetime import date

import pytest

from foundation.codes import Birth, CitizenCard, UnknownCode, read

PLACE = "Tổ 5, Phường Lê Lợi, Quy Nhơn, Bình Định"
CCCD = f"052199000123|215999888|NGUYỄN THỊ MẪU|15081999|Nữ|{PLACE}|25052021"
CAN_CUOC = "052085001234||TRẦN VĂN THỬ|01011985|Nam|Thôn Mẫu, Xã Nhơn Lý|01072024||||"


def card(text: str) -> CitizenCard:
    found = read(text)
    assert isinstance(found, CitizenCard)
    return found


def changed(**fields: str) -> CitizenCard:
    names = ["id", "old", "name", "birth", "sex", "place", "issued"]
    values = CCCD.split("|")
    return card("|".join(fields.get(name, values[i]) for i, name in enumerate(names)))


def test_the_card_of_2021_is_read() -> None:
    assert card(CCCD) == CitizenCard(
        id_number="052199000123",
        old_id="215999888",
        name="NGUYỄN THỊ MẪU",
        birth=Birth(1999, 8, 15),
        sex="female",
        residence=PLACE,
        issued=date(2021, 5, 25),
    )


def test_the_card_of_2024_has_no_old_number_and_empty_fields_behind() -> None:
    found = card(CAN_CUOC)
    assert (found.old_id, found.sex, found.warnings) == ("", "male", ())


def test_someone_born_in_this_century_gets_no_warning() -> None:
    assert changed(id="052306000123", birth="02092006").warnings == ()


@pytest.mark.parametrize(
    ("birth", "read_as"),
    [
        ("1950", Birth(1950)),
        ("00001950", Birth(1950)),
        ("00041950", Birth(1950, 4)),
        ("29022000", Birth(2000, 2, 29)),
    ],
)
def test_a_birth_date_may_be_a_year_only(birth: str, read_as: Birth) -> None:
    assert changed(birth=birth).birth == read_as


@pytest.mark.parametrize("birth", ["", "31021999", "29021999", "00000000", "1508199", "١٩٩٩", "x"])
def test_a_birth_date_that_is_none_warns_and_does_not_refuse(birth: str) -> None:
    found = changed(birth=birth)
    assert found.birth is None
    assert "birth" in found.warnings
    assert found.age_on(date(2026, 11, 24)) is None


@pytest.mark.parametrize(
    ("fields", "warning"),
    [
        ({"id": "052099000123"}, "id.sex"),
        ({"id": "052399000123"}, "id.century"),
        ({"id": "052198000123"}, "id.year"),
        ({"sex": "?"}, "sex"),
        ({"issued": "2021"}, "issued"),
    ],
)
def test_what_does_not_fit_warns_only(fields: dict[str, str], warning: str) -> None:
    assert warning in changed(**fields).warnings


@pytest.mark.parametrize(
    ("birth", "age"),
    [
        (Birth(1946, 11, 24), 80),
        (Birth(1946, 11, 25), 79),
        (Birth(1946, 12), 79),
        (Birth(1946), 80),
        (Birth(2026, 11, 24), 0),
    ],
)
def test_age_counts_whole_years_in_the_citizens_favour(birth: Birth, age: int) -> None:
    assert birth.age_on(date(2026, 11, 24)) == age


@pytest.mark.parametrize(
    "text",
    [
        "|".join(CCCD.split("|")[:6]),
        CCCD + "|x",
        CCCD.replace("052199000123", "05219900012"),
        CCCD.replace("052199000123", "05219900012٣"),
        CCCD.replace("215999888", "21599988"),
        CCCD.replace("NGUYỄN THỊ MẪU", " "),
        CCCD.replace("NGUYỄN", "N" * 400),
    ],
)
def test_what_only_resembles_a_card_is_unknown(text: str) -> None:
    assert read(text) == UnknownCode("other")


def test_a_card_in_a_log_gives_nobody_away() -> None:
    shown = repr(card(CCCD))
    for personal in ("052199000123", "215999888", "MẪU", "1999", "Lê Lợi", "2021"):
        assert personal not in shown
