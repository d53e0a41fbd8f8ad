#!/bin/sh
# The image reads its database's password from the environment alone; here it comes from a file. Its own system
# workers need the internal frontend, since whoever comes to the other one is asked for a token.
set -eu
POSTGRES_PWD=$(cat /run/secrets/temporal-password)
TEMPORAL_BROADCAST_ADDRESS=$(getent hosts "$(hostname)" | awk '{ print $1; exit }')
export POSTGRES_PWD TEMPORAL_BROADCAST_ADDRESS
exec temporal-server start --service frontend --service internal-frontend --service history --service matching \
    --service worker
