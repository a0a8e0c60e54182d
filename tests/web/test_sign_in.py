"""Sign-in, its second step, its throttling, and everything a stranger may try."""

from __future__ import annotations

import re
import time
from html import unescape

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from moibench.people import accounts
from moibench.people.models import Act, Person
from moibench.people.rights import Role
from moibench.web.accounts.middleware import BEGAN, SEEN
from tests.web.specimens import PASSWORD, made, signed_in

pytestmark = pytest.mark.django_db

WRONG = "ไม่ใช่รหัสผ่านนี้แน่นอน"
NEW = "กาแฟเย็นไม่หวานสองแก้ว"


@pytest.fixture(autouse=True)
def _no_counts() -> None:
    cache.clear()


def sign_in(client: Client, name: str, password: str, **more: str) -> HttpResponse:
    typed = {"login": name, "password": password, **more}
    answer: HttpResponse = client.post("/account/sign-in", typed)
    return answer


def is_signed_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def said(answer: HttpResponse) -> str:
    return unescape(" ".join(re.findall(r'role="alert">(.*?)</div>', answer.content.decode())))


def code_for(secret: str) -> str:
    cache.clear()  # a code may be used once; a test needs the same one again
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def confirm(client: Client) -> None:
    answer = client.post("/account/confirm?next=/account/", {"password": PASSWORD})
    assert answer.status_code == 302


def set_up(client: Client) -> tuple[str, list[str]]:
    """Switch the second factor on; return its secret and the recovery codes."""
    confirm(client)
    page = client.get("/account/two-factor/set-up").content.decode()
    secret = re.findall(r'class="key-text">([A-Z2-7]+)<', page)[0]
    answer = client.post("/account/two-factor/set-up", {"code": code_for(secret)})
    assert answer["Location"] == "/account/two-factor/codes"
    codes = re.findall(
        r"<li><code>(\d+)</code>", client.get("/account/two-factor/codes").content.decode()
    )
    return secret, codes


def test_a_reader_costs_no_query_about_people_and_gets_no_cookie() -> None:
    client = Client()
    client.get("/area/24")
    with CaptureQueriesContext(connection) as queries:
        answer = client.get("/area/24")
    about_people = [q for q in queries if re.search("people_|session|axes|mfa|account", q["sql"])]
    assert about_people == []
    assert not answer.cookies
    assert "account/sign-in" in answer.content.decode()


def test_signing_in_renews_the_session_and_leads_to_ones_own_page() -> None:
    made("somchai", (Role.READER, "24"))
    client = Client()
    client.get("/account/sign-in")
    session = client.session
    session["planted"] = "by a stranger"
    session.save()
    before = session.session_key
    answer = sign_in(client, "SomChai", PASSWORD)
    assert answer["Location"] == "/account/"
    assert client.session.session_key != before
    assert is_signed_in(client)
    page = client.get("/account/")
    assert page["Cache-Control"] == "no-store"
    assert "จังหวัดฉะเชิงเทรา" in page.content.decode()


def test_the_answer_does_not_tell_whether_there_is_such_an_account() -> None:
    made("somchai")
    off = made("gone", (Role.READER, "24"))
    Person.objects.filter(pk=off.pk).update(is_active=False)
    answers = {said(sign_in(Client(), name, WRONG)) for name in ("somchai", "nobody", "gone")}
    assert answers == {"<p>ชื่อผู้ใช้หรือรหัสผ่านไม่ถูกต้อง</p>"}


def test_an_unknown_name_costs_the_same_hashing_as_a_known_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made("somchai")
    hashed = []
    original = "django.contrib.auth.hashers.ScryptPasswordHasher.encode"
    from django.contrib.auth.hashers import ScryptPasswordHasher

    encode = ScryptPasswordHasher.encode
    monkeypatch.setattr(original, lambda *a, **k: hashed.append(1) or encode(*a, **k))
    sign_in(Client(), "somchai", WRONG)
    known = len(hashed)
    sign_in(Client(), "nobody-at-all", WRONG)
    assert len(hashed) == 2 * known > 0


