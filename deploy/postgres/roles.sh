#!/bin/sh
# Run once, on an empty volume. Four roles, none of which may read what is another's:
#   temporal       the Temporal server's; it owns its two databases
#   tandem_owner   makes and changes Tandem's tables (`tandem db upgrade`), and does nothing else
#   tandem         worker and commands: rows, not tables. `tandem db upgrade` lets it add to the audit and not change it
#   tandem_reader  reads, for backups and for questions of your own
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

for role in temporal tandem_owner tandem tandem_reader; do make_role $role; done
make_database temporal temporal
make_database temporal_visibility temporal
make_database tandem tandem_owner

psql --set ON_ERROR_STOP=1 --username postgres --dbname tandem <<'SQL'
GRANT CONNECT ON DATABASE tandem TO tandem, tandem_reader;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO tandem, tandem_reader;
ALTER DEFAULT PRIVILEGES FOR ROLE tandem_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO tandem;
ALTER DEFAULT PRIVILEGES FOR ROLE tandem_owner IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO tandem;
ALTER DEFAULT PRIVILEGES FOR ROLE tandem_owner IN SCHEMA public GRANT SELECT ON TABLES TO tandem_reader;
ALTER DEFAULT PRIVILEGES FOR ROLE tandem_owner IN SCHEMA public GRANT SELECT ON SEQUENCES TO tandem_reader;
SQL
