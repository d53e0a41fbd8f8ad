#!/bin/sh
# Brings the two databases of the Temporal server to its own version; harmless when they are there.
set -eu
SQL_PASSWORD=$(cat /run/secrets/temporal-password)
export SQL_PASSWORD

tool() {
    temporal-sql-tool --plugin postgres12 --ep postgres -p 5432 -u temporal --tls --tls-ca-file /run/secrets/ca --db "$@"
}

for part in temporal:temporal temporal_visibility:visibility; do
    database=${part%:*}
    # Begins the table of versions; a version that is there already is kept.
    tool "$database" setup-schema -v 0.0
    tool "$database" update-schema -d "/etc/temporal/schema/postgresql/v12/${part#*:}/versioned"
done
