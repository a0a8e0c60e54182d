"""A fault of the catalogue: an English sentence that also knows its file, key and kind."""

from __future__ import annotations


class Fault(str):
    """One fault, as "file: key: what is wrong". Its kind and fields let a page say it in Thai.

    place: the file and key it stands at; kind: of which sort it is; fields: what it names.
    """

    __slots__ = ("fields", "kind", "place")

    place: str
    kind: str
    fields: dict[str, object]

    def __new__(cls, place: str, kind: str, said: str, /, **fields: object) -> Fault:
        """Make a fault; `said` is the English sentence without its place."""
        made = super().__new__(cls, f"{place}: {said}")
        made.place, made.kind, made.fields = place, kind, fields
        return made

    @property
    def file(self) -> str:
        """The file it stands in."""
        return self.place.split(":", 1)[0]

    @property
    def key(self) -> str:
        """The key inside that file; empty for the whole of it."""
        return self.place.partition(": ")[2]
