"""Turn whatever can go wrong into one sentence: what is wrong, where, and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from moibench.analysis import errors
from moibench.analysis.catalogue import current_catalogue
from moibench.catalogue import CatalogueError
from moibench.config.home import HomeError
from moibench.ingest.errors import FiguresError
from moibench.people.errors import PeopleError
from moibench.presentation.language import Language, text
from moibench.presentation.moments import MomentError, format_moment
from moibench.presentation.names import indicator_name, unit_name
from moibench.presentation.seen import framework_refused, refusal_said, unknown_edition
from moibench.presentation.target_table import TargetTableError, fault_said
from moibench.presentation.years import YearError, format_year, format_year_list
from moibench.reports.write import ReportError

COULD_NOT, ASKED_WRONGLY = 1, 2


class Refusal(Exception):
    """A sentence for the person at the terminal, and the exit code to leave with."""

    def __init__(self, sentence: str, exit_code: int) -> None:
        self.exit_code = exit_code
        super().__init__(sentence)


@contextmanager
def explained(language: Language) -> Iterator[None]:
    """Raise `Refusal` in place of the errors that a person can do something about."""
    # Django's own errors can be named only once its settings were read, and reading them
    # needs the data folder.
    try:
        yield
    except Refusal:
        raise
    except (HomeError, CatalogueError, FiguresError) as error:
        raise Refusal(_set_up(error, language), COULD_NOT) from error
    except TargetTableError as error:
        said = [
            text("terminal.figures", language),
            *(fault_said(f, language) for f in error.faults),
        ]
        raise Refusal("\n- ".join(said), COULD_NOT) from error
    except (YearError, MomentError, ReportError) as error:
        raise Refusal(text(error.key, language, **error.fields), ASKED_WRONGLY) from error
    except PeopleError as error:
        raise Refusal(text(error.key, language), ASKED_WRONGLY) from error
    except errors.CannotPublish as error:
        raise Refusal(_refusals(error, language), COULD_NOT) from error
    except errors.AnalysisError as error:
        raise Refusal(_question(error, language), ASKED_WRONGLY) from error
    except Exception as error:
        sentence = _typed(error, language) or _database(error, language) or _kept(error, language)
        if sentence is None:
            raise
        raise Refusal(sentence, COULD_NOT) from error


def _typed(error: Exception, language: Language) -> str | None:
    from django.core.exceptions import ValidationError
    from django.utils import translation

    if not isinstance(error, ValidationError):
        return None
    with translation.override(language):
        return "\n".join(error.messages)


def _set_up(error: HomeError | CatalogueError | FiguresError, language: Language) -> str:
    if isinstance(error, HomeError):
        return text("terminal.home", language, folder=error.path, reason=error.reason)
    key = "terminal.catalogue" if isinstance(error, CatalogueError) else "terminal.figures"
    return "\n".join([text(key, language), *(f"- {fault}" for fault in error.faults)])


def _question(error: errors.AnalysisError, language: Language) -> str:
    catalogue = current_catalogue()
    match error:
        case errors.UnknownUnit(typed=typed, nearest=nearest):
            names = [f"{unit_name(catalogue, c, language)} ({c})" for c in nearest]
            return _nearest("terminal.unknown_unit", typed, names, language)
        case errors.UnknownSubject(typed=typed, nearest=nearest):
            names = [_subject(c, language) for c in nearest]
            return _nearest("terminal.unknown_subject", typed, names, language)
        case errors.NoDataForYear(year=year, years=years):
            return text(
                "years.no_data",
                language,
                year=format_year(year, language),
                years=format_year_list(years, language),
            )
        case errors.NoValuesForLevel(indicator_id=indicator_id, level=level):
            name = indicator_name(catalogue.indicators[indicator_id], language)
            return text(f"terminal.no_values_for.{level}", language, indicator=name)
        case errors.UnitDidNotExist(unit_code=code, year=year, first=first):
            return text(
                "terminal.unit_did_not_exist",
                language,
                unit=unit_name(catalogue, code, language),
                year=format_year(year, language),
                first=format_year(first, language) if first else "–",
            )
        case errors.NoFigures(indicator_id=indicator_id):
            name = indicator_name(catalogue.indicators[indicator_id], language)
            return text("terminal.no_figures", language, indicator=name)
        case errors.UnknownAgenda(typed=typed, known=known):
            return text("agendas.error.unknown", language, typed=typed, known=", ".join(known))
        case errors.UnknownEdition():
            return unknown_edition(error, language)
        case errors.UnknownFramework():
            return framework_refused(error, language)
        case errors.NothingKnownYet(moment=moment):
            return text("edition.nothing_known", language, moment=format_moment(moment, language))
        case errors.DamagedEdition(name=name):
            return text("edition.damaged", language, name=name)
        case errors.NoFiguresForUnit(unit_code=code):
            name = unit_name(catalogue, code, language)
            return text("edition.no_figures_for_unit", language, unit=name)
        case errors.NoPeers(unit_code=code, reason=reason):
            unit = unit_name(catalogue, code, language)
            return text(f"terminal.no_peers.{reason}", language, unit=unit)
        case errors.EmptyGroup(of=of):
            return text(f"terminal.empty_group.{of}", language)
        case errors.UnknownGroup(typed=typed, known=known):
            names = [f"{name} (group:{number})" for number, name in known]
            return _nearest("terminal.unknown_group", typed, names, language)
        case errors.GroupNotThere(codes=codes, year=year):
            names = [unit_name(catalogue, c, language) for c in codes]
            return text(
                "terminal.group_not_there",
                language,
                names=", ".join(names),
                year=format_year(year, language),
            )
        case errors.UnknownValueChain(number=number):
            return text("value_chain.unknown", language, number=number)
        case errors.UnknownChoice(typed=typed, known=known):
            return text("terminal.unknown_choice", language, typed=typed, known=", ".join(known))
        case errors.NoScore(unit_code=code, year=year):
            return text(
                "terminal.no_score",
                language,
                unit=unit_name(catalogue, code, language),
                year=format_year(year, language),
            )
        case errors.SameYears(from_year=first, to_year=last):
            return text(
                "terminal.same_years",
                language,
                from_year=format_year(first, language),
                to_year=format_year(last, language),
            )
    return str(error)


def _refusals(error: errors.CannotPublish, language: Language) -> str:
    return "\n".join(refusal_said(r, language) for r in error.refusals)


def _kept(error: Exception, language: Language) -> str | None:
    """Say what is wrong with a file of the memory; these errors can be named only now."""
    if isinstance(error, OSError) and isinstance(error.filename, str):
        return text("terminal.file", language, path=error.filename, reason=error.strerror)
    from django.conf import settings

    # A command that needs no database has opened no memory either.
    if not settings.configured:
        return None
    from moibench.ingest.backup import BackupError
    from moibench.ingest.catalogue_files import DamagedFile, FolderTaken

    match error:
        case BackupError(reason=reason, detail=detail):
            return text(f"terminal.backup.{reason}", language, detail=detail)
        case FolderTaken(folder=folder):
            return text("terminal.folder_taken", language, folder=folder)
        case DamagedFile(path=path, reason=reason):
            return text("terminal.damaged_file", language, path=path, reason=reason)
    return None


def _subject(subject_id: str, language: Language) -> str:
    indicator = current_catalogue().indicators.get(subject_id)
    return f"{indicator_name(indicator, language)} ({subject_id})" if indicator else subject_id


def _nearest(key: str, typed: str, names: list[str], language: Language) -> str:
    return text(key, language, typed=typed, nearest="; ".join(names) or "–")


def _database(error: Exception, language: Language) -> str | None:
    from django.core.exceptions import ImproperlyConfigured
    from django.db import DatabaseError

    if isinstance(error, ImproperlyConfigured):
        return text("terminal.settings", language, reason=error)
    if not isinstance(error, DatabaseError):
        return None
    key = "terminal.database_locked" if "locked" in str(error) else "terminal.database"
    return text(key, language, reason=str(error).strip())
