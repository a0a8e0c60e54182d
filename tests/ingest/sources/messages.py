"""Messages in the shape that the protocols' own servers send."""

from __future__ import annotations

import json

_NS = "http://www.sdmx.org/resources/sdmxml/schemas"
_HEADER = (
    "<mes:Header><mes:ID>IREF000001</mes:ID><mes:Test>false</mes:Test>"
    "<mes:Prepared>2024-06-01T09:00:00</mes:Prepared><mes:Sender id='NSO'/>{structure}"
    "</mes:Header>"
)


def structure_specific(version: str = "2.1", unit: str = "24", value: str = "701.5") -> str:
    """Return a structure-specific message of SDMX-ML 2.1 or 3.0, as a web service writes it."""
    schema = {"2.1": "v2_1", "3.0": "v3_0"}[version]
    urn = "urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow=NSO:DF_LFS(1.0)"
    usage = '<Ref agencyID="NSO" id="DF_LFS" version="1.0"/>' if version == "2.1" else urn
    structure = (
        f'<mes:Structure structureID="DF_LFS" namespace="{urn}" '
        'dimensionAtObservation="TIME_PERIOD"><com:StructureUsage>'
        f"{usage}</com:StructureUsage></mes:Structure>"
    )
    scope = ' ss:dataScope="DataStructure"' if version == "2.1" else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<mes:StructureSpecificData xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        f'xmlns:mes="{_NS}/{schema}/message" xmlns:com="{_NS}/{schema}/common" '
        f'xmlns:ss="{_NS}/{schema}/data/structurespecific" '
        f'xmlns:ns1="{urn}:ObsLevelDim:TIME_PERIOD">'
        f"{_HEADER.format(structure=structure)}"
        f'<mes:DataSet ss:structureRef="DF_LFS" xsi:type="ns1:DataSetType"{scope} '
        'action="Information">'
        f'<Series FREQ="A" INDICATOR="LFS_FORCE" REF_AREA="{unit}">'
        f'<Obs TIME_PERIOD="2022" OBS_VALUE="690" OBS_STATUS="A"/>'
        f'<Obs TIME_PERIOD="2023" OBS_VALUE="{value}" OBS_STATUS="P"/></Series>'
        '<Series FREQ="A" INDICATOR="LFS_FORCE" REF_AREA="20">'
        '<Obs TIME_PERIOD="2023" OBS_VALUE="1012.25" OBS_STATUS="A"/></Series>'
        "</mes:DataSet></mes:StructureSpecificData>"
    )


def generic() -> str:
    """Return a generic message of SDMX-ML 2.1."""
    structure = (
        '<mes:Structure structureID="DF_LFS" dimensionAtObservation="TIME_PERIOD">'
        '<com:StructureUsage><Ref agencyID="NSO" id="DF_LFS" version="1.0"/>'
        "</com:StructureUsage></mes:Structure>"
    )
    return (
        f'<?xml version="1.0"?><mes:GenericData xmlns:mes="{_NS}/v2_1/message" '
        f'xmlns:gen="{_NS}/v2_1/data/generic" xmlns:com="{_NS}/v2_1/common">'
        f"{_HEADER.format(structure=structure)}"
        '<mes:DataSet structureRef="DF_LFS" action="Information"><gen:Series><gen:SeriesKey>'
        '<gen:Value id="INDICATOR" value="LFS_FORCE"/><gen:Value id="REF_AREA" value="24"/>'
        '</gen:SeriesKey><gen:Obs><gen:ObsDimension value="2023"/><gen:ObsValue value="701.5"/>'
        "</gen:Obs></gen:Series></mes:DataSet></mes:GenericData>"
    )


SDMX_CSV = (
    "STRUCTURE,STRUCTURE_ID,ACTION,FREQ,INDICATOR,REF_AREA,TIME_PERIOD,OBS_VALUE,OBS_STATUS\n"
    "dataflow,NSO:DF_LFS(1.0.0),I,A,LFS_FORCE,24,2023,701.5,P\n"
)


def json_stat(**changed: object) -> str:
    """Return a dataset of JSON-stat 2: two units by two years, its last cell missing."""
    content = {
        "version": "2.0",
        "class": "dataset",
        "label": "กำลังแรงงาน",
        "id": ["series", "unit", "year"],
        "size": [1, 2, 2],
        "role": {"geo": ["unit"], "time": ["year"], "metric": ["series"]},
        "dimension": {
            "series": {"category": {"label": {"lfs_labour_force": "กำลังแรงงาน"}}},
            "unit": {
                "category": {
                    "index": {"24": 0, "20": 1},
                    "label": {"24": "ฉะเชิงเทรา", "20": "ชลบุรี"},
                }
            },
            "year": {"category": {"index": ["2022", "2023"]}},
        },
        "value": [690, 701.5, 1000, None],
        "status": {"3": "O"},
    }
    return json.dumps(content | changed, ensure_ascii=False)


def ckan(result: object, success: bool = True) -> str:
    """Return an answer of CKAN's action API."""
    about = {"help": "https://portal/api/3/action/help_show", "success": success}
    return json.dumps(about | ({"result": result} if success else {"error": result}))
