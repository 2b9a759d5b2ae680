"""The shell of every page: templates of all rooms, texts for page and script, language, security headers.

A page carries no inline script and no inline style; its script finds texts and data in JSON blocks.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from flask import Response, request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from foundation.web.language import COOKIE, LANGUAGES, language

HERE = Path(__file__).parent
YEAR_SECONDS = 365 * 24 * 3600

#: Nothing comes from elsewhere. Older Chromiums do not count a WebSocket to the same host as 'self'.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data: blob:; "
    "media-src 'self' data: blob:; connect-src 'self' ws: wss:; manifest-src 'self'; form-action 'self'; "
    "frame-ancestors 'self'; base-uri 'none'"
)


class Words(Protocol):
    """The texts of all rooms."""

    def t(self, key: str, lang: str, **values: object) -> str:
        """The sentence of a key."""

    def starting(self, prefixes: Sequence[str], lang: str) -> Mapping[str, str]:
        """Every text whose key starts with one of the prefixes, its fields unfilled."""


class Shell:
    """Draws pages. `folders` are the rooms' template folders; `office` gives the office's name now."""

    def __init__(self, words: Words, folders: Sequence[Path], office: Callable[[], str]) -> None:
        self._words = words
        self._office = office
        loader = FileSystemLoader([HERE / "templates", *folders])
        self._jinja = Environment(loader=loader, autoescape=True, undefined=StrictUndefined)
        self._jinja.trim_blocks = self._jinja.lstrip_blocks = True
        self._jinja.globals.update(icon=icon, digits=digits, data_block=data_block)

    def html(self, template: str, *, lang: str, title: str, texts: Sequence[str] = (), **context: Any) -> str:
        """The page as text. `title` is a text key; `texts` are prefixes of the keys its script needs."""

        def t(key: str, **values: object) -> str:
            return self._words.t(key, lang, **values)

        # The title may name what the page is about: its fields are filled from the context.
        named = {name: value for name, value in context.items() if isinstance(value, str | int)}
        return self._jinja.get_template(template).render(
            t=t,
            lang=lang,
            office=self._office(),
            page_title=t(title, **named),
            texts_json=data_block("texts", dict(self._words.starting(("common.", *texts), lang))),
            **context,
        )

    def page(
        self,
        template: str,
        *,
        title: str,
        texts: Sequence[str] = (),
        status: int = 200,
        lang: str | None = None,
        **context: Any,
    ) -> Response:
        """The answer to the request at hand, in its language unless `lang` says which."""
        chosen = lang or language()
        html = self.html(template, lang=chosen, title=title, texts=texts, address=request.path, **context)
        return guarded(Response(html, status, mimetype="text/html"))


def guarded(response: Response) -> Response:
    """Security headers, and the language that was asked for, remembered."""
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "no-store"
    if (asked := request.args.get("lang")) in LANGUAGES:
        response.set_cookie(COOKIE, asked, max_age=YEAR_SECONDS, samesite="Lax", httponly=True)
    return response


def icon(name: str) -> Markup:
    """One of our own signs, silent to a screen reader: a word stands beside it."""
    use = Markup('<use href="/static/foundation/icons.svg#{}"></use>').format(name)
    return Markup('<svg class="icon" aria-hidden="true">{}</svg>').format(use)


def digits(text: str | int) -> Markup:
    """A number in cells of fixed width, read out as a whole."""
    cells = Markup().join(Markup('<i class="{}">{}</i>').format(_cell(each), each) for each in str(text))
    return Markup('<span class="digits" role="img" aria-label="{}">{}</span>').format(text, cells)


def _cell(character: str) -> str:
    if character.isdigit():
        return ""
    return "mark" if character in ":., -–" else "letter"


def data_block(name: str, data: object) -> Markup:
    """JSON for the page's script, in a block that no text can close early."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return Markup('<script type="application/json" id="{}">').format(name) + Markup(text) + Markup("</script>")  # noqa: S704 - `<` is escaped above
