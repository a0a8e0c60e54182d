"""Messages of statistics in a file: SDMX-ML and JSON-stat as the table that is imported."""

from __future__ import annotations

from pathlib import Path

from moibench.ingest.sources.arrived import FetchFailed, as_csv
from moibench.ingest.table_files.refusals import ImportRefused

MOST_BYTES = 200_000_000
ENDINGS = (".xml", ".json")


def as_table_file(path: Path, folder: Path) -> Path:
    """Return the file, or where it is a message, the table made of it inside `folder`.

    Raises:
        ImportRefused: it is no message that is read, torn, or too large.
    """
    if path.suffix.lower() not in ENDINGS or not path.is_file():
        return path
    if path.stat().st_size > MOST_BYTES:
        size = path.stat().st_size // 1_000_000
        raise ImportRefused("too_large", size=size, limit=MOST_BYTES // 1_000_000)
    content = path.read_bytes()
    try:
        if path.suffix.lower() == ".xml":
            from moibench.ingest.sources.sdmx.connector import read_message

            head, rows = read_message(content)
            table = as_csv(head, rows)
        else:
            from moibench.ingest.sources.json_stat.connector import read_dataset

            table = as_csv(*read_dataset(content))
    except FetchFailed as failed:
        reason = failed.fields.get("reason", failed.key)
        raise ImportRefused("not_a_message", name=path.name, reason=reason) from failed
    made = folder / f"{path.stem}.csv"
    made.write_bytes(table)
    return made
