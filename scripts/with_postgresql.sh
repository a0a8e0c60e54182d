#!/bin/bash
# Run a command with MOIBENCH_DATABASE naming a PostgreSQL server made for it alone.
# The server listens on a socket in a temporary folder, never on the network, and is gone after.
set -euo pipefail

initdb=$(command -v initdb || ls /usr/lib/postgresql/*/bin/initdb 2>/dev/null | sort -V | tail -n 1)
[ -n "$initdb" ] || { echo "PostgreSQL is not installed. On Debian: apt-get install postgresql" >&2; exit 1; }
programs=$(dirname "$(readlink -f "$initdb")")

folder=$(mktemp -d "${TMPDIR:-/tmp}/moibench-postgresql.XXXXXX")
as_server=()
if [ "$(id -u)" = 0 ]; then # PostgreSQL refuses to run as root
    chown postgres "$folder"
    as_server=(runuser -u postgres --)
fi
run() { (cd "$folder" && "${as_server[@]}" "$@"); }
stop() {
    run "$programs/pg_ctl" -D "$folder/data" -m immediate -s stop || true
    rm -rf "$folder"
}
trap stop EXIT

run "$programs/initdb" -D "$folder/data" -U moibench -A trust -E UTF8 --locale=C.UTF-8 >"$folder.log" 2>&1 ||
    { cat "$folder.log" >&2; rm -f "$folder.log"; exit 1; }
rm -f "$folder.log"
run "$programs/pg_ctl" -D "$folder/data" -l "$folder/server.log" -s -w -t 60 \
    -o "-k $folder -c listen_addresses='' -c fsync=off -c max_connections=60" start ||
    { cat "$folder/server.log" >&2; exit 1; }

MOIBENCH_DATABASE="postgresql://moibench@/postgres?host=$folder" "$@"
