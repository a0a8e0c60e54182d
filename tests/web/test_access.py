"""Every route and every role: a route without a line fails, and so does a wrong line."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, resolve
from django.utils import translation

from moibench.ingest.drafts import every
from moibench.web import chart_script
from tests.web.specimens import ROLES, made, signed_in

pytestmark = pytest.mark.django_db

EVERYBODY = ("anonymous", *ROLES)
# For the others the view is the same one, as a test below shows, and so are those who may.
IN_ENGLISH_TOO = ("anonymous", "officer")
LIKE_OTHERS = ("reader", "other_officer", "approver", "province_administrator")


def line(anonymous: int, signed: int, **other: int) -> dict[str, int]:
    """Return the status for each role: nobody's, everybody's, and the exceptions."""
    return {role: anonymous if role == "anonymous" else signed for role in EVERYBODY} | other


OPEN = line(200, 200)
FOR_ALL_SIGNED_IN = line(302, 200)
LEADS_ON = line(302, 302)  # to a sign-in, a confirmation, or one's own page
BOTH_ADMINISTRATORS = line(302, 403, administrator=200, province_administrator=200)
THE_ADMINISTRATOR = line(302, 403, administrator=200)
BY_TOKEN = line(401, 401)  # a session opens nothing here; tokens are tested in tests/api
ONLY_WRITES = line(405, 405)  # by a token; a reader's method is refused to all
NONE_KEPT = line(404, 404)
THE_EDITOR = line(302, 403, editor=200)
OF_DRAFTS = line(302, 403, editor=404, administrator=404)  # there is no draft 1

# route: (an address of it, the status for each role)
TABLE: dict[str, tuple[str, dict[str, int]]] = {
    f"assets/{chart_script.NAME}": (f"/assets/{chart_script.NAME}", OPEN),
    "api/openapi.json": ("/api/openapi.json", OPEN),
    "api/": ("/api/", OPEN),
    "api/summary": ("/api/summary", OPEN),
    "api/comparison": ("/api/comparison?units=24,20", OPEN),
    "api/peers/<unit>": ("/api/peers/24", OPEN),
    "api/change/<unit>": ("/api/change/24", OPEN),
    "api/before-after/unit/<unit>": ("/api/before-after/unit/24", OPEN),
    "api/before-after/indicator/<indicator>": ("/api/before-after/indicator/gpp_per_capita", OPEN),
    "api/levers/<unit>": ("/api/levers/24", OPEN),
    "api/explore/<unit>": ("/api/explore/24", OPEN),
    "api/targets/<unit>": ("/api/targets/24", OPEN),
    "api/search": ("/api/search?q=chon", OPEN),
    "api/catalogue": ("/api/catalogue", OPEN),
    "api/units": ("/api/units", OPEN),
    "api/units/<code>": ("/api/units/24", OPEN),
    "api/series": ("/api/series", OPEN),
    "api/series/<series>": ("/api/series/gpp_current", OPEN),
    "api/indicators": ("/api/indicators", OPEN),
    "api/indicators/<indicator>": ("/api/indicators/gpp_per_capita", OPEN),
    "api/frameworks": ("/api/frameworks", OPEN),
    "api/sources": ("/api/sources", OPEN),
    "api/observations": ("/api/observations?series=gpp_current&units=24", OPEN),
    "api/filings": ("/api/filings", BY_TOKEN),
    "api/filings/completeness": ("/api/filings/completeness?year=2568", BY_TOKEN),
    "api/filings/<source>/<year>/<unit>": ("/api/filings/area_budget/2569/24", BY_TOKEN),
    "api/filings/<source>/<year>/<unit>/<series>": (
        "/api/filings/area_budget/2569/24/investment_budget_disbursed",
        BY_TOKEN,
    ),
    "api/filings/<source>/<year>/<unit>/steps": (
        "/api/filings/area_budget/2569/24/steps",
        line(405, 405),  # it is only posted to
    ),
    "api/filings/<source>/<year>/<unit>/<series>/remarks": (
        "/api/filings/area_budget/2569/24/investment_budget_disbursed/remarks",
        line(405, 405),
    ),
    "api/evidence/<unit>": ("/api/evidence/24", ONLY_WRITES),
    "api/evidence/<unit>/<evidence>": ("/api/evidence/24/1", BY_TOKEN),
    "api/check/figures": ("/api/check/figures", ONLY_WRITES),
    "api/check/table": ("/api/check/table", ONLY_WRITES),
    "api/check/workbook": ("/api/check/workbook", ONLY_WRITES),
    "api/workbooks": ("/api/workbooks", ONLY_WRITES),
    "api/workbooks/<unit>/<year>": ("/api/workbooks/24/2568", BY_TOKEN),
    "api/imports": ("/api/imports", BY_TOKEN),
    "api/imports/<sha256>/commit": (f"/api/imports/{'0' * 64}/commit", ONLY_WRITES),
    "api/targets/<unit>/entered": ("/api/targets/24/entered", OPEN),
    "api/moves/<subject>": ("/api/moves/hai", OPEN),
    "api/sectors/<unit>": ("/api/sectors/24", OPEN),
    "api/fetched": ("/api/fetched", BY_TOKEN),
    "api/fetched/<name>": ("/api/fetched/x", BY_TOKEN),
    "api/fetched/<name>/fetch": ("/api/fetched/x/fetch", ONLY_WRITES),
    "api/groups": ("/api/groups", OPEN),
    "api/groups/<number>": ("/api/groups/1", NONE_KEPT),
    "api/position/unit/<unit>": ("/api/position/unit/24", OPEN),
    "api/position/subject/<subject>": ("/api/position/subject/hai", OPEN),
    "api/champions/<unit>": ("/api/champions/24", OPEN),
    "api/products/<unit>": ("/api/products/24", ONLY_WRITES),
    "api/products/<unit>/<number>": ("/api/products/24/1", NONE_KEPT),
    "api/swot/<unit>": ("/api/swot/24", OPEN),  # decisions on it by token alone
    "api/swot/<unit>/decisions": ("/api/swot/24/decisions", ONLY_WRITES),
    "api/swot/<unit>/items": ("/api/swot/24/items", ONLY_WRITES),
    "api/swot/<unit>/items/<number>": ("/api/swot/24/items/1", ONLY_WRITES),
    "api/value-chains/<unit>": ("/api/value-chains/24", OPEN),
    "api/value-chains/<unit>/<number>": ("/api/value-chains/24/1", NONE_KEPT),
    "api/value-chains/<unit>/<number>/restored": (
        "/api/value-chains/24/1/restored",
        ONLY_WRITES,
    ),
    "api/agendas": ("/api/agendas", OPEN),
    "api/agendas/<reference>": ("/api/agendas/waste", OPEN),
    "api/agendas/<reference>/results": ("/api/agendas/waste/results", OPEN),
    "api/agendas/<reference>/compare": ("/api/agendas/waste/compare", OPEN),
    "api/agendas/<reference>/versions": ("/api/agendas/waste/versions", ONLY_WRITES),
    "api/texts/<unit>": ("/api/texts/24", BY_TOKEN),
    "api/texts/<unit>/<chapter>": ("/api/texts/24/x", ONLY_WRITES),
    "api/sentences": ("/api/sentences", BY_TOKEN),
    "api/sentences/<name>": ("/api/sentences/x", ONLY_WRITES),
    "api/tray": ("/api/tray", BY_TOKEN),
    "api/tray/<item>": ("/api/tray/1", ONLY_WRITES),
    "api/drafts": ("/api/drafts", BY_TOKEN),
    "api/drafts/<number>": ("/api/drafts/1", BY_TOKEN),
    "api/drafts/<number>/file": ("/api/drafts/1/file", BY_TOKEN),
    "api/drafts/<number>/files": ("/api/drafts/1/files", ONLY_WRITES),
    "api/drafts/<number>/steps": ("/api/drafts/1/steps", ONLY_WRITES),
    "api/editions/next": ("/api/editions/next", BY_TOKEN),
    "api/editions": ("/api/editions", ONLY_WRITES),
    "api/profile/<unit>/report": ("/api/profile/99/report", line(404, 404)),
    "api/<path:anything>": ("/api/nothing/of/the/kind", line(404, 404)),
    "api/profile/<unit>": ("/api/profile/24", OPEN),
    "api/ranking/<subject>": ("/api/ranking/gpp_per_capita", OPEN),
    # What is published is open to all without an account.
    "": ("/", OPEN),
    "area/<str:code>": ("/area/24", OPEN),
    "report/<str:code>.<str:kind>": ("/report/24.docx", OPEN),
    "indicator/": ("/indicator/", OPEN),
    "indicator/<str:subject_id>.csv": ("/indicator/gpp_per_capita.csv", OPEN),
    "indicator/<str:subject_id>": ("/indicator/gpp_per_capita", OPEN),
    "indicator/<str:subject_id>/moves": ("/indicator/hai/moves", OPEN),
    "index/<str:subject_id>": ("/index/overall", OPEN),
    "index/<str:subject_id>/moves": ("/index/overall/moves", OPEN),
    "compare": ("/compare", OPEN),
    "compare/workbook.xlsx": ("/compare/workbook.xlsx", OPEN),
    "compare/table.csv": ("/compare/table.csv", OPEN),
    "group/": ("/group/", OPEN),
    "group/new": ("/group/new", FOR_ALL_SIGNED_IN),
    "group/<int:number>": ("/group/1", line(404, 404)),  # none is kept
    "before-after": ("/before-after", OPEN),
    "before-after/indicator/<str:indicator_id>": ("/before-after/indicator/hai", OPEN),
    "before-after/<str:code>": ("/before-after/24", OPEN),
    "change/<str:code>": ("/change/24", OPEN),
    "levers/<str:code>": ("/levers/24", OPEN),
    "position/<str:code>": ("/position/24?year=2562", OPEN),
    "position/<str:code>.xlsx": ("/position/24.xlsx?year=2562", OPEN),
    "position/indicator/<str:subject_id>": ("/position/indicator/hai?year=2562", OPEN),
    "position/indicator/<str:subject_id>.xlsx": ("/position/indicator/hai.xlsx?year=2562", OPEN),
    "sectors/<str:code>": ("/sectors/24", OPEN),
    "sectors/<str:code>.xlsx": ("/sectors/24.xlsx", OPEN),
    "champions/<str:code>": ("/champions/24", OPEN),
    "champions/<str:code>.xlsx": ("/champions/24.xlsx", OPEN),
    "champions/<str:code>/product/new": (
        "/champions/24/product/new",
        line(302, 403, officer=200),
    ),
    "champions/<str:code>/product/<int:number>": (
        "/champions/24/product/1",
        line(404, 404),  # none is kept
    ),
    "targets/<str:code>": ("/targets/24", OPEN),
    "targets/<str:code>.xlsx": ("/targets/24.xlsx", OPEN),
    "targets/<str:code>/table": ("/targets/24/table", line(302, 403, officer=200)),
    "swot/<str:code>": ("/swot/24", OPEN),
    "swot/<str:code>/tows": ("/swot/24/tows", OPEN),
    "swot/<str:code>.<str:kind>": ("/swot/24.docx", OPEN),
    # Agendas are read, tried and begun by everybody; saving and versions are tested beside them.
    "agenda/": ("/agenda/", OPEN),
    "agenda/new": ("/agenda/new", OPEN),
    "agenda/try": ("/agenda/try?i=hai", OPEN),
    "agenda/<str:reference>": ("/agenda/waste", OPEN),
    "agenda/<str:reference>/compare": ("/agenda/pm25/compare", line(404, 404)),  # no figures yet
    "agenda/<str:reference>/edit": ("/agenda/waste/edit", line(403, 403)),  # built in
    "agenda/<str:reference>.<str:kind>": ("/agenda/pm25.xlsx", line(404, 404)),
    "method": ("/method", OPEN),
    "search": ("/search?q=chon", OPEN),
    "edition/": ("/edition/", OPEN),
    "edition/publish": ("/edition/publish", line(302, 403)),  # the country's approver's alone
    "edition/<str:year>/<str:number>": ("/edition/2569/1", line(404, 404)),  # none is published
    "api/edition/": ("/api/edition/", OPEN),
    "api/edition/<year>/<number>": ("/api/edition/2569/1", line(404, 404)),
    "<path:anything>": ("/nothing/of/the/kind", line(404, 404)),
    # The written analysis, read by the signed-in; who writes is tested in test_writing.
    "reports/text/<str:code>": ("/reports/text/24", FOR_ALL_SIGNED_IN),
    "reports/templates/<str:code>": ("/reports/templates/24", line(302, 200, other_officer=403)),
    "reports/templates/<str:code>/<int:number>": (
        "/reports/templates/24/1",
        line(302, 404, other_officer=403),  # none was handed in
    ),
    "reports/sentences": ("/reports/sentences", FOR_ALL_SIGNED_IN),
    "reports/sentences.csv": ("/reports/sentences.csv?template={name}", FOR_ALL_SIGNED_IN),
    "reports/batch": ("/reports/batch", FOR_ALL_SIGNED_IN),
    "reports/batch/<str:run_id>.zip": ("/reports/batch/none.zip", LEADS_ON),  # there is none
    # Value chains are read by all, written by the unit's officers.
    "value-chain/<str:code>/": ("/value-chain/24/", OPEN),
    "value-chain/<str:code>/new": ("/value-chain/24/new", line(302, 403, officer=200)),
    "value-chain/<str:code>/<int:number>": ("/value-chain/24/1", line(404, 404)),  # none is kept
    "value-chain/<str:code>/<int:number>.<str:kind>": (
        "/value-chain/24/1.docx",
        line(404, 404),
    ),
    "value-chain/<str:code>/<int:number>/edit": ("/value-chain/24/1/edit", line(302, 404)),
    # One's own tray.
    "tray/": ("/tray/", FOR_ALL_SIGNED_IN),
    "tray/keep": ("/tray/keep?page=/area/24", FOR_ALL_SIGNED_IN),
    "tray/document.<str:kind>": ("/tray/document.pdf", LEADS_ON),  # to the tray, which is empty
    # One's own account.
    "account/": ("/account/", FOR_ALL_SIGNED_IN),
    "account/tokens": ("/account/tokens", LEADS_ON),
    "account/first": ("/account/first", LEADS_ON),
    "account/sign-in": ("/account/sign-in", line(200, 302)),
    "account/sign-out": ("/account/sign-out", FOR_ALL_SIGNED_IN),
    "account/off": ("/account/off", line(403, 403)),
    "account/sessions": ("/account/sessions", ONLY_WRITES),
    "account/confirm": ("/account/confirm", FOR_ALL_SIGNED_IN),
    "account/confirm/code": ("/account/confirm/code", LEADS_ON),
    "account/password": ("/account/password", FOR_ALL_SIGNED_IN),
    "account/password/<str:uidb64>/<str:token>": ("/account/password/MQ/no-proof", OPEN),
    "account/code": ("/account/code", LEADS_ON),
    "account/two-factor": ("/account/two-factor", FOR_ALL_SIGNED_IN),
    "account/two-factor/set-up": ("/account/two-factor/set-up", LEADS_ON),
    "account/two-factor/turn-off": ("/account/two-factor/turn-off", line(302, 404)),
    "account/two-factor/codes": ("/account/two-factor/codes", line(302, 404)),
    "account/two-factor/codes/new": ("/account/two-factor/codes/new", LEADS_ON),
    # The catalogue: what is in force is open, drafts are the editors'.
    "catalogue/": ("/catalogue/", OPEN),
    "catalogue/framework/<str:name>": ("/catalogue/framework/moi_plan13", OPEN),
    "catalogue/catalogue.zip": ("/catalogue/catalogue.zip", OPEN),
    "catalogue/begin": ("/catalogue/begin", THE_EDITOR),
    "catalogue/draft/<int:number>": ("/catalogue/draft/1", OF_DRAFTS),
    "catalogue/draft/<int:number>/catalogue.zip": ("/catalogue/draft/1/catalogue.zip", OF_DRAFTS),
    "catalogue/draft/<int:number>/files": ("/catalogue/draft/1/files", line(302, 403, editor=404)),
    "catalogue/draft/<int:number>/make": ("/catalogue/draft/1/make", line(302, 403, editor=404)),
    "catalogue/draft/<int:number>/map/<str:name>": (
        "/catalogue/draft/1/map/moi_plan13",
        OF_DRAFTS,
    ),
    "catalogue/draft/<int:number>/list/<str:kind>": ("/catalogue/draft/1/list/plans", OF_DRAFTS),
    "catalogue/draft/<int:number>/add/<str:kind>": ("/catalogue/draft/1/add/plans", OF_DRAFTS),
    "catalogue/draft/<int:number>/<str:kind>/<str:name>": (
        "/catalogue/draft/1/indicators/hai",
        OF_DRAFTS,
    ),
    # Other people's.
    "people/": ("/people/", BOTH_ADMINISTRATORS),
    "people/add": ("/people/add", BOTH_ADMINISTRATORS),
    "people/of/<str:username>": ("/people/of/reader", BOTH_ADMINISTRATORS),
    "people/log": ("/people/log", THE_ADMINISTRATOR),
    "people/log.csv": ("/people/log.csv", THE_ADMINISTRATOR),
    # Figures that units report themselves: drafts are for those who may see what is unpublished.
    "import": ("/import", line(302, 403, officer=200, other_officer=200)),
    # Sources that figures are fetched from: the country's officers', tested in test_source_pages.
    "sources/": ("/sources/", line(302, 403)),
    "sources/add": ("/sources/add", line(302, 403)),
    "sources/of/<str:name>": ("/sources/of/x", line(302, 403)),
    "sources/of/<str:name>/edit": ("/sources/of/x/edit", line(302, 403)),
    "sources/of/<str:name>/<int:number>": ("/sources/of/x/1", line(302, 403)),
    "sources/of/<str:name>/<int:number>/content": ("/sources/of/x/1/content", line(302, 403)),
    "grid/": ("/grid/", line(302, 200, officer=302, other_officer=302)),
    "grid/<str:unit>/<str:year>": ("/grid/24/2568", line(302, 403, officer=200)),
    "grid/<str:unit>/<str:year>/cells": (
        "/grid/24/2568/cells",
        line(302, 403, officer=400),  # nothing was sent
    ),
    "workbook/<str:unit>/<str:year>": ("/workbook/24/2568", line(302, 403, officer=200)),
    "workbook/<str:unit>/<str:year>.xlsx": ("/workbook/24/2568.xlsx", line(302, 403, officer=200)),
    "workbook/<str:unit>/<str:year>/<str:sha>.xlsx": (
        f"/workbook/24/2568/{'0' * 64}.xlsx",
        line(302, 403, officer=400),  # nobody handed it in
    ),
    "filing/": ("/filing/", FOR_ALL_SIGNED_IN),
    "filing/<str:source>/<str:year>/<str:unit>": (
        "/filing/area_budget/2569/24",
        line(302, 200, other_officer=403),
    ),
    "filing/<str:source>/<str:year>/<str:unit>/<str:series>": (
        "/filing/area_budget/2569/24/investment_budget_disbursed",
        line(302, 200, other_officer=403),
    ),
    "evidence/<str:unit>/<int:evidence>": ("/evidence/24/1", line(302, 404, other_officer=403)),
    "review/": ("/review/", FOR_ALL_SIGNED_IN),
    "review/completeness": ("/review/completeness", FOR_ALL_SIGNED_IN),
}
WITHOUT_LANGUAGE = ("assets/", "api/")


def routes(patterns: list[object], before: str = "") -> Iterator[str]:
    for pattern in patterns:
        route = f"{before}{pattern.pattern}"  # type: ignore[attr-defined]
        if isinstance(pattern, URLPattern):
            yield route
        else:
            yield from routes(pattern.url_patterns, route)  # type: ignore[attr-defined]


def test_every_route_has_its_line_and_every_line_its_route() -> None:
    with translation.override("th"):
        found = list(routes(get_resolver().url_patterns))
    thai = {r for r in found if not r.startswith("en/")}
    assert thai == set(TABLE)
    with translation.override("en"):
        english = {r for r in routes(get_resolver().url_patterns) if r.startswith("en/")}
    assert english == {f"en/{r}" for r in thai if not r.startswith(WITHOUT_LANGUAGE)}


def test_the_english_address_of_a_page_leads_to_the_same_view() -> None:
    for route, (address, _) in TABLE.items():
        path = address.partition("?")[0]
        if not route.startswith(WITHOUT_LANGUAGE):
            with translation.override("th"):
                thai = resolve(path)
            with translation.override("en"):
                english = resolve(f"/en{path}")
            assert english.func is thai.func, route
            assert english.kwargs | {"language": ""} == thai.kwargs | {"language": ""}, route


@pytest.mark.parametrize(
    "role",
    [
        # Those that see what others see need not be counted line by line too.
        pytest.param(role, marks=[pytest.mark.no_cover] if role in LIKE_OTHERS else [])
        for role in EVERYBODY
    ],
)
def test_each_role_gets_what_the_table_says(role: str) -> None:
    browsers = {name: made(name, held) for name, held in ROLES.items()}
    got, expected = {}, {}
    for route, (address, statuses) in TABLE.items():
        for prefix in ("", "/en"):
            if prefix and (role not in IN_ENGLISH_TOO or route.startswith(WITHOUT_LANGUAGE)):
                continue
            client = Client() if role == "anonymous" else signed_in(browsers[role])
            response = client.get(prefix + address)
            if response.streaming:  # read to its end, it closes what it read from
                b"".join(response.streaming_content)
            got[prefix + address] = response.status_code
            expected[prefix + address] = statuses[role]
    assert got == expected


def test_what_changes_something_is_refused_to_those_the_pages_refuse() -> None:
    browsers = {name: made(name, held) for name, held in ROLES.items()}
    changes = [
        ("/people/add", {"username": "intruder", "name": "x", "role": "administrator"}),
        ("/people/of/editor", {"do": "switch_off"}),
        ("/people/of/editor", {"do": "make_link"}),
        ("/people/of/editor", {"do": "give_role", "role": "administrator", "unit": "TH"}),
        ("/catalogue/begin", {"title": "intruder", "reason": "x"}),
    ]
    for name, person in browsers.items():
        if name == "administrator":
            continue
        for address, typed in changes:
            if name == "province_administrator" and address == "/people/add":
                continue
            if name == "editor" and address == "/catalogue/begin":
                continue
            assert signed_in(person).post(address, typed).status_code in (302, 403)
    assert every() == ()
    editor = browsers["editor"]
    editor.refresh_from_db()
    assert editor.is_active
    assert editor.memberships.count() == 1
    assert "intruder" not in {p.username for p in type(editor).objects.all()}
