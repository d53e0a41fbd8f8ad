#!/bin/sh
# PostgreSQL behind TLS. It takes its key only from a file that it alone may read; a secret is readable for others.
set -eu
umask 077
cat /run/secrets/postgres-key >/tmp/postgres.key
umask 022
exec docker-entrypoint.sh postgres -c listen_addresses='*' -c ssl=on -c ssl_cert_file=/run/secrets/postgres-certificate \
    -c ssl_key_file=/tmp/postgres.key -c ssl_min_protocol_version=TLSv1.2 -c hba_file=/postgres/pg_hba.conf
