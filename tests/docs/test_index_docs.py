from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path
from typing import Literal, get_args, get_origin, get_type_hints

import pytest
from scripts import write_example_index, write_recipe_reference

from moibench.catalogue import load_catalogue
from moibench.cli.arguments import parser
from moibench.engine.recipe import STEPS

ROOT = Path(__file__).parents[2]
TUTORIAL = ROOT / "docs/tutorial/index_in_ten_lines.md"
# Options that say what they are by their name and by `--help`.
PLAIN = {"-h", "--help", "--language", "--seed", "--workers", "--node", "--year"}
FILES = ROOT / "docs/reference/index_files.md"


def test_the_tutorial_prints_what_it_says(monkeypatch):
    monkeypatch.chdir(ROOT)
    blocks = re.findall(r"```(python|text)\n(.*?)```", TUTORIAL.read_text(encoding="utf-8"), re.S)
    names: dict[str, object] = {}
    printed = ""
    checked = 0
    for kind, block in blocks:
        if kind == "text":
            assert printed == block
            checked += 1
            continue
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile(block, str(TUTORIAL), "exec"), names)
        printed = out.getvalue()
    assert checked == 4


def test_the_ten_lines_are_ten():
    ten = TUTORIAL.read_text(encoding="utf-8").split("The ten lines:")[1].split("```")[1]
    assert len(ten.strip().splitlines()) - 1 == 10


def test_the_reference_of_recipes_is_the_one_the_code_gives():
    written = write_recipe_reference.TARGET.read_text(encoding="utf-8")
    assert written == write_recipe_reference.page(), "run: python -m scripts.write_recipe_reference"


@pytest.mark.parametrize("address", write_recipe_reference.CHOICES)
def test_every_choice_of_a_method_is_explained(address):
    step, key = address.split(".")
    hint = get_type_hints(STEPS[step])[key]
    literal = hint if get_origin(hint) is Literal else get_args(hint)[0]
    assert tuple(write_recipe_reference.CHOICES[address]) == get_args(literal)


def test_the_example_of_the_provinces_holds_the_catalogues_figures():
    for name, text in write_example_index.files(load_catalogue()).items():
        path = write_example_index.TARGET / name
        assert path.read_text(encoding="utf-8") == text, (
            "run: python -m scripts.write_example_index"
        )


def test_every_command_and_option_is_in_the_reference():
    page = FILES.read_text(encoding="utf-8")
    index = next(a for a in parser()._subparsers._group_actions).choices["index"]
    verbs = next(a for a in index._subparsers._group_actions).choices
    assert set(verbs) == {"build", "uncertainty", "sensitivity", "audit", "change", "explain"}
    for verb, command in verbs.items():
        assert verb in page
        for action in command._actions:
            for option in action.option_strings:
                if option not in PLAIN:
                    assert option in page, option
