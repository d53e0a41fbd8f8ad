#!/bin/sh
# The image reads its database's password from the environment alone; here it comes from a file.
set -eu
POSTGRES_PWD=$(cat /run/secrets/temporal-password)
export POSTGRES_PWD
exec /etc/temporal/entrypoint.sh
