"""Which language a page speaks: asked for in the address, remembered in a cookie, else the browser's own."""

from __future__ import annotations

from flask import request

LANGUAGES = ("vi", "en")
COOKIE = "lang"


def language() -> str:
    """`vi` or `en` for the request at hand; Vietnamese when nothing says otherwise."""
    asked = request.args.get("lang") or request.cookies.get(COOKIE)
    if asked not in LANGUAGES:
        asked = request.accept_languages.best_match(LANGUAGES)
    return asked or "vi"
