"""The same answers from a terminal. Without a command, `moibench` serves the site."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from moibench.cli.arguments import parser
from moibench.cli.failures import Refusal, explained

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 could not, 2 asked wrongly."""
    given: argparse.Namespace = parser().parse_args(arguments)
    try:
        with explained(given.language):
            given.run(given)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return refusal.exit_code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read the output, such as head, has seen enough. Python would complain once
        # more when it closes what it cannot write.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
