"""Every Vietnamese letter with every tone has a picture of its own."""

from __future__ import annotations

import shutil
import unicodedata
from pathlib import Path

import pytest

from hardware.errors import DeviceUnsupported
from hardware.printer.typeface import FAMILIES, FOLDERS, find_typeface, missing_letters, vietnamese_letters

FONTS = sorted(
    {
        path
        for folder in FOLDERS
        if folder.is_dir()
        for names in FAMILIES
        for name in names
        for path in folder.rglob(name)
    }
)


def test_the_alphabet_is_whole() -> None:
    letters = vietnamese_letters()
    assert len(set(letters)) == len(letters) == 2 * (12 * 6 + 17)
    assert set("ếộữỵẵđĐẤ") <= set(letters)
    assert unicodedata.is_normalized("NFC", letters)


@pytest.mark.parametrize("path", FONTS, ids=lambda path: path.stem)
def test_every_font_we_may_use_draws_every_letter(path: Path) -> None:
    assert missing_letters(path, vietnamese_letters()) == ""


def test_letters_differ_by_their_tone() -> None:
    for path in (find_typeface().regular, find_typeface().bold):
        assert len({bytes(find_typeface().at(32).font.getmask(letter)) for letter in vietnamese_letters()}) == 178, path


def test_the_check_sees_a_missing_letter() -> None:
    assert missing_letters(find_typeface().regular, "aế\U0001f600ộ\u4e2d") == "\U0001f600\u4e2d"


def test_without_a_fitting_font_the_fault_says_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(DeviceUnsupported, match="fonts-noto-core"):
        find_typeface((tmp_path, tmp_path / "nowhere"))


def test_the_first_family_that_is_there_is_taken(tmp_path: Path) -> None:
    for name in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"):
        shutil.copy(next(path for path in FONTS if path.name == name), tmp_path / name)
    assert find_typeface((tmp_path,)).bold == tmp_path / "DejaVuSans-Bold.ttf"


def test_a_word_is_as_wide_as_its_letters() -> None:
    letters = find_typeface().at(30)
    assert letters.width("Nộp hồ sơ") == pytest.approx(letters.font.getlength("Nộp hồ sơ"), rel=0.03)
