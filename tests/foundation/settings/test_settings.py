"""Settings: given once, typed, and a wrong one stops the start with its name and the remedy."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from foundation.settings import FILE, Settings, SettingsProblem, describe, load, write_new
from foundation.settings.docs import PLACE, page
from foundation.settings.table import ROWS, default_of, is_secret, kind_of
from foundation.texts import Texts

TEXTS = Texts.load("foundation", strict=True)
SECRET_URL = "postgresql://office:s3cret-word@127.0.0.1/office"


def given(folder: Path, toml: str) -> Path:
    (folder / FILE).write_text(toml, encoding="utf-8")
    return folder


def problem(folder: Path, toml: str = "", **variables: str) -> SettingsProblem:
    with pytest.raises(SettingsProblem) as found:
        load(given(folder, toml), variables)
    return found.value


def test_without_anything_the_defaults_hold(tmp_path: Path) -> None:
    settings = load(tmp_path, {"PATH": "/bin", "MOTCUA_DATA": "x", "MOTCUA_LANG": "en"})
    assert settings == Settings()
    assert settings.host == "127.0.0.1"


def test_the_file_is_read_and_variables_win_over_it(tmp_path: Path) -> None:
    data = given(tmp_path, 'port = 9000\noffice_name = "UBND xã Nhơn Lý"\nvoice_gap_s = 1\nprofile = 2019')
    settings = load(data, {"MOTCUA_PORT": "9001", "MOTCUA_DEMO": "yes"})
    assert (settings.port, settings.office_name, settings.demo) == (9001, "UBND xã Nhơn Lý", True)
    assert (settings.voice_gap_s, settings.profile) == (1.0, "2019")
    assert settings.sources == {
        "port": "MOTCUA_PORT",
        "demo": "MOTCUA_DEMO",
        "office_name": FILE,
        "voice_gap_s": FILE,
        "profile": FILE,
    }


def test_a_file_from_an_editor_that_marks_it_is_read(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"\xef\xbb\xbfport = 9000\r\n")
    assert load(tmp_path, {}).port == 9000


def test_an_address_loses_the_slash_at_its_end(tmp_path: Path) -> None:
    assert load(tmp_path, {"MOTCUA_PUBLIC_URL": "https://mc.example.vn/"}).public_url == "https://mc.example.vn"


def test_an_unknown_name_is_told_with_the_nearest_known(tmp_path: Path) -> None:
    wrong = problem(tmp_path, "prot = 9000", MOTCUA_PUBLIC_ULR="https://x.vn", MOTCUA_ZZZZZZ="1")
    said = wrong.sentence(TEXTS, "en").splitlines()
    assert said == [
        "There is no setting “prot” (motcua.toml). Did you mean “port”?",
        "There is no setting “public_ulr” (MOTCUA_PUBLIC_ULR). Did you mean “public_url”?",
        "There is no setting “zzzzzz” (MOTCUA_ZZZZZZ). The settings are listed in docs/settings.md.",
    ]


WRONG: dict[str, list[Any]] = {
    "port": ["0", "65536", "eighty", "80.5", "", 80.5, True, [80], {"a": 1}, "²"],
    "voice_gap_s": ["1,5", "nan", "inf", "1e3", "-0.1", True],
    "demo": ["maybe", "", 1, 2.0],
    "office_name": [12, "a\nb", "a\u202eb", "\0"],
    "office_code": ["h15", "H15..50", "H15.50.05.13.1.2.3.4"],
    "profile": ["2020", 2020.0, True],
    "paper_mm": ["81", "58mm"],
    "host": ["two words", "a/b"],
    "public_url": ["mc.example.vn", "ftp://x.vn", "https://x.vn?a=b", "https://x.vn/#t", "https://u:p@x.vn"],
    "database_url": ["mysql://x/y", "postgresql://a b"],
    "async_mode": ["gevent"],
    "printer": ["usb:1:2", "tcp:", "lpt1"],
    "scanner": ["camera:", "webcam"],
    "device_token": ["secret", "mc_short"],
    "certificate_names": ["a b", "a,,b"],
    "voice_speak_four": ["four"],
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in WRONG.items() for value in values])
def test_a_wrong_value_is_refused_by_its_kind(name: str, value: object) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        kind_of(name).read(value)


def test_a_wrong_value_is_told_with_what_is_wanted(tmp_path: Path) -> None:
    wrong = problem(tmp_path, "port = 99999", MOTCUA_PAPER_MM="76")
    assert wrong.sentence(TEXTS, "en").splitlines() == [
        "The setting “port” (motcua.toml) needs a whole number from 1 to 65535, not “99999”.",
        "The setting “paper_mm” (MOTCUA_PAPER_MM) needs one of: 80, 58, not “76”.",
    ]
    assert "cần số nguyên" in wrong.sentence(TEXTS, "vi")
    assert "port" in str(wrong)


def test_every_kind_can_say_what_it_wants() -> None:
    for name in ROWS:
        kind = kind_of(name)
        for lang in ("vi", "en"):
            assert TEXTS.t(f"settings.want.{kind.want}", lang, **kind.params)


def test_every_default_is_what_its_own_kind_reads() -> None:
    for name in ROWS:
        assert kind_of(name).read(default_of(name)) == default_of(name)


def test_a_broken_file_stops_the_start_and_says_where(tmp_path: Path) -> None:
    assert "line 2" in problem(tmp_path, "port = 9000\nhost = nothing\n").sentence(TEXTS, "en")
    assert "motcua.toml" in problem(tmp_path, "a = 1\na = 2").sentence(TEXTS, "vi")
    (tmp_path / FILE).unlink()
    (tmp_path / FILE).mkdir()
    with pytest.raises(SettingsProblem, match="file"):
        load(tmp_path, {})


def test_a_secret_may_lie_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "db").write_text(SECRET_URL + "\n")
    settings = load(tmp_path, {"MOTCUA_DATABASE_URL_FILE": str(tmp_path / "db")})
    assert settings.database_url == SECRET_URL
    assert settings.sources["database_url"] == "MOTCUA_DATABASE_URL_FILE"


def test_a_secrets_file_that_is_missing_or_doubled_or_no_secrets_stops_the_start(tmp_path: Path) -> None:
    missing = problem(tmp_path, MOTCUA_DATABASE_URL_FILE=str(tmp_path / "none"))
    assert "none" in missing.sentence(TEXTS, "en")
    twice = problem(tmp_path, MOTCUA_DATABASE_URL_FILE="x", MOTCUA_DATABASE_URL=SECRET_URL)
    assert "twice" in twice.sentence(TEXTS, "en")
    assert problem(tmp_path, MOTCUA_PORT_FILE="x").wrong[0].problem == "unknown"


def test_a_secret_is_never_printed(tmp_path: Path) -> None:
    settings = load(tmp_path, {"MOTCUA_DATABASE_URL": SECRET_URL})
    wrong = problem(tmp_path, MOTCUA_DATABASE_URL="mysql://a:s3cret-word@b/c", MOTCUA_DEVICE_TOKEN="s3cret-word")
    shown = [repr(settings), str(describe(settings, TEXTS)), str(wrong), repr(wrong.wrong)]
    shown += [wrong.sentence(TEXTS, lang) for lang in ("vi", "en")]
    assert [text for text in shown if "s3cret" in text] == []
    assert {name for name in ROWS if is_secret(name)} == {"database_url", "redis_url", "device_token"}


def test_what_is_in_use_is_described_with_its_source(tmp_path: Path) -> None:
    settings = load(given(tmp_path, "port = 9000"), {"MOTCUA_DATABASE_URL": SECRET_URL})
    shown = {each.name: each for each in describe(settings, TEXTS, "en")}
    assert list(shown) == list(ROWS)
    assert (shown["port"].value, shown["port"].source) == ("9000", FILE)
    assert shown["database_url"].value == "(set, not printed)"
    assert (shown["public_url"].value, shown["public_url"].source) == ("(empty)", "default")
    assert shown["demo"].value == "false"
    assert all(each.sentence for each in shown.values())


def test_a_new_offices_file_is_what_will_be_read(tmp_path: Path) -> None:
    values = {"office_name": 'UBND "xã" \\ Nhơn Lý', "demo": True, "port": 9000, "voice_gap_s": 0.5}
    file = write_new(tmp_path / "data", values, TEXTS)
    assert file.stat().st_mode & 0o777 == 0o600
    settings = load(tmp_path / "data", {})
    assert {name: getattr(settings, name) for name in values} == values
    assert tomllib.loads(file.read_text(encoding="utf-8")) == values
    assert f"# {TEXTS.t('setting.port', 'vi')}" in file.read_text(encoding="utf-8")
    with pytest.raises(FileExistsError):
        write_new(tmp_path / "data", {}, TEXTS)


def test_a_new_offices_file_never_holds_what_would_stop_the_start(tmp_path: Path) -> None:
    with pytest.raises(SettingsProblem, match=r"port: kind.*prot: unknown"):
        write_new(tmp_path, {"port": 0, "prot": 1}, TEXTS)
    assert not (tmp_path / FILE).exists()


def test_the_document_is_fresh() -> None:
    assert PLACE.read_text(encoding="utf-8") == page(TEXTS), "run `python -m foundation.settings.docs`"


def test_every_setting_stands_in_the_document_with_its_variable() -> None:
    text = page(TEXTS)
    for name in ROWS:
        assert f"`{name}`<br>`MOTCUA_{name.upper()}`" in text