def test_an_account_that_is_off_opens_nothing_and_says_so_to_its_owner_alone() -> None:
    person = made("gone", (Role.READER, "24"))
    client = signed_in(person)
    assert is_signed_in(client)
    Person.objects.filter(pk=person.pk).update(is_active=False)
    assert not is_signed_in(client)
    assert sign_in(Client(), "gone", PASSWORD)["Location"] == "/account/off"


def test_guessing_one_account_stops_after_five_wrong_passwords() -> None:
    made("somchai")
    for _ in range(5):
        sign_in(Client(), "somchai", WRONG)
    answer = sign_in(Client(REMOTE_ADDR="198.51.100.9"), "somchai", PASSWORD)
    assert answer.status_code == 200
    assert "ลอง" in said(answer)
    assert sign_in(Client(), "someone-else", WRONG).status_code == 200


def test_one_address_that_goes_on_against_one_name_is_shut_out_whatever_the_counts_say() -> None:
    made("somchai")
    for _ in range(settings.AXES_FAILURE_LIMIT):
        cache.clear()  # as if time had passed for the shorter limit
        answer = sign_in(Client(), "somchai", WRONG)
    assert answer.status_code == 429
    cache.clear()
    locked = sign_in(Client(), "SomChai", PASSWORD)
    assert locked.status_code == 429
    assert "ลองหลายครั้งเกินไป" in locked.content.decode()
    cache.clear()
    elsewhere = Client(REMOTE_ADDR="198.51.100.9")
    assert sign_in(elsewhere, "somchai", PASSWORD).status_code == 302
    assert Act.objects.filter(action="session.locked_out", subject="somchai").exists()


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_nobody_is_led_to_another_site(target: str) -> None:
    made("somchai")
    assert sign_in(Client(), "somchai", PASSWORD, next=target)["Location"] == "/account/"
    client = signed_in(accounts.find_person("somchai"))
    answer = client.post(f"/account/confirm?next={target}", {"password": PASSWORD, "next": target})
    assert answer["Location"] == "/account/"


def test_one_is_led_back_to_the_page_that_wanted_the_sign_in() -> None:
    made("boss", (Role.ADMINISTRATOR, "TH"))
    client = Client()
    asked = client.get("/en/people/log?person=boss")
    assert asked["Location"] == "/en/account/sign-in?next=/en/people/log%3Fperson%3Dboss"
    page = client.get(asked["Location"]).content.decode()
    kept = re.findall(r'name="next" value="([^"]+)"', page)
    answer = sign_in(client, "boss", PASSWORD, next=unescape(kept[0]))
    assert answer["Location"] == "/en/people/log?person=boss"


