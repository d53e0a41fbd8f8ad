#!/bin/sh
# Run once, on an empty volume: Temporal and Tandem each get a role of their own, and neither may read
# what is the other's.
set -eu

make_role() {
    password=$(cat "/run/secrets/$1-password")
    psql --set ON_ERROR_STOP=1 --username postgres --set role="$1" --set password="$password" <<'SQL'
CREATE ROLE :"role" LOGIN PASSWORD :'password';
SQL
}

make_database() {
    psql --set ON_ERROR_STOP=1 --username postgres --set name="$1" --set owner="$2" <<'SQL'
CREATE DATABASE :"name" OWNER :"owner";
REVOKE CONNECT, TEMPORARY ON DATABASE :"name" FROM PUBLIC;
SQL
}

make_role temporal
make_role tandem
make_database temporal temporal
make_database temporal_visibility temporal
make_database tandem tandem
