"""The bench of scanning measures what it says: a small run of it, without its times."""

from __future__ import annotations

from tests.bench.scanning import measure


def test_the_chain_reads_at_least_what_zxing_reads_alone_and_nothing_wrong() -> None:
    figures = measure(each=1, empty_each=1, seed=9000)
    assert figures["frames_with_a_code"] == 11
    assert figures["read_by_chain_percent"] >= figures["read_by_zxing_alone_percent"] > 0
    assert figures["wrong_texts"] == []
