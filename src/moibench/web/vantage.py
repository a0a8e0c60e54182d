"""Answer every request from the edition, the moment and the map that its address names."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse

from moibench.analysis.agendas.framing import PREFIX, looking_through
from moibench.analysis.catalogue import current_catalogue
from moibench.analysis.errors import UnknownAgenda, UnknownEdition, UnknownFramework
from moibench.analysis.looking import look
from moibench.analysis.vantage import MAP_CHOICES
from moibench.presentation.language import Language, language_asked, text
from moibench.presentation.moments import MomentError, parse_moment
from moibench.presentation.pages import refusal
from moibench.presentation.pages.asked import Asked
from moibench.presentation.seen import framework_refused, unknown_edition
from moibench.web.agendas import find

FIELDS = ("edition", "as_of", "map", "framework")
_LONGEST = 40
# No published figures there: drafts are always of the present.
_UNTOUCHED = (
    *("/static/", "/assets/", "/account/", "/people/"),
    *("/filing/", "/evidence/", "/review/"),
)
Named = tuple[tuple[str, str], ...]  # values of a parameter, each with its name
Answer = Callable[[HttpRequest], HttpResponse]


class BadVantage(Exception):
    """The address names a moment or map that means nothing; `field` is the parameter at fault."""

    def __init__(self, said: str, field: str, known: Named = ()) -> None:
        self.field = field
        self.known = known
        super().__init__(said)


def vantage_middleware(get_response: Answer) -> Answer:
    """Wrap every answer in the vantage of its address."""

    def answered(request: HttpRequest) -> HttpResponse:
        if request.path.removeprefix("/en").startswith(_UNTOUCHED):
            return get_response(request)
        language = _language(request)
        edition, as_of, choice, framework = (request.GET.get(f, "").strip() for f in FIELDS)
        try:
            if max(map(len, (edition, as_of, choice))) > _LONGEST or "\x00" in edition:
                raise BadVantage(
                    text("moments.not_a_date", language, typed=as_of[:_LONGEST]), "as_of"
                )
            if edition and as_of:
                raise BadVantage(text("edition.both", language), "as_of")
            chosen = next((m for m in MAP_CHOICES if m == (choice or "restated")), None)
            if chosen is None:
                maps = tuple((m, text(f"edition.seen.map_{m}", language)) for m in MAP_CHOICES)
                said = text("edition.bad_map", language, typed=choice)
                raise BadVantage(said, "map", maps)
            moment = parse_moment(as_of) if as_of else None
            # What is written is written to the catalogue in force, never to an agenda.
            is_agenda = framework.startswith(PREFIX) and request.method in ("GET", "HEAD")
            vantage = look(
                edition=edition or None,
                as_of=moment,
                map_choice=chosen,
                framework=None if is_agenda else framework[:_LONGEST] or None,
            )
            with vantage:
                if is_agenda:
                    agenda = find(request, framework[:_LONGEST]).agenda
                    if not agenda.scored:
                        raise BadVantage(text("agendas.remark.nothing", language), "framework")
                    with looking_through(agenda):
                        return get_response(request)
                return get_response(request)
        except MomentError as error:
            said = text(error.key, language, **error.fields)
            return _refused(request, 400, error, said, "as_of")
        except BadVantage as error:
            return _refused(request, 400, error, str(error), error.field, error.known)
        except UnknownEdition as error:
            named = tuple((e, e) for e in error.known)
            said = unknown_edition(error, language)
            return _refused(request, 404, error, said, "edition", named)
        except UnknownAgenda as error:
            known = ", ".join(error.known)
            said = text("agendas.error.unknown", language, typed=error.typed, known=known)
            return _refused(request, 404, error, said, "framework")
        except UnknownFramework as error:
            said = framework_refused(error, language)
            frameworks = current_catalogue().frameworks
            named = tuple((f, frameworks[f].name.in_language(language)) for f in error.known)
            return _refused(request, 404, error, said, "framework", named)

    return answered


def _refused(
    request: HttpRequest,
    status: int,
    error: Exception,
    said: str,
    field: str,
    known: Named = (),
) -> HttpResponse:
    if request.path.startswith("/api/"):
        content = {
            "type": "about:blank",
            "status": status,
            "error": type(error).__name__,
            "title": said,
            "detail": said,
            "nearest": [],
            "years": [],
        }
        return JsonResponse(content, status=status, content_type="application/problem+json")
    from moibench.web.page import parameters, plain_path, refuse

    current_catalogue()
    asked = Asked(_language(request), plain_path(request), parameters(request))
    return refuse(request, refusal.seen_from(said, status, asked, field, known))


def _language(request: HttpRequest) -> Language:
    if request.path.startswith("/api/"):
        accepted = request.headers.get("Accept-Language", "")
        return language_asked(request.GET.get("lang", ""), accepted)
    return "en" if request.path.startswith("/en/") else "th"
