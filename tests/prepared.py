"""A data folder as the first start leaves it, made once in a process and copied for each test."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import lru_cache
from pathlib import Path


def prepared_home(home: Path) -> Path:
    """Copy a data folder after its first start to `home`, which must not exist, and return it."""
    shutil.copytree(_first_started(), home)
    return home


@lru_cache(maxsize=1)
def _first_started() -> Path:
    home = Path(os.environ["MOIBENCH_HOME"]) / "prepared"  # removed when the tests end
    environment = {
        **os.environ,
        "MOIBENCH_HOME": str(home),
        "MOIBENCH_DATABASE": "",
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
    }
    subprocess.run(
        [sys.executable, "-m", "moibench", "edition", "list"],
        env=environment,
        check=True,
        capture_output=True,
        timeout=120,
    )
    return home
