#!/bin/sh
# Begins as the official image does when it is not root: on an empty volume a superuser with the password of a file,
# and what is in /docker-entrypoint-initdb.d before anybody can reach it; then what it is told.
set -eu
if [ ! -e "$PGDATA/PG_VERSION" ]; then
    initdb --username=postgres --pwfile="$POSTGRES_PASSWORD_FILE" --auth-local=trust --auth-host=scram-sha-256 \
        --locale=C --encoding=UTF8
    "$@" -c listen_addresses='' &
    for _ in $(seq 60); do
        pg_isready --quiet && break
        sleep 0.5
    done
    # Whoever waits for too long is told why by psql.
    for script in /docker-entrypoint-initdb.d/*.sh; do
        sh "$script"
    done
    pg_ctl --wait stop
fi
exec "$@"
