"""LibreOffice without a window: turns a document into what another program makes of it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

# Every sheet to a file of its own, each cell as it is displayed.
SHEETS_AS_SHOWN = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"


def convert(sources: list[Path], target: str, folder: Path) -> None:
    """Convert documents to a format, in one start of the program."""
    office = shutil.which("soffice")
    assert office is not None, "LibreOffice is needed: apt-get install libreoffice"
    home = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    command = [office, home, "--headless", "--convert-to", target, "--outdir", str(folder)]
    subprocess.run([*command, *map(str, sources)], check=True, capture_output=True, timeout=300)
