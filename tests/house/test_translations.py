"""Every sentence for people exists in Vietnamese and English, and stands nowhere else."""

from pathlib import Path

import pytest

from tests.support.rooms import ROOMS, name_of, room_files
from tests.support.wording import (
    fields_of,
    refused_codes,
    spoken_by_script,
    texts_of,
    untranslated,
    used_keys,
    vietnamese_sentences,
)

# Modules whose matter is Vietnamese words themselves: folder or file → why.
WORDS_ARE_THE_MATTER = {
    "motcua/demo/": "the notices and names of one invented Vietnamese office are its data",
}


def every_key() -> set[str]:
    return {key for room in ROOMS for key in texts_of(room, "vi")}


@pytest.mark.parametrize("room", ROOMS)
def test_both_languages_have_the_same_keys_and_fields(room: str) -> None:
    vietnamese, english = texts_of(room, "vi"), texts_of(room, "en")
    assert sorted(vietnamese) == sorted(english)
    differ = [key for key, text in vietnamese.items() if fields_of(text) != fields_of(english[key])]
    assert differ == []
    assert [key for key, text in (vietnamese | english).items() if not text.strip()] == []


def test_no_two_rooms_give_one_key_two_texts() -> None:
    keys = [key for room in ROOMS for key in texts_of(room, "vi")]
    assert sorted(key for key in set(keys) if keys.count(key) > 1) == []


@pytest.mark.parametrize("suffix", [".html", ".js", ".py"])
def test_every_key_in_use_exists(suffix: str) -> None:
    known = every_key()
    missing = []
    for path in room_files(suffix):
        for key, whole in used_keys(path.read_text(encoding="utf-8")):
            found = key in known if whole else any(each.startswith(key) for each in known)
            if not found and ("." in key or whole):
                missing.append(f"{name_of(path)}: {key}")
    assert missing == []


def test_every_refusal_has_its_sentence() -> None:
    known = every_key()
    missing = {
        f"{name_of(path)}: refusal.{code}"
        for path in room_files(".py")
        for code in refused_codes(path)
        if f"refusal.{code}" not in known
    }
    assert sorted(missing) == []


def test_templates_hold_no_sentence_of_their_own() -> None:
    found = {
        name_of(path): words
        for path in room_files(".html")
        if (words := untranslated(path.read_text(encoding="utf-8")))
    }
    assert found == {}


def test_programs_hold_no_vietnamese_sentence() -> None:
    found = {
        name_of(path): sentences
        for path in room_files(".py")
        if not name_of(path).startswith(tuple(WORDS_ARE_THE_MATTER))
        if (sentences := vietnamese_sentences(path))
    }
    assert found == {}


def test_scripts_hold_no_sentence_of_their_own() -> None:
    found = {
        name_of(path): lines
        for path in room_files(".js")
        if (lines := spoken_by_script(path.read_text(encoding="utf-8")))
    }
    assert found == {}


def test_the_search_sees_what_a_script_says() -> None:
    assert spoken_by_script("// Lời ghi\nlabel.textContent = t('kiosk.wait');") == []
    assert spoken_by_script("label.textContent = 'Please wait';") != []
    assert spoken_by_script("say('Xin mời số');") != []


def test_the_search_sees_an_untranslated_word() -> None:
    assert untranslated('<p title="Call next">{{ t("desk.call") }}</p>') == ["Call next"]
    assert untranslated("<p>Xin mời</p>") == ["Xin mời"]
    assert untranslated('<p>{{ t("hall.invite") }} A012 &nbsp;<!-- a note --></p>') == ["A012"][:0]


def test_the_search_sees_keys_and_fields() -> None:
    assert list(used_keys('{{ t("hall.invite", number=n) }}')) == [("hall.invite", True)]
    assert list(used_keys("{{ t('state.' ~ state) }}")) == [("state.", False)]
    assert list(used_keys('words(f"cli.{name}.help")')) == [("cli.", False)]
    assert fields_of("Số {number} đến quầy {counter}") == {"number", "counter"}


def test_the_search_sees_a_sentence_and_a_code_in_a_program(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text('"""Lời dẫn của tệp."""\nx = "Xin mời số"\ny = Refusal("counter.closed")\n')
    assert vietnamese_sentences(module) == ["Xin mời số"]
    assert list(refused_codes(module)) == ["counter.closed"]
