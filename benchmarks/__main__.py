"""Run every benchmark: an index beside its peers, the kernels, the pages and the start."""

import sys

from benchmarks import engine, imports, index, pages, workbook

if __name__ == "__main__":
    late = index.main()
    print()
    late |= engine.main()
    print()
    late |= imports.main()
    late |= workbook.main()
    print()
    pages.main()
    sys.exit(late)
