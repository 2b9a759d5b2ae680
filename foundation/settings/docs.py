"""Makes docs/settings.md from the table: `python -m foundation.settings.docs`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from foundation.settings.loading import FILE, PREFIX, Wording
from foundation.settings.showing import toml_value
from foundation.settings.table import ROWS, default_of, group_of, is_secret, kind_of
from foundation.texts import Texts

PLACE = Path(__file__).resolve().parents[2] / "docs" / "settings.md"


def page(texts: Wording) -> str:
    """The whole document, made of nothing but the table and the texts."""
    lines = [f"# {texts.t('settings.docs.title', 'vi')} · {texts.t('settings.docs.title', 'en')}", ""]
    for lang in ("vi", "en"):
        lines += [texts.t("settings.docs.intro", lang, file=FILE, prefix=PREFIX), ""]
    group = ""
    for name in ROWS:
        if group_of(name) != group:
            group = group_of(name)
            lines += _heading(group, texts)
        lines.append(_row(name, texts))
        if _is_last(name, group):
            lines.append("")
    return "\n".join(lines)


def _heading(group: str, texts: Wording) -> Iterator[str]:
    key = f"settings.group.{group}"
    yield f"## {texts.t(key, 'vi')} · {texts.t(key, 'en')}"
    yield ""
    yield "| | | | |"
    yield "|---|---|---|---|"


def _row(name: str, texts: Wording) -> str:
    kind = kind_of(name)
    wanted, said = [], []
    for lang in ("vi", "en"):
        wanted.append(texts.t(f"settings.want.{kind.want}", lang, **kind.params))
        said.append(texts.t(f"setting.{name}", lang))
    variable = f"`{PREFIX}{name.upper()}`" + (f"<br>`{PREFIX}{name.upper()}_FILE`" if is_secret(name) else "")
    cells = (f"`{name}`<br>{variable}", "<br>".join(wanted), f"`{toml_value(default_of(name))}`", "<br>".join(said))
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _is_last(name: str, group: str) -> bool:
    names = list(ROWS)
    place = names.index(name) + 1
    return place == len(names) or group_of(names[place]) != group


def main() -> None:
    """Write the document."""
    PLACE.parent.mkdir(exist_ok=True)
    PLACE.write_text(page(Texts.load("foundation", strict=True)), encoding="utf-8")


if __name__ == "__main__":
    main()
