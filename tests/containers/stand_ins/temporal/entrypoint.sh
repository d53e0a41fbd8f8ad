#!/bin/sh
# Begins as the official server does: with what its environment says, on databases that have their schema.
# Then it is the real server in a single process, which keeps its own on SQLite.
set -eu
[ "$DB" = postgres12 ] || { echo "There is no DB called $DB." >&2; exit 1; }
[ "$NUM_HISTORY_SHARDS" -gt 0 ]

for database in temporal temporal_visibility; do
    PGPASSWORD=$POSTGRES_PWD psql --quiet --set ON_ERROR_STOP=1 --host "$POSTGRES_SEEDS" --port "$DB_PORT" \
        --username "$POSTGRES_USER" --dbname "$database" --no-align --tuples-only \
        --command 'SELECT curr_version FROM schema_version' | grep -qx 1.1 ||
        { echo "The schema of $database is not that of this server." >&2; exit 1; }
done

# `key:` and `- value: true` become `key=true`.
values() {
    awk '/^[a-zA-Z]/ { sub(/:$/, ""); key = $1 } $1 == "-" && $2 == "value:" { print key "=" $3 }' "$@"
}

set -- --ip "$BIND_ON_IP" --log-level warn --headless
set -- "$@" --db-filename /tmp/temporal.db --sqlite-pragma journal_mode=WAL
for value in $(values "$DYNAMIC_CONFIG_FILE_PATH" /etc/temporal/tests.yaml); do
    set -- "$@" --dynamic-config-value "$value"
done
exec temporal server start-dev "$@"
