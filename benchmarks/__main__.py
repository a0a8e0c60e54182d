"""Run every benchmark: an index beside its peers, the kernels, the pages and the start."""

import subprocess
import sys

from benchmarks import engine, imports, index, pages, workbook

if __name__ == "__main__":
    late = index.main()
    print()
    late |= engine.main()
    print()
    late |= imports.main()
    late |= workbook.main()
    # In a process of its own: the settings of this one name a folder that is gone.
    late |= subprocess.call([sys.executable, "-m", "benchmarks.swot"])
    print()
    pages.main()
    sys.exit(late)
