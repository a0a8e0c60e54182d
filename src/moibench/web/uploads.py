"""Files that come with a form: what is too large is dropped as it arrives, and that is said."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

LARGEST = 64 * 1024 * 1024  # bytes of one file, whatever it is for; a page may want less


class DropTooLarge(FileUploadHandler):
    """Stands before Django's own: never more than `LARGEST` of a file is kept anywhere."""

    received = 0

    def new_file(self, *arguments: Any, **more: Any) -> None:
        """Begin to count."""
        super().new_file(*arguments, **more)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Hand on what arrived.

        Raises:
            SkipFile: it is too much; the rest of the form is read all the same.
        """
        self.received += len(raw_data)
        if self.received > LARGEST:
            request: Any = self.request
            request.moibench_dropped = (*dropped(request), self.field_name or "")
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the handlers behind."""


def dropped(request: HttpRequest | None) -> tuple[str, ...]:
    """Return the fields of a form whose files were too large to be kept."""
    found: tuple[str, ...] = getattr(request, "moibench_dropped", ())
    return found
