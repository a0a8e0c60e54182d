"""The figures that come with the system are loaded once, whole, and only when right."""

import hashlib
import shutil
from pathlib import Path

import pytest
import yaml

from moibench.catalogue import Catalogue, load_catalogue
from moibench.catalogue.load import BUILT_IN
from moibench.ingest.built_in import load_built_in
from moibench.ingest.errors import FiguresError
from moibench.store.models import Edition, Observation

pytestmark = pytest.mark.django_db

FILE = "nesdc_hai_2564.csv"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BUILT_IN, tmp_path / "data"))


def changed(folder: Path, old: str, new: str) -> Catalogue:
    """Return the catalogue after one edition's file was edited and its checksum renewed."""
    path = folder / "observations" / FILE
    content = path.read_text(encoding="utf-8")
    assert old in content
    path.write_text(content.replace(old, new, 1), encoding="utf-8")
    source = folder / "sources" / "nesdc_hai.yaml"
    entry = yaml.safe_load(source.read_text(encoding="utf-8"))
    entry["editions"][-1]["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    source.write_text(yaml.safe_dump(entry, allow_unicode=True), encoding="utf-8")
    return load_catalogue(folder)


def first_row() -> str:
    return (BUILT_IN / "observations" / FILE).read_text(encoding="utf-8").splitlines()[1]


def test_every_figure_of_the_files_is_in_the_store() -> None:
    catalogue = load_catalogue()
    files = [catalogue.observation_file(e) for e in catalogue.editions.values()]
    rows = sum(len(f.read_text(encoding="utf-8").splitlines()) - 1 for f in files)
    assert Observation.objects.count() == rows > 30_000


def test_loading_again_adds_nothing() -> None:
    before = Observation.objects.count()
    answer = load_built_in(load_catalogue())
    assert answer.added == 0
    assert answer.recorded == ()
    assert Observation.objects.count() == before


def test_a_corrected_file_adds_only_its_corrections(folder: Path) -> None:
    series, unit, year, value, status = first_row().split(",")
    corrected = changed(folder, first_row(), f"{series},{unit},{year},0.5,{status}")
    assert load_built_in(corrected).added == 1
    kept = Observation.objects.filter(series=series, unit=unit, year=int(year)).order_by("id")
    assert [o.value for o in kept] == [float(value), 0.5]


@pytest.mark.parametrize(
    ("column", "wrong", "reason"),
    [
        (0, "no_such_series", "there is no series “no_such_series”"),
        (1, "99", "there is no unit “99”"),
        (2, "2562", "2562 is not a CE year"),
        (3, "nan", "nan is not a number"),
        (3, "7", "is outside 0.0 to 1.0"),
        (3, "abc", "could not convert string to float"),
        (4, "guess", "status: “guess” is none of"),
    ],
)
def test_a_faulty_row_is_refused_with_its_line_and_nothing_of_the_file_is_stored(
    folder: Path, column: int, wrong: str, reason: str
) -> None:
    cells = first_row().split(",")
    cells[column] = wrong
    faulty = changed(folder, first_row(), ",".join(cells))
    before = (Observation.objects.count(), Edition.objects.count())
    with pytest.raises(FiguresError) as refusal:
        load_built_in(faulty)
    assert refusal.value.faults[0].startswith(f"{FILE}: line 2: ")
    assert reason in refusal.value.faults[0]
    assert (Observation.objects.count(), Edition.objects.count()) == before


def test_a_row_that_stands_twice_is_refused(folder: Path) -> None:
    faulty = changed(folder, first_row(), first_row() + "\n" + first_row())
    with pytest.raises(FiguresError, match=r"line 3: .* stands twice"):
        load_built_in(faulty)


def test_a_value_before_the_unit_was_born_is_refused(folder: Path) -> None:
    cells = first_row().split(",")
    faulty = changed(folder, first_row(), f"{first_row()}\n{cells[0]},38,2010,0,")
    with pytest.raises(FiguresError, match="unit 38 did not exist in 2010"):
        load_built_in(faulty)


def test_a_file_that_differs_from_its_checksum_is_refused(folder: Path) -> None:
    path = folder / "observations" / FILE
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    source = folder / "sources" / "nesdc_hai.yaml"
    text = source.read_text(encoding="utf-8")
    recorded = load_catalogue().sources["nesdc_hai"].editions[-1].sha256
    source.write_text(text.replace(recorded, "a" * 64), encoding="utf-8")
    with pytest.raises(FiguresError, match="its SHA-256 is"):
        load_built_in(load_catalogue(folder))
