#!/bin/sh
# Begins as the official image does: on an empty volume a superuser with the password of a file, and what
# is in /docker-entrypoint-initdb.d before anybody can reach it.
set -eu
if [ ! -e "$PGDATA/PG_VERSION" ]; then
    initdb --username=postgres --pwfile="$POSTGRES_PASSWORD_FILE" --auth-local=trust --auth-host=scram-sha-256 \
        --locale=C --encoding=UTF8
    echo 'host all all all scram-sha-256' >>"$PGDATA/pg_hba.conf"
    echo "unix_socket_directories = '/tmp'" >>"$PGDATA/postgresql.conf"
    pg_ctl --wait --options "-c listen_addresses=''" start
    for script in /docker-entrypoint-initdb.d/*.sh; do
        sh "$script"
    done
    pg_ctl --wait stop
fi
exec postgres -c listen_addresses='*'
