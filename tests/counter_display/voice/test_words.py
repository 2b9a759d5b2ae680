"""The table of spoken words is the office's to change, and its faults are named."""

from pathlib import Path

import pytest

from counter_display.voice.words import WordsFault, load_words, texts_of


def own(folder: Path, text: str) -> Path:
    path = folder / "words.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_office_changes_only_the_lines_it_wants(tmp_path: Path) -> None:
    changed = load_words(own(tmp_path, '[vi.letters]\nY = "Y cà rét"\n'))
    assert changed["vi.Y"] == "Y cà rét"
    assert {name for name, text in load_words().items() if changed[name] != text} == {"vi.Y"}


def test_no_file_of_its_own_is_no_fault(tmp_path: Path) -> None:
    assert load_words(tmp_path / "words.toml") == load_words()


def test_letters_typed_in_parts_are_composed(tmp_path: Path) -> None:
    changed = load_words(own(tmp_path, '[vi.words]\n4 = "bô\u0301n"\n'))
    assert changed["vi.4"] == "bốn"


def test_a_language_has_its_own_part() -> None:
    assert all(name.startswith("en.") for name in texts_of(load_words(), "en"))
    assert len(texts_of(load_words(), "vi")) + len(texts_of(load_words(), "en")) == len(load_words())


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('[vi.words]\n10 = "mười"\n', "vi.10"),
        ('[vi.letters]\nA = ""\n', "vi.A"),
        ("[vi.letters]\nA = 1\n", "vi.A"),
        ('[vi.letters]\nA = "' + "a" * 61 + '"\n', "vi.A"),
        ('[fr.words]\n1 = "un"\n', "fr.1"),
        ('[vi.numbers]\n1 = "một"\n', "vi.numbers"),
        ('vi = "một"\n', "vi"),
        ("[vi.words\n", "words.toml"),
    ],
)
def test_a_fault_of_the_table_is_named(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(WordsFault, match=named):
        load_words(own(tmp_path, text))