@pytest.mark.parametrize(
    "address", ["/account/sign-in", "/account/sessions", "/people/add", "/account/password"]
)
def test_a_form_from_another_site_is_refused(address: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(
        made("boss", (Role.ADMINISTRATOR, "TH")),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    answer = client.post(address, {"login": "boss"})
    assert answer.status_code == 403
    assert "รับแบบฟอร์มนี้ไม่ได้" in answer.content.decode()


def test_no_page_of_an_account_may_be_framed_or_kept() -> None:
    client = signed_in(made("boss", (Role.ADMINISTRATOR, "TH")))
    for address in ("/account/", "/account/password", "/people/", "/people/add", "/people/log"):
        answer = client.get(address)
        assert answer["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
        assert answer["Cache-Control"] == "no-store"
        html = answer.content.decode()
        assert " style=" not in html
        assert not re.search(r"\son[a-z]+=", html)


def test_signing_out_ends_the_session_on_the_server_and_not_by_a_link() -> None:
    client = signed_in(made("somchai"))
    key = client.session.session_key
    assert client.get("/account/sign-out").status_code == 200
    assert is_signed_in(client)
    client.post("/account/sign-out")
    stolen = Client()
    stolen.cookies[settings.SESSION_COOKIE_NAME] = key
    assert not is_signed_in(stolen)


@pytest.mark.parametrize(
    ("field", "age", "expected"),
    [
        (SEEN, settings.SESSION_IDLE_AGE - 60, True),
        (SEEN, settings.SESSION_IDLE_AGE + 1, False),
        (BEGAN, settings.SESSION_COOKIE_AGE - 60, True),
        (BEGAN, settings.SESSION_COOKIE_AGE + 1, False),
    ],
)
def test_a_session_ends_when_idle_and_when_old(field: str, age: int, expected: bool) -> None:
    client = signed_in(made("somchai"))
    assert is_signed_in(client)
    session = client.session
    session[field] = time.time() - age
    session.save()
    assert is_signed_in(client) is expected


def test_one_session_or_all_are_ended_from_ones_own_page() -> None:
    person = made("somchai")
    here, there, third = Client(), Client(), Client()
    for client in (here, there, third):
        sign_in(client, "somchai", PASSWORD)
    page = here.get("/account/").content.decode()
    ids = re.findall(r'name="session" value="(\d+)"', page)
    assert len(ids) == 3
    here.post("/account/sessions", {"session": ids[1]})
    assert [is_signed_in(c) for c in (here, there, third)] == [True, False, True]
    stranger = signed_in(made("stranger"))
    stranger.post("/account/sessions", {"session": ids[0]})
    assert is_signed_in(here)
    here.post("/account/sessions")
    assert [is_signed_in(c) for c in (here, third)] == [False, False]
    assert Act.objects.filter(action="session.ended", by=person).count() == 2


def test_a_changed_password_wants_the_old_one_and_ends_every_other_session() -> None:
    made("somchai")
    here, there = Client(), Client()
    for client in (here, there):
        sign_in(client, "somchai", PASSWORD)
    wrong = {"oldpassword": WRONG, "password1": NEW, "password2": NEW}
    assert here.post("/account/password", wrong).status_code == 200
    right = wrong | {"oldpassword": PASSWORD}
    assert here.post("/account/password", right)["Location"] == "/account/"
    assert is_signed_in(here)
    assert not is_signed_in(there)
    assert sign_in(Client(), "somchai", NEW).status_code == 302
    assert Act.objects.filter(action="person.password_changed", by__username="somchai").exists()


def test_with_a_second_factor_the_password_alone_opens_nothing() -> None:
    made("somchai", (Role.READER, "24"))
    client = Client()
    sign_in(client, "somchai", PASSWORD)
    secret, codes = set_up(client)
    fresh = Client()
    assert sign_in(fresh, "somchai", PASSWORD)["Location"] == "/account/code"
    assert not is_signed_in(fresh)
    assert fresh.post("/account/code", {"code": "000000"}).status_code == 200
    assert not is_signed_in(fresh)
    answer = fresh.post("/account/code", {"code": code_for(secret)})
    assert answer["Location"] == "/account/"
    assert is_signed_in(fresh)
    # A recovery code stands in once.
    for expected in (True, False):
        other = Client()
        sign_in(other, "somchai", PASSWORD)
        other.post("/account/code", {"code": codes[0]})
        assert is_signed_in(other) is expected
    # The secret is nowhere in the open.
    stored = Authenticator.objects.get(type=Authenticator.Type.TOTP).data["secret"]
    assert secret not in stored
    # Both codes and secret are shown once.
    assert codes[1] not in client.get("/account/two-factor/codes").content.decode()


def test_a_code_works_once() -> None:
    made("somchai")
    client = Client()
    sign_in(client, "somchai", PASSWORD)
    secret, _ = set_up(client)
    code = code_for(secret)
    outcomes = []
    for _ in range(2):
        fresh = Client()
        sign_in(fresh, "somchai", PASSWORD)
        fresh.post("/account/code", {"code": code})
        outcomes.append(is_signed_in(fresh))
    assert outcomes == [True, False]


def test_codes_cannot_be_guessed_on_and_on() -> None:
    made("somchai")
    client = Client()
    sign_in(client, "somchai", PASSWORD)
    secret, _ = set_up(client)
    right = code_for(secret)
    fresh = Client()
    sign_in(fresh, "somchai", PASSWORD)
    for guess in range(5):
        fresh.post("/account/code", {"code": f"{guess:06}"})
    answer = fresh.post("/account/code", {"code": right})
    assert "ลอง" in answer.content.decode()
    assert not is_signed_in(fresh)


def test_the_second_factor_is_neither_set_up_nor_dropped_without_the_password_again() -> None:
    client = signed_in(made("somchai"))
    asked = client.get("/account/two-factor/set-up")
    assert asked["Location"].startswith("/account/confirm?next=")
    secret, _ = set_up(client)
    later = Client()
    sign_in(later, "somchai", PASSWORD)
    later.post("/account/code", {"code": code_for(secret)})
    answer = later.post("/account/two-factor/turn-off")
    assert answer["Location"].startswith("/account/confirm")
    assert Authenticator.objects.filter(type=Authenticator.Type.TOTP).exists()


def test_a_one_time_link_sets_a_password_once_and_dies_of_a_newer_one() -> None:
    person = made("somchai", (Role.READER, "24"))
    old, new = (accounts.password_link_parts(person) for _ in range(2))
    assert sign_in(Client(), "somchai", PASSWORD).status_code == 200  # void from then on
    typed = {"password1": NEW, "password2": NEW}
    used: list[bool] = []

    def use(parts: tuple[str, str]) -> HttpResponse:
        client = Client()
        page = client.get(f"/account/password/{parts[0]}/{parts[1]}", follow=True)
        if parts == new:  # a proof that still counts leaves the address, and so every Referer
            assert page.request["PATH_INFO"].endswith("/set") == (not used)
        answer: HttpResponse = client.post(page.request["PATH_INFO"], typed)
        return answer

    assert "ใช้ไม่ได้แล้ว" in use(old).content.decode()
    assert use(new)["Location"] == "/account/sign-in"
    used.append(True)
    assert "ใช้ไม่ได้แล้ว" in use(new).content.decode()
    cache.clear()
    assert sign_in(Client(), "somchai", NEW).status_code == 302


def test_a_one_time_link_dies_of_age(monkeypatch: pytest.MonkeyPatch) -> None:
    name, proof = accounts.password_link_parts(made("somchai"))
    later = timezone.now().timestamp() + settings.PASSWORD_RESET_TIMEOUT + 10
    import datetime as dt

    monkeypatch.setattr(
        "django.contrib.auth.tokens.PasswordResetTokenGenerator._now",
        lambda self: dt.datetime.fromtimestamp(later),  # noqa: DTZ006 - as Django has it
    )
    page = Client().get(f"/account/password/{name}/{proof}", follow=True)
    assert "ใช้ไม่ได้แล้ว" in page.content.decode()


FIRST = {"username": "boss", "name": "หัวหน้า", "password1": NEW, "password2": NEW}


def test_the_first_administrator_is_made_from_this_machine_alone() -> None:
    strangers = [
        Client(REMOTE_ADDR="192.0.2.1"),
        Client(headers={"x-forwarded-for": "127.0.0.1"}),
        Client(headers={"forwarded": "for=127.0.0.1"}),
    ]
    for stranger in strangers:
        assert stranger.get("/account/first").status_code == 403
        assert stranger.post("/account/first", FIRST).status_code == 403
        assert "moibench user add" in stranger.get("/account/sign-in").content.decode()
    assert not accounts.anybody()
    here = Client(REMOTE_ADDR="127.0.0.1")
    assert here.get("/account/sign-in")["Location"] == "/account/first"
    assert here.post("/account/first", FIRST)["Location"] == "/account/sign-in"
    person = accounts.find_person("boss")
    assert [(h.role, h.unit) for h in accounts.held_by(person)] == [(Role.ADMINISTRATOR, "TH")]
    assert here.post("/account/first", FIRST | {"username": "second"}).status_code == 302
    assert Person.objects.count() == 1
    assert sign_in(here, "boss", NEW).status_code == 302


def test_what_is_typed_wrongly_is_never_written_down() -> None:
    made("somchai")
    sign_in(Client(), "my-secret-password-typed-as-a-name", WRONG)
    sign_in(Client(), "somchai", WRONG)
    lines = Act.objects.filter(action="session.refused").values_list("subject", flat=True)
    assert sorted(lines) == ["", "somchai"]
    from axes.models import AccessAttempt

    assert WRONG not in str(list(AccessAttempt.objects.values()))
