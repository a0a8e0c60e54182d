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
    made = folder / f"{path.stem}.csv"
    made.write_bytes(table_bytes(path.name, path.read_bytes()))
    return made


def table_bytes(name: str, content: bytes) -> bytes:
    """Return a file's content, or where its name is that of a message, the table made of it.

    Raises:
        ImportRefused: it is no message that is read, or torn.
    """
    ending = Path(name).suffix.lower()
    if ending not in ENDINGS:
        return content
    try:
        if ending == ".xml":
            from moibench.ingest.sources.sdmx.connector import read_message

            return as_csv(*read_message(content))
        from moibench.ingest.sources.json_stat.connector import read_dataset

        return as_csv(*read_dataset(content))
    except FetchFailed as failed:
        reason = failed.fields.get("reason", failed.key)
        raise ImportRefused("not_a_message", name=name, reason=reason) from failed
