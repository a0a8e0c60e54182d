"""The process that marks one workbook: findings and file come in, the marked file goes out.

`python -m moibench.reports.officer_workbook.marking_process LENGTH`: LENGTH bytes of JSON,
then the file.
"""

from __future__ import annotations

import json
import sys

from moibench.reports.officer_workbook.marks import Marks, mark

_MEMORY = 1536 * 1024 * 1024


def main(length: int) -> None:
    """Read from standard input and write to standard output."""
    try:
        import resource
    except ImportError:  # Windows; the file's sizes were checked when it was read
        pass
    else:
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    given = json.loads(sys.stdin.buffer.read(length))
    given["heads"], given["rows"] = tuple(given["heads"]), tuple(given["rows"])
    sys.stdout.buffer.write(mark(sys.stdin.buffer.read(), Marks(**given)))


if __name__ == "__main__":
    main(int(sys.argv[1]))
