from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import moibench
from moibench.catalogue.recipe import load_recipe
from moibench.cli import arguments, main
from moibench.engine import build, replicate_recipe
from moibench.engine.blocks import EXECUTORS
from moibench.ingest.index_files import read_index_files

EXAMPLES = Path(__file__).parents[2] / "docs/examples"
INVENTED, PROVINCES = EXAMPLES / "invented", EXAMPLES / "provinces"
STAGES = ("denominated", "imputed", "screened", "treated", "normalised", "aggregated", "ranks")


def run(
    verb: str, out: Path, *more: str, example: Path = INVENTED, recipe: Path | None = None
) -> int:
    files = [str(example / "DATA.csv"), str(example / "META.csv")]
    given = ["--recipe", str(recipe or example / "recipe.yaml"), "--language", "en"]
    return main(["index", verb, *files, *given, "--out", str(out), *more])


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def result(folder: Path) -> dict:
    return json.loads((folder / "result.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("example", [INVENTED, PROVINCES], ids=lambda path: path.name)
def test_build_writes_every_stage_with_every_digit(tmp_path, example):
    assert run("build", tmp_path, example=example) == 0
    index = read_index_files(example / "DATA.csv", example / "META.csv")
    built = build(index, load_recipe(example / "recipe.yaml"))
    for name in STAGES:
        stage = built.stage(name)
        table = rows(tmp_path / f"{name}.csv")
        assert list(table[0]) == ["uCode", "Time", *stage.codes]
        assert len(table) == stage.rows.sum()
        for row in table:
            year, unit = index.years.index(int(row["Time"])), index.units.index(row["uCode"])
            for code, value in zip(stage.codes, stage.values[:, year, unit], strict=True):
                assert row[code] == "" if np.isnan(value) else float(row[code]) == value
    own = result(tmp_path)
    assert own["recipe_hash"] == built.recipe.hash
    assert own["scores"][0]["scores"][index.structure.nodes[-1]] == pytest.approx(
        built.state.above.scores[-1, 0, 0], rel=0
    )
    assert set(own["files"]) == {path.name for path in tmp_path.glob("*.csv")}


def test_lists_of_cells_say_what_was_imputed_treated_and_screened(tmp_path):
    assert run("build", tmp_path) == 0
    imputed = {(r["uCode"], r["Time"], r["iCode"]) for r in rows(tmp_path / "imputed_cells.csv")}
    assert imputed == {
        ("P03", "2022", "Schooling"), ("P08", "2021", "Smoke"), ("P08", "2022", "Smoke"),
        ("P11", "2023", "Income"), ("P05", "2021", "Forest"),
    }  # fmt: skip
    treated = rows(tmp_path / "treated_cells.csv")
    assert {(r["iCode"], r["why"]) for r in treated} == {("Visitors", "log_ct")}
    one = treated[0]
    by_stage = [
        next(r for r in rows(tmp_path / f"{stage}.csv") if r["uCode"] == one["uCode"])["Visitors"]
        for stage in ("imputed", "treated")
    ]
    assert [one["before"], one["after"]] == by_stage
    (screened,) = rows(tmp_path / "screened_out.csv")
    assert (screened["code"], screened["Time"], screened["kept"]) == ("P12", "2023", "no")
    assert not any(
        r["uCode"] == "P12" and r["Time"] == "2023" for r in rows(tmp_path / "ranks.csv")
    )
    share = {(r["uCode"], r["Time"]): r["Index"] for r in rows(tmp_path / "imputed_share.csv")}
    assert float(share["P03", "2022"]) == pytest.approx(1 / 9)


def test_a_result_replays_to_the_last_digit_from_its_own_recipe(tmp_path):
    assert run("build", tmp_path / "first") == 0
    assert run("build", tmp_path / "again", recipe=tmp_path / "first/result.json") == 0
    for path in (tmp_path / "first").glob("*.csv"):
        assert path.read_bytes() == (tmp_path / "again" / path.name).read_bytes()
    assert result(tmp_path / "first")["recipe_hash"] == result(tmp_path / "again")["recipe_hash"]


def test_uncertainty_is_of_the_seed_and_its_design_replays_row_by_row(tmp_path):
    given = ("--replicates", "60", "--seed", "5")
    assert run("uncertainty", tmp_path / "first", *given) == 0
    assert run("uncertainty", tmp_path / "same", *given, "--executor", "threads") == 0
    design = tmp_path / "first/design.csv"
    assert run("uncertainty", tmp_path / "replayed", "--design", str(design)) == 0
    names = ("design", "rank_ranges", "pairwise", "not_told_apart", "replicate_scores")
    for name in names:
        text = (tmp_path / f"first/{name}.csv").read_text(encoding="utf-8")
        assert text == (tmp_path / f"same/{name}.csv").read_text(encoding="utf-8")
        if name != "design":
            assert text == (tmp_path / f"replayed/{name}.csv").read_text(encoding="utf-8")
    assert run("uncertainty", tmp_path / "other", "--replicates", "60", "--seed", "6") == 0
    other = (tmp_path / "other/replicate_scores.csv").read_text(encoding="utf-8")
    assert other != (tmp_path / "first/replicate_scores.csv").read_text(encoding="utf-8")
    assert len(rows(design)) == 60
    assert result(tmp_path / "first")["seed"] == 5
    for row in rows(tmp_path / "first/rank_ranges.csv"):
        if row["rank"]:
            assert float(row["low"]) <= float(row["median"]) <= float(row["high"])


def test_the_ranges_written_are_those_of_the_engine(tmp_path):
    assert run("uncertainty", tmp_path, "--replicates", "30") == 0
    index = read_index_files(INVENTED / "DATA.csv", INVENTED / "META.csv")
    recipe = load_recipe(INVENTED / "recipe.yaml")
    own = replicate_recipe(
        index, replace(recipe, uncertainty=replace(recipe.uncertainty, replicates=30))
    )
    written = rows(tmp_path / "replicate_scores.csv")
    for row in written:
        year = index.years.index(int(row["Time"]))
        expected = own.scores[int(row["replicate"]), 0, year]
        found = [float(row[unit]) if row[unit] else np.nan for unit in index.units]
        np.testing.assert_array_equal(found, expected)
    assert len(written) == 30 * 3


def test_standard_errors_come_from_their_own_file(tmp_path):
    errors = tmp_path / "ERRORS.csv"
    errors.write_text("uCode,Time,Schooling\nP01,2021,0.5\n", encoding="utf-8")
    assert run("uncertainty", tmp_path / "out", "--replicates", "8", "--errors", str(errors)) == 0
    assert all(row["noise"] for row in rows(tmp_path / "out/design.csv")[1:])
    assert "ERRORS.csv" in result(tmp_path / "out")["inputs"]


def test_impossible_combinations_are_told_and_counted(tmp_path, capsys):
    recipe = tmp_path / "recipe.yaml"
    recipe.write_text(
        "steps: [denominate, impute, normalise, aggregate, rank]\n"
        "uncertainty:\n  choices:\n    normalise.to: [[1, 100], null]\n"
        "    normalise.method: [min_max, z_score]\n"
        "    aggregate.method: [arithmetic_mean, geometric_mean]\n",
        encoding="utf-8",
    )
    assert run("uncertainty", tmp_path / "out", "--replicates", "40", recipe=recipe) == 0
    own = result(tmp_path / "out")
    (refused,) = own["refused"]
    assert refused["choices"]["normalise.method"] == "z_score"
    assert own["refused_draws"] == refused["draws"] > 0
    assert own["failed"] == []
    assert "Combinations of choices that cannot be computed: 1" in capsys.readouterr().out
    assert run("sensitivity", tmp_path / "no", "--replicates", "8", recipe=recipe) == 1
    assert "take an alternative out" in capsys.readouterr().err


def test_sensitivity_writes_indices_overall_and_of_every_unit(tmp_path):
    assert run("sensitivity", tmp_path, "--replicates", "32", "--seed", "3") == 0
    inputs = result(tmp_path)["inputs_of_the_design"]
    assert inputs == [
        "impute.method", "treat", "normalise.method", "aggregate.method", "weights", "leave_out",
    ]  # fmt: skip
    assert len(rows(tmp_path / "design.csv")) == 32 * 8 == result(tmp_path)["runs"]
    assert [r["input"] for r in rows(tmp_path / "sobol.csv")[:6]] == inputs
    assert len(rows(tmp_path / "sobol_units.csv")) == 36 * 6
    left_out = rows(tmp_path / "leave_one_out.csv")
    assert len(left_out) == 8 * 3
    design = tmp_path / "design.csv"
    assert run("sensitivity", tmp_path / "again", "--seed", "3", "--design", str(design)) == 0
    assert rows(tmp_path / "sobol.csv") == rows(tmp_path / "again/sobol.csv")


def test_audit_is_of_one_year_as_data_and_as_a_page(tmp_path):
    assert run("audit", tmp_path, "--year", "2022", "--replicates", "50") == 0
    own = result(tmp_path)
    assert own["year"] == 2022
    audit = own["audit"]
    assert [d["leaf"] for d in audit["distributions"]] == own["indicators"]
    assert audit["robustness"]["replicates"] == 49
    page = (tmp_path / "audit.html").read_text(encoding="utf-8")
    assert "Audit of an index" in page
    assert "Development, 2022" in page
    for code in (*own["indicators"], "Economy"):
        assert f">{code}<" in page
    for finding in audit["findings"]:
        assert f"{finding['first']} – {finding['second']}" in page
    files = [str(INVENTED / "DATA.csv"), str(INVENTED / "META.csv")]
    given = ["--recipe", str(INVENTED / "recipe.yaml"), "--out", str(tmp_path)]
    assert main(["index", "audit", *files, *given, "--year", "2022"]) == 0
    page = (tmp_path / "audit.html").read_text(encoding="utf-8")
    assert "ผลการตรวจสอบดัชนี" in page
    assert "Development ปี พ.ศ. 2565" in page


def test_explain_prints_one_score_down_to_the_raw_cell(capsys):
    files = [str(INVENTED / "DATA.csv"), str(INVENTED / "META.csv")]
    given = ["--recipe", str(INVENTED / "recipe.yaml"), "--unit", "P03", "--year"]
    assert main(["index", "explain", *files, *given, "2022", "--node", "Society"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert main(["index", "explain", *files, *given, "2565", "--node", "Society"]) == 0
    assert json.loads(capsys.readouterr().out) == told
    schooling = next(part for part in told["parts"] if part["leaf"] == "Schooling")
    assert schooling["imputed"] is True
    assert schooling["values"][0] == ["raw", None]
    assert sum(part["contribution"] for part in told["parts"]) == pytest.approx(told["score"])


def test_every_fault_of_recipe_and_files_is_told_at_once_in_both_languages(tmp_path, capsys):
    (tmp_path / "DATA.csv").write_text("uCode,Time,a\nu,2562,x\n", encoding="utf-8")
    (tmp_path / "META.csv").write_text(
        "iCode,Type,Level,Parent,Direction,Weight\na,Indicator,1,I,1,\nI,Aggregate,2,,1,1\n",
        encoding="utf-8",
    )
    recipe = tmp_path / "recipe.yaml"
    recipe.write_text("steps: [bake]", encoding="utf-8")
    out = tmp_path / "out"
    assert run("build", out, example=tmp_path, recipe=recipe) == 1
    told = capsys.readouterr().err.splitlines()
    assert told[0] == "The recipe has faults; correct these:"
    assert told[1].startswith("- recipe.yaml: step 1: there is no step 'bake'")
    assert told[2] == "The index cannot be computed; correct these:"
    assert told[3:] == [
        "- META.csv row 2: 'a' has no Weight; write 1 to count it like the others",
        "- DATA.csv row 2: Time is 2562, which is a year of the Buddhist Era; write 2019",
        "- DATA.csv row 2, column 'a': 'x' is text, not a number; leave the cell empty if the "
        "value is missing",
    ]
    assert not out.exists()
    files = [str(tmp_path / "DATA.csv"), str(tmp_path / "META.csv"), "--recipe", str(recipe)]
    assert main(["index", "build", *files, "--out", str(out)]) == 1
    assert "แฟ้มสูตรการคำนวณมีข้อผิดพลาด" in capsys.readouterr().err


@pytest.mark.parametrize("verb", ["build", "uncertainty", "sensitivity", "audit"])
def test_a_step_that_cannot_be_done_is_told_with_unit_indicator_and_year(verb, tmp_path, capsys):
    recipe = tmp_path / "recipe.yaml"
    recipe.write_text(
        "steps:\n- normalise: {method: z_score, to: null}\n- aggregate: {method: geometric_mean}\n"
        "uncertainty: {replicates: 4, weight_noise: 0.1}\n",
        encoding="utf-8",
    )
    assert run(verb, tmp_path / "out", recipe=recipe) == 1
    told = capsys.readouterr().err
    assert "step 2 (aggregate): node 'Economy': a geometric mean cannot take the negative" in told
    assert "of 'Income' for unit 'P01' in 2021" in told


def test_a_folder_that_cannot_be_written_is_told(tmp_path, capsys):
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    assert run("build", tmp_path / "out") == 1
    assert "cannot be written" in capsys.readouterr().err


def test_a_year_that_is_not_there_is_told(tmp_path, capsys):
    assert run("audit", tmp_path, "--year", "1999") == 1
    assert (
        capsys.readouterr().err.strip() == "There is no data of 1999; there is of 2021, 2022, 2023"
    )


def test_the_executors_offered_are_those_of_the_engine():
    assert arguments.EXECUTORS == EXECUTORS


def test_neither_django_nor_a_database_is_needed(tmp_path):
    program = (
        "import sys\nfrom moibench.cli import main\n"
        f"code = main(['index', 'build', {str(INVENTED / 'DATA.csv')!r}, "
        f"{str(INVENTED / 'META.csv')!r}, '--recipe', {str(INVENTED / 'recipe.yaml')!r}, "
        f"'--out', {str(tmp_path / 'out')!r}])\n"
        "assert code == 0\n"
        "assert not [name for name in sys.modules if name.split('.')[0] == 'django']\n"
    )
    home = tmp_path / "home"
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONPATH": ":".join(sys.path), "MOIBENCH_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert not home.exists()


def test_change_writes_parts_of_scores_and_ranks_that_add_up(tmp_path, capsys):
    old = tmp_path / "old.yaml"
    old.write_text(
        (INVENTED / "recipe.yaml").read_text("utf-8").replace("to: [1, 100]", "to: [10, 90]"),
        encoding="utf-8",
    )
    before = tmp_path / "OLD.csv"
    before.write_text(
        (INVENTED / "DATA.csv").read_text("utf-8").replace("P01,2021,", "P01,2021,", 1), "utf-8"
    )
    more = ("--from", "2021", "--to", "2023", "--recipe-before", str(old))
    assert run("change", tmp_path / "out", *more, "--data-before", str(before)) == 0
    scores, moved, appeared, ranks = (
        {row.pop("uCode"): row for row in rows(tmp_path / f"out/{name}.csv")}
        for name in ("score_change", "moved", "appeared", "rank_change")
    )
    told = 0
    for unit, row in scores.items():
        if not row["change"]:
            continue
        told += 1
        parts = [*moved[unit].values(), *appeared[unit].values(), row["revision"], row["method"]]
        assert sum(map(float, parts)) == pytest.approx(float(row["change"]), abs=1e-9)
        own = {key: float(value) for key, value in ranks[unit].items()}
        split = own["own"] + own["others"] + own["revision"] + own["method"]
        assert own["after"] - own["before"] == pytest.approx(split, abs=1e-9)
    assert told == 11
    assert result(tmp_path / "out")["from"] == 2021
    assert set(result(tmp_path / "out")["inputs"]) >= {"old.yaml", "OLD.csv"}
    capsys.readouterr()
    data = tmp_path / "DATA.csv"
    head, *lines = (INVENTED / "DATA.csv").read_text("utf-8").splitlines()
    data.write_text("\n".join([head, *(ln for ln in lines if ",2021," in ln)]), "utf-8")
    files = [str(data), str(INVENTED / "META.csv"), "--recipe", str(INVENTED / "recipe.yaml")]
    assert main(["index", "change", *files, "--out", str(tmp_path / "no")]) == 1
    assert "สองปี" in capsys.readouterr().err


def test_a_mistake_of_ours_is_not_hidden_behind_a_database_that_is_not_there(tmp_path):
    told = (
        "import sys; from moibench.cli import index, main\n"
        "def broken(given): raise RuntimeError('ours')\n"
        "index.RUN['build'] = broken\n"
        "main(['index', 'build', 'D', 'M', '--recipe', 'R', '--out', 'O'])"
    )
    environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    environment["PYTHONPATH"] = str(Path(moibench.__file__).parents[1])
    done = subprocess.run(
        [sys.executable, "-c", told], env=environment, capture_output=True, text=True, check=False
    )
    assert done.stderr.strip().endswith("RuntimeError: ours")
