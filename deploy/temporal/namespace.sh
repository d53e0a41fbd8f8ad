#!/bin/sh
# Makes the namespace, or gives the one there is its retention: how long the Web UI shows what is over. Then the
# search attributes, which a worker may not add: it may write in its namespace and change nothing of it.
set -eu
temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention "$RETENTION" ||
    temporal operator namespace update --namespace "$TEMPORAL_NAMESPACE" --retention "$RETENTION"

# The server takes seconds to know a namespace everywhere.
add_search_attributes() {
    temporal operator search-attribute create --namespace "$TEMPORAL_NAMESPACE" \
        --name TandemCohort --type Keyword --name TandemStage --type Keyword \
        --name TandemNeedsAttention --type Bool --name TandemNextDue --type Datetime
}

tries=0
until add_search_attributes; do
    tries=$((tries + 1))
    [ $tries -lt 30 ] || exit 1
    sleep 1
done
