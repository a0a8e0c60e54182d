"""The charts' script: vega-embed, Vega-Lite and Vega as one file, made on the machine.

vl-convert carries the libraries, so that no Node and no network is needed. Making the file
takes more than a second and happens once for each version.
"""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
import threading
from importlib.metadata import version
from pathlib import Path

import vl_convert
from django.conf import settings
from django.http import FileResponse, HttpRequest

NAME = f"vega-{version('vl-convert-python')}.js"
_making = threading.Lock()


def ensure_chart_script(folder: Path) -> Path:
    """Return the script in `folder`, with its .gz beside it, making both where absent.

    Raises:
        OSError: the folder cannot be written to.
    """
    path = folder / NAME
    with _making:
        if not path.exists():
            folder.mkdir(parents=True, exist_ok=True)
            script = vl_convert.javascript_bundle().encode()  # type: ignore[call-arg]
            _write(path.with_suffix(".js.gz"), gzip.compress(script, mtime=0))
            _write(path, script)
    return path


def make_chart_script_meanwhile(folder: Path) -> None:
    """Have another process make the script where it is absent.

    vl-convert keeps Python's lock while it works, so a thread would hold up the first page.
    """
    if not (folder / NAME).exists():
        subprocess.Popen([sys.executable, "-m", "moibench.web.chart_script", str(folder)])


def serve(request: HttpRequest) -> FileResponse:
    """Hand out the script, compressed where the browser takes it, to be kept for a year."""
    path = ensure_chart_script(settings.HOME / "assets")
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    response = FileResponse(
        (path.with_suffix(".js.gz") if packed else path).open("rb"),
        content_type="text/javascript; charset=utf-8",
    )
    if packed:
        response["Content-Encoding"] = "gzip"
    response["Vary"] = "Accept-Encoding"
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def _write(path: Path, content: bytes) -> None:
    new = path.with_name(f"{path.name}.{os.getpid()}.new")
    new.write_bytes(content)
    new.replace(path)


if __name__ == "__main__":
    ensure_chart_script(Path(sys.argv[1]))
