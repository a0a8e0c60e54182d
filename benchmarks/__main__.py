"""Run every benchmark: an index beside its peers, the kernels, the pages and the start."""

import subprocess
import sys

from benchmarks import engine, imports, index, pages

if __name__ == "__main__":
    late = index.main()
    print()
    late |= engine.main()
    print()
    late |= imports.main()
    # In processes of their own: the settings of this one name a folder that is gone.
    for further in ("workbook", "swot"):
        late |= subprocess.call([sys.executable, "-m", f"benchmarks.{further}"])
    print()
    pages.main()
    sys.exit(late)
