#!/bin/sh
# Makes the namespace, or gives the one there is its retention: how long the Web UI shows what is over.
set -eu
temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention "$RETENTION" ||
    temporal operator namespace update --namespace "$TEMPORAL_NAMESPACE" --retention "$RETENTION"
