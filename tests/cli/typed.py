"""Type a command into this process: what it prints and exits with, without starting another.

That a command works from a bare start is tested with processes, in test_cli and beside each group
of commands.
"""

from __future__ import annotations

import io
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from unittest.mock import patch

from moibench.cli import main


def typed(*arguments: str | Path, keys: str = "") -> subprocess.CompletedProcess[str]:
    """Run a command on the database of the test, `keys` on its standard input."""
    given = [str(a) for a in arguments]
    with (
        redirect_stdout(io.StringIO()) as output,
        redirect_stderr(io.StringIO()) as errors,
        patch.object(sys, "stdin", io.StringIO(keys)),
    ):
        try:
            code = main(given)
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 1
    return subprocess.CompletedProcess(given, code, output.getvalue(), errors.getvalue())
