#!/bin/sh
# Make .venv with the Python named, unless a usable one is there.
set -eu
python=$1
say() { printf '%s\n' "$*" >&2; }

command -v "$python" >/dev/null || {
    say "There is no $python here. Install Python 3.11 or newer, or name one: make run PYTHON=python3.12"
    exit 1
}
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    say "$python is older than Python 3.11. Name a newer one: make run PYTHON=python3.11"
    exit 1
}
# Debian ships Python without what makes a virtual environment.
"$python" -c 'import ensurepip, venv' 2>/dev/null || {
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qqy install python3-venv
    else
        say "Python's venv is not installed. On Debian: apt-get install python3-venv"
        exit 1
    fi
}
[ -x .venv/bin/python ] && .venv/bin/python -m pip --version >/dev/null 2>&1 || {
    echo "Making .venv …"
    rm -rf .venv
    "$python" -m venv .venv
}
