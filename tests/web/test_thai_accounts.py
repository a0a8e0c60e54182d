"""No English sentence stands on a Thai page about people, error messages included."""

from __future__ import annotations

import ast
import gettext
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import allauth
import django
import pytest
from django.core.cache import cache
from django.test import Client
from django.utils.translation import override, trans_real
from scripts import compile_locale

from moibench.people.rights import Role
from tests.web.specimens import PASSWORD, made, signed_in

LIBRARIES = Path(django.__file__).parents[1]
ASKED = (
    "django/forms",
    "django/core/validators.py",
    "django/contrib/auth/password_validation.py",
    "django/contrib/auth/validators.py",
    "django/db/models/base.py",
    "django/db/models/constraints.py",
    "allauth/account",
    "allauth/mfa",
    "allauth/usersessions",
    "allauth/core",
    "axes/conf.py",
)
# What no page shows: punctuation, plural hints, names of things.
NOT_SENTENCES = {":", ":?.!", "max", "num", "limit_value", "IPv4", "IPv6", "MFA", "WebAuthn"}
SINGLE = {"_", "gettext", "gettext_lazy"}
COUNTED = {"ngettext", "ngettext_lazy"}
ENGLISH = re.compile(r"[A-Za-z]{3,}(?:[ ,’']+[A-Za-z]{2,}){1,}")


def sentences(path: Path) -> Iterator[tuple[str, str | None]]:
    """Yield what a library's file marks for translation, with its plural."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            texts = [
                a.value
                for a in node.args
                if isinstance(a, ast.Constant) and isinstance(a.value, str)
            ]
            if name in SINGLE and texts:
                yield texts[0], None
            elif name in COUNTED and len(texts) > 1:
                yield texts[0], texts[1]


def test_what_the_libraries_may_say_to_a_person_is_there_in_thai() -> None:
    missing = []
    with override("th"):
        thai = trans_real.translation("th")
        for place in ASKED:
            root = LIBRARIES / place
            assert root.exists(), place
            for path in [root] if root.is_file() else sorted(root.rglob("*.py")):
                if "migrations" in path.parts or path.name in ("admin.py", "models.py", "apps.py"):
                    continue
                for one, many in sentences(path):
                    said = thai.gettext(one) if many is None else thai.ngettext(one, many, 2)
                    if said in (one, many) and one not in NOT_SENTENCES:
                        missing.append(f"{path.name}: {one}")
    assert missing == []
    assert allauth.VERSION[0] == 65  # another may ask for other words


def test_the_compiled_words_are_those_of_the_source() -> None:
    hint = "run: python scripts/compile_locale.py"
    assert compile_locale.TARGET.read_bytes() == compile_locale.compiled(), hint


def test_the_compiled_form_is_what_the_standard_reader_reads() -> None:
    with compile_locale.TARGET.open("rb") as file:
        read = gettext.GNUTranslations(file)
    assert read.gettext("This password is too common.").startswith("รหัสผ่านนี้")
    both = ("Please submit at most %(num)d form.", "Please submit at most %(num)d forms.")
    assert read.ngettext(*both, 1) == read.ngettext(*both, 5) == "ส่งได้ไม่เกิน %(num)d รายการ"


def test_every_translation_keeps_the_placeholders() -> None:
    import yaml

    source = yaml.safe_load(compile_locale.SOURCE.read_text(encoding="utf-8"))
    pairs = [*source["plain"].items(), *((c["many"], c["th"]) for c in source["counted"])]
    slots = re.compile(r"%\(\w+\)[a-z]|%d|\{\w+\}")
    for english, thai in pairs:
        optional = {"%(verbose_name)s"}  # an English name of a column
        assert set(slots.findall(english)) - optional == set(slots.findall(thai)), english


VISITS: list[tuple[str, str, dict[str, str] | None]] = [
    ("anonymous", "/account/sign-in", None),
    ("anonymous", "/account/sign-in", {"login": "", "password": ""}),
    ("anonymous", "/account/sign-in", {"login": "x" * 100, "password": "y"}),
    ("anonymous", "/account/sign-in", {"login": "nobody", "password": "y"}),
    ("anonymous", "/account/off", None),
    ("anonymous", "/account/password/MQ/no-proof", None),
    ("member", "/account/", None),
    ("member", "/account/sign-out", None),
    ("member", "/account/confirm", None),
    ("member", "/account/confirm", {"password": "wrong"}),
    ("member", "/account/password", None),
    ("member", "/account/password", {"oldpassword": "", "password1": "", "password2": ""}),
    ("member", "/account/password", {"oldpassword": "x", "password1": "12", "password2": "13"}),
    (
        "member",
        "/account/password",
        {"oldpassword": PASSWORD, "password1": "password1234", "password2": "password1234"},
    ),
    (
        "member",
        "/account/password",
        {"oldpassword": PASSWORD, "password1": "x" * 129, "password2": "x" * 129},
    ),
    (
        "member",
        "/account/password",
        {"oldpassword": PASSWORD, "password1": "somchai.jaidee", "password2": "somchai.jaidee"},
    ),
    ("member", "/account/two-factor", None),
    ("member", "/account/two-factor?wanted=1", None),
    ("member", "/account/two-factor/set-up", None),
    ("member", "/account/two-factor/set-up", {"code": ""}),
    ("member", "/account/two-factor/set-up", {"code": "000000"}),
    ("member", "/account/two-factor/turn-off", None),
    ("member", "/people/", None),
    ("boss", "/people/", None),
    ("boss", "/people/add", None),
    ("boss", "/people/add", {"username": "A B", "name": "\0", "email": "x", "held_from": "x"}),
    ("boss", "/people/of/somchai.jaidee", None),
    ("boss", "/people/of/somchai.jaidee", {"do": "give_role"}),
    ("boss", "/people/of/somchai.jaidee", {"do": "make_link"}),
    ("boss", "/people/of/nobody", None),
    ("boss", "/people/log", None),
    ("boss", "/people/log?first=x&last=2569-01-01", None),
]


def bare(html: str) -> str:
    """Return what a person reads, labels and hints too, without what is typed as it stands."""
    main = html[html.index("<main") : html.index("</main>")]
    hints = " ".join(re.findall(r'(?:placeholder|aria-label|title|alt)="([^"]*)"', main))
    no_code = re.sub(r"<code.*?</code>|<td class=\"browser\">.*?</td>", " ", main, flags=re.DOTALL)
    return unescape(re.sub(r"<[^>]+>", "\n", no_code) + hints)


@pytest.mark.django_db
def test_no_english_sentence_stands_on_a_thai_page_about_people() -> None:
    cache.clear()
    member = signed_in(made("somchai.jaidee", (Role.READER, "24")))
    boss = signed_in(made("boss", (Role.ADMINISTRATOR, "TH")))
    for client in (member, boss):
        client.post("/account/confirm?next=/account/", {"password": PASSWORD})
    browsers = {"anonymous": Client(), "member": member, "boss": boss}
    found = {}
    seen = 0
    for who, address, typed in VISITS:
        client = browsers[who]
        answer = client.get(address) if typed is None else client.post(address, typed)
        html = answer.content.decode()
        assert "<main" in html, (who, address, answer.status_code)
        seen += 1
        if english := ENGLISH.findall(bare(html)):
            found[(who, address, str(typed))] = english
        if "wrong" in html:
            assert re.search(r"wrong[^>]*>[^<]*[\u0e00-\u0e7f]", html)
    assert found == {}
    assert seen == len(VISITS)
