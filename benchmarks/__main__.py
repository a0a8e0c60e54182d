"""Run every benchmark: the engine's kernels, then the pages and the start."""

from benchmarks import engine, pages

if __name__ == "__main__":
    engine.main()
    print()
    pages.main()
