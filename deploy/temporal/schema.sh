#!/bin/sh
# Brings the two databases of the Temporal server to its own version; harmless when they are there.
set -eu
SQL_PASSWORD=$(cat /run/secrets/temporal-password)
export SQL_PASSWORD

tool() {
    temporal-sql-tool --plugin postgres12 --endpoint postgres --port 5432 --user temporal --database "$@"
}

for part in temporal:temporal temporal_visibility:visibility; do
    database=${part%:*}
    # An older version than the one there is refused, so this begins the table of versions only once.
    tool "$database" setup-schema --version 0.0
    tool "$database" update-schema --schema-dir "/etc/temporal/schema/postgresql/v12/${part#*:}/versioned"
done
