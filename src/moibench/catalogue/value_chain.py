"""A starting sketch of a value chain: a first wording for officers to rewrite, of no authority."""

from __future__ import annotations

from pydantic import Field

from moibench.catalogue.schema import Definition, Identifier, Text


class SketchFactor(Definition):
    """A success factor worth asking about, and what the catalogue measures of it, if anything."""

    name: Text
    indicators: tuple[Identifier, ...] = ()


class SketchStage(Definition):
    """Kinds of actors and the factors of a stage."""

    actors: tuple[Text, ...] = Field(min_length=1)
    factors: tuple[SketchFactor, ...] = Field(min_length=1)


class ChainSketch(Definition):
    """What a new chain may begin from. The file name is its identifier.

    sector: code of the sector the chain is of; without one it is of an issue.
    """

    id: Identifier
    name: Text
    sector: str | None = None
    upstream: SketchStage
    midstream: SketchStage
    downstream: SketchStage

    @property
    def stages(self) -> dict[str, SketchStage]:
        """The stages by name, in the order of the chain."""
        return {
            "upstream": self.upstream,
            "midstream": self.midstream,
            "downstream": self.downstream,
        }
