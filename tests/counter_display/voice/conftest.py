"""The bank that every office has, built once by espeak-ng, and a stand-in for the internet."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import gtts.tts
import pytest

from counter_display.voice.bank import Bank, open_bank
from counter_display.voice.building import build_bank
from counter_display.voice.engines import EspeakVoice
from counter_display.voice.words import load_words
from tests.counter_display.voice.google import StandIn, standing_in


@pytest.fixture(scope="session")
def espeak_bank(tmp_path_factory: pytest.TempPathFactory) -> Bank:
    if shutil.which("espeak-ng") is None:
        pytest.skip("espeak-ng is not installed here")
    folder = tmp_path_factory.mktemp("voice")
    assert build_bank(folder, load_words(), [EspeakVoice()]).outcome == "built"
    bank = open_bank(folder)
    assert bank is not None
    return bank


@pytest.fixture
def google(monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    """gTTS asks the stand-in on loopback, past any proxy of this machine."""
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    with standing_in() as stand_in:
        monkeypatch.setattr(gtts.tts, "_translate_url", lambda **_: stand_in.url)
        yield stand_in
