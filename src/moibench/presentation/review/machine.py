"""Filings as JSON: codes and CE years, unrounded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from moibench.analysis.review.completeness import Completeness
from moibench.analysis.review.reading import Duty, FilingView, Line
from moibench.analysis.review.steps import StepRefused
from moibench.analysis.review.writing import Cell, Conflict, Content, Fault, NotWritable, Place


def place(one: Place) -> dict[str, Any]:
    """Return which filing it is."""
    return {"source": one.source, "year": one.year, "unit": one.unit}


def duty(one: Duty) -> dict[str, Any]:
    """Return a filing of a list."""
    return {
        **place(one.place),
        "state": one.state,
        "standing": one.standing,
        "due": one.due.isoformat(),
        "filled": one.filled,
        "wanted": one.wanted,
        "open_questions": one.questions,
        "changed_at": _moment(one.changed_at),
    }


def work(own: Iterable[Duty], waits: Iterable[tuple[str, Duty]]) -> dict[str, Any]:
    """Return what a person owes, and what waits for the person with the step it waits for."""
    return {
        "mine": [duty(d) for d in own],
        "waiting": [{**duty(d), "step": step} for step, d in waits],
    }


def content(one: Content) -> dict[str, Any]:
    """Return what a cell says."""
    return {
        "value": one.value,
        "status": one.status or None,
        "standard_error": one.standard_error,
        "reason": one.reason,
        "comment": one.comment,
        "follow_up": one.follow_up,
        "evidence": one.evidence,
    }


def cell(one: Cell) -> dict[str, Any]:
    """Return a version of a cell."""
    return {
        **place(one.place),
        "series": one.series,
        "version": one.version,
        **content(one.content),
        "written_at": _moment(one.written_at),
        "written_by": one.written_by,
        "channel": one.channel,
        "verified_by": list(one.verified_by),
    }


def filing(view: FilingView) -> dict[str, Any]:
    """Return a filing with its cells, its steps and what the person may do."""
    return {
        **place(view.place),
        "state": view.state,
        "standing": view.standing,
        "round": view.round,
        "opens": view.opens.isoformat(),
        "due": view.due.isoformat(),
        "may_write": view.may_write,
        "steps_allowed": [o.name for o in view.offers],
        "seen": view.seen,
        "cells": [_line(line) for line in view.lines],
        "steps": [
            {
                "number": s.number,
                "step": s.name,
                "before": s.before or None,
                "after": s.after,
                "round": s.round,
                "comment": s.comment,
                "at": _moment(s.taken_at),
                "by": s.taken_by,
                "observations": s.added,
            }
            for s in view.steps
        ],
        "below": view.below,
        "above": view.above,
    }


def completeness(found: Completeness) -> dict[str, Any]:
    """Return how complete a year's figures are."""
    return {
        "year": found.year,
        "sources": [
            {
                "source": s.source,
                "reported_by_units": s.is_reported,
                "there": s.there,
                "wanted": s.wanted,
                "states": s.states,
                "overdue": s.overdue,
            }
            for s in found.sources
        ],
        "units": [
            {
                "unit": u.unit,
                "there": u.there,
                "wanted": u.wanted,
                "filings": {source: duty(d) for source, d in u.filings.items()},
            }
            for u in found.units
        ],
    }


def faults(found: Iterable[Fault]) -> list[dict[str, Any]]:
    """Return why drafts are refused."""
    return [
        {**place(f.place), "series": f.series, "kind": f.kind, "detail": list(f.detail)}
        for f in found
    ]


def refusal(error: StepRefused | NotWritable | Conflict) -> Mapping[str, Any]:
    """Return why a step was not taken or nothing was saved; of a conflict, what others wrote."""
    if isinstance(error, StepRefused):
        return {"kind": error.kind, "named": list(error.named)}
    if isinstance(error, NotWritable):
        states = [{**place(p), "state": state} for p, state in error.states.items()]
        return {"kind": "not_writable", "filings": states}
    return {"kind": "conflict", "theirs": [cell(c) for c in error.theirs]}


def _line(line: Line) -> dict[str, Any]:
    return {
        "series": line.series.id,
        "version": line.version,
        **content(line.content),
        "written_at": _moment(line.cell.written_at) if line.cell else None,
        "written_by": line.cell.written_by if line.cell else None,
        "verified_by": list(line.cell.verified_by) if line.cell else [],
        "open_questions": [
            {"text": q.text, "by": q.written_by, "at": _moment(q.written_at)}
            for q in line.open_questions
        ],
    }


def _moment(moment: dt.datetime | None) -> str | None:
    return moment.isoformat() if moment else None
