"""`python -m moibench` is `moibench`."""

import sys

from moibench.cli import main

sys.exit(main())
