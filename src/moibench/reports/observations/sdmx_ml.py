"""Observations as SDMX-ML, structure-specific, of versions 3.0 and 2.1."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import groupby
from xml.sax.saxutils import quoteattr

from moibench.analysis.observations import Question
from moibench.catalogue import Catalogue
from moibench.presentation.language import Language
from moibench.reports.observations.plain import OBS_STATUS, number_text

AGENCY, DATAFLOW, VERSION = "MOI", "OBSERVATIONS", "1.0.0"
STRUCTURE = f"{AGENCY}:{DATAFLOW}({VERSION})"
_URN = f"urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow={STRUCTURE}"
_SCHEMAS = "http://www.sdmx.org/resources/sdmxml/schemas"
_BYTES_A_PIECE = 256 * 1024


def sdmx_ml_pieces(question: Question, catalogue: Catalogue, language: Language) -> Iterator[bytes]:
    """Yield an SDMX-ML 3.0 message."""
    usage = f"<com:StructureUsage>{_URN}</com:StructureUsage>"
    return _message(question, "v3_0", usage, "")


def sdmx_ml_21_pieces(
    question: Question, catalogue: Catalogue, language: Language
) -> Iterator[bytes]:
    """Yield an SDMX-ML 2.1 message."""
    usage = (
        f'<com:StructureUsage><Ref agencyID="{AGENCY}" id="{DATAFLOW}" version="{VERSION}" '
        'class="Dataflow"/></com:StructureUsage>'
    )
    return _message(question, "v2_1", usage, ' ss:dataScope="DataStructure"')


def _message(question: Question, version: str, usage: str, scope: str) -> Iterator[bytes]:
    prepared = dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    written = [
        '<?xml version="1.0" encoding="UTF-8"?>\n<mes:StructureSpecificData '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        f'xmlns:mes="{_SCHEMAS}/{version}/message" '
        f'xmlns:ss="{_SCHEMAS}/{version}/data/structurespecific" '
        f'xmlns:com="{_SCHEMAS}/{version}/common" xmlns:ns1="{_URN}:ObsLevelDim:TIME_PERIOD">\n'
        f"<mes:Header><mes:ID>{DATAFLOW}</mes:ID><mes:Test>false</mes:Test>"
        f'<mes:Prepared>{prepared}</mes:Prepared><mes:Sender id="{AGENCY}"/>'
        f'<mes:Structure structureID="{DATAFLOW}" namespace="{_URN}" '
        f'dimensionAtObservation="TIME_PERIOD">{usage}</mes:Structure></mes:Header>\n'
        f'<mes:DataSet ss:structureRef="{DATAFLOW}" xsi:type="ns1:DataSetType"{scope} '
        'action="Information">\n'
    ]
    size = 0
    for (series, unit), rows in groupby(question.rows(), key=lambda row: row[:2]):
        written.append(
            f'<Series FREQ="A" INDICATOR={quoteattr(series)} REF_AREA={quoteattr(unit)}>'
        )
        for row in rows:
            value = "" if row.value is None else f' OBS_VALUE="{number_text(row.value)}"'
            status = OBS_STATUS[row.status]
            written.append(f'<Obs TIME_PERIOD="{row.year}"{value} OBS_STATUS="{status}"/>')
        written.append("</Series>\n")
        size += sum(map(len, written[-3:]))
        if size > _BYTES_A_PIECE // 20:
            yield "".join(written).encode()
            written, size = [], 0
    written.append("</mes:DataSet>\n</mes:StructureSpecificData>\n")
    yield "".join(written).encode()
