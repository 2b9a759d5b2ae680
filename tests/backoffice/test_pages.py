"""Who may enter which page, and where signing in leads."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from backoffice import pages
from foundation.api.access import COOKIE
from foundation.api.principal import Principal
from foundation.rights import ROLES
from foundation.texts import Texts
from foundation.web.shell import Shell
from tests.support.rooms import ROOT

PEOPLE = {role: Principal("person", role, "Nguyễn Thị Mẫu", (role,), csrf="csrf-of-" + role) for role in ROLES}
PEOPLE["new"] = Principal("person", "new", "Trần Văn Thử", ("officer",), csrf="csrf-of-new", must_change=True)


def browser(who: str | None = None) -> FlaskClient:
    texts = Texts.load("foundation", "counter_display", "backoffice", strict=True)
    app = Flask("test", static_folder=None)
    shell = Shell(texts, [ROOT / "backoffice" / "templates"], lambda: "UBND phường Mẫu")
    app.register_blueprint(pages.blueprint(shell, PEOPLE.get))
    client = app.test_client()
    if who:
        client.set_cookie(COOKIE, who)
    return client


@pytest.mark.parametrize("path", ["/desk", "/admin"])
@pytest.mark.parametrize("who", [None, "nobody", "new"])
def test_who_is_not_signed_in_is_asked_first(path: str, who: str | None) -> None:
    answer = browser(who).get(path)
    assert answer.status_code == 302
    assert answer.location == f"/signin?to={path}"


@pytest.mark.parametrize("role", ROLES)
def test_every_role_has_a_desk_and_only_administrators_administer(role: str) -> None:
    assert browser(role).get("/desk").status_code == 200
    assert browser(role).get("/admin").status_code == (200 if role == "admin" else 403)


def test_the_page_carries_its_own_key_and_no_other_person_s() -> None:
    page = browser("officer").get("/desk").text
    assert 'content="csrf-of-officer"' in page
    assert "csrf-of-admin" not in page


@pytest.mark.parametrize(
    ("asked", "place"),
    [
        ("/admin", "/admin"),
        ("/desk", "/desk"),
        ("https://example.com", "/desk"),
        ("//example.com", "/desk"),
        ("", "/desk"),
    ],
)
def test_signing_in_leads_nowhere_else(asked: str, place: str) -> None:
    assert browser("admin").get("/signin", query_string={"to": asked}).location == place
    assert f'data-to="{place}"' in browser().get("/signin", query_string={"to": asked}).text


def test_a_first_password_is_changed_before_anything_else() -> None:
    page = browser("new").get("/signin").text
    assert 'data-first="yes"' in page
    assert 'content="csrf-of-new"' in page


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("path", ["/signin", "/desk", "/admin", "/rating/3"])
def test_every_page_speaks_both_languages(path: str, lang: str) -> None:
    page = browser(None if path == "/signin" else "admin").get(path, query_string={"lang": lang})
    assert page.status_code == 200
    assert f'<html lang="{lang}"' in page.text


def test_the_tablet_needs_no_person_and_speaks_vietnamese_by_itself() -> None:
    page = browser().get("/rating/3", headers={"Accept-Language": "en"})
    assert '<html lang="vi"' in page.text
    assert page.text.count('class="face face--') == 3


def test_a_counter_s_name_in_the_address_is_only_text() -> None:
    assert "<script>alert" not in browser().get("/rating/<script>alert(1)<").text
