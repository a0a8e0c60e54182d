"""The commands that keep the memory: editions, catalogues, maps, backups."""

from __future__ import annotations

import argparse
import datetime as dt
import getpass
import json
from pathlib import Path

from moibench.cli.prepare import prepare, start
from moibench.presentation.language import text
from moibench.presentation.moments import parse_moment


def _print_json(content: object) -> None:
    print(json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False))


def run_edition_list(given: argparse.Namespace) -> None:
    """Print every published edition, the newest first."""
    prepare()
    from moibench.analysis.editions import editions
    from moibench.presentation.machine_editions import edition_json
    from moibench.presentation.terminal_editions import editions_text

    found = editions()
    if given.json:
        _print_json([edition_json(e) for e in found])
    else:
        print(editions_text(found, given.language))


def run_edition_publish(given: argparse.Namespace) -> None:
    """Check and publish an edition, or say every reason why not."""
    map_date = parse_moment(given.map_date).date() if given.map_date else None
    prepare()
    from moibench.analysis.editions import publish
    from moibench.presentation.machine_editions import edition_json
    from moibench.presentation.terminal_editions import editions_text

    edition = publish(
        given.name,
        _who(given),
        note=given.note,
        map_date=map_date,
        framework=given.framework,
    )
    if given.json:
        _print_json(edition_json(edition))
    else:
        print(editions_text((edition,), given.language))


def run_edition_diff(given: argparse.Namespace) -> None:
    """Print what differs between two published editions."""
    prepare()
    from moibench.analysis.edition_difference import edition_difference
    from moibench.presentation.machine_editions import difference_json
    from moibench.presentation.terminal_editions import difference_text

    difference = edition_difference(given.older, given.newer)
    if given.json:
        _print_json(difference_json(difference))
    else:
        print(difference_text(difference, given.language))


def run_catalogue_check(given: argparse.Namespace) -> None:
    """Check a folder of catalogue files and list all faults."""
    prepare()
    from moibench.ingest.catalogue_files import check_folder

    catalogue = check_folder(Path(given.folder))
    print(text("terminal.catalogue_sound", given.language, version=catalogue.version))


def run_catalogue_load(given: argparse.Namespace) -> None:
    """Put a folder of catalogue files in force."""
    prepare()
    from moibench.ingest.catalogue_files import load_folder

    kept = load_folder(Path(given.folder), _who(given), given.reason)
    print(text("terminal.catalogue_loaded", given.language, version=kept.version))


def run_catalogue_export(given: argparse.Namespace) -> None:
    """Write the catalogue in force to a folder, byte for byte."""
    prepare()
    from moibench.analysis.catalogue import current_catalogue
    from moibench.ingest.catalogue_files import export_folder

    count = export_folder(current_catalogue(), Path(given.folder))
    print(text("terminal.catalogue_exported", given.language, count=count, folder=given.folder))


def run_catalogue_add_units(given: argparse.Namespace) -> None:
    """Add districts and sub-districts of a code list."""
    since = parse_moment(given.since).date()
    prepare()
    from moibench.analysis.catalogue import current_catalogue
    from moibench.ingest.maps import add_local_units

    kept = add_local_units(Path(given.file), current_catalogue(), _who(given), since=since)
    print(text("terminal.catalogue_loaded", given.language, version=kept.version))


def run_map_check(given: argparse.Namespace) -> None:
    """Check a draft map and list all faults."""
    prepare()
    from moibench.analysis.catalogue import current_catalogue
    from moibench.ingest.maps import check_map

    check_map(Path(given.file), current_catalogue())
    print(text("terminal.map_sound", given.language))


def run_map_publish(given: argparse.Namespace) -> None:
    """Put a draft map in force."""
    prepare()
    from moibench.analysis.catalogue import current_catalogue
    from moibench.ingest.maps import publish_map

    kept = publish_map(Path(given.file), current_catalogue(), _who(given))
    print(text("terminal.catalogue_loaded", given.language, version=kept.version))


def run_backup(given: argparse.Namespace) -> None:
    """Write everything to one file."""
    prepare()
    from moibench.ingest.backup import back_up

    path = Path(given.file)
    found = back_up(path)
    rows = sum(found.rows.values())
    print(text("terminal.backed_up", given.language, path=path, rows=rows, files=found.files))
    print(text("terminal.backup_is_secret", given.language))


def run_restore(given: argparse.Namespace) -> None:
    """Verify a backup and make this system what it holds."""
    start()
    from moibench.ingest.backup import restore

    found = restore(Path(given.file), replace=given.replace)
    rows = sum(found.rows.values())
    made_at = dt.datetime.fromisoformat(found.made_at)
    print(text("terminal.restored", given.language, rows=rows, files=found.files, made_at=made_at))
    key = "terminal.restart_after_restore" if found.has_key else "terminal.restored_without_key"
    print(text(key, given.language))


def _who(given: argparse.Namespace) -> str:
    return given.by or getpass.getuser()
