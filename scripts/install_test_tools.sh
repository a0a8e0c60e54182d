#!/bin/sh
# See that the programs the tests drive are here; as root on Debian, install those that are not.
set -eu

absent=""
need() { # need PACKAGE CHECK…: remember PACKAGE where CHECK fails
    package=$1
    shift
    "$@" >/dev/null 2>&1 || absent="$absent $package"
}
has_postgresql() { command -v initdb || ls /usr/lib/postgresql/*/bin/initdb; }
has_thai_fonts() { command -v fc-list && fc-list :lang=th family | grep -q .; }

need chromium command -v chromium
need postgresql has_postgresql
need poppler-utils command -v pdftoppm
need libreoffice-writer-nogui command -v soffice
need fonts-thai-tlwg has_thai_fonts
[ -n "$absent" ] || exit 0

if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "The tests need these Debian packages; install them first:$absent" >&2
    exit 1
fi
echo "Installing for the tests:$absent"
export DEBIAN_FRONTEND=noninteractive
apt-get -qq update
# The system's own PostgreSQL is not wanted, only the programs: tests start their own server.
mkdir -p /etc/postgresql-common
[ -e /etc/postgresql-common/createcluster.conf ] ||
    echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.conf
# shellcheck disable=SC2086  # one word a package
apt-get -qqy install --no-install-recommends fontconfig $absent
