#!/bin/sh
# Writes deploy/digests.yaml: each image of others that deploy/compose.yaml names, by the digest that its tag has today.
# With `--file deploy/digests.yaml` they are what you have looked at, whatever becomes of the tags. An image without
# a digest, such as one that was built here, is named, and nothing is written.
set -eu
cd "$(dirname "$0")"
trap 'rm -f digests.yaml.partial' EXIT

of_service() {
    image=$(docker compose --file compose.yaml config --images "$1")
    docker image inspect "$image" >/dev/null 2>&1 || docker pull --quiet "$image" >/dev/null
    digest=$(docker image inspect --format '{{ range .RepoDigests }}{{ println . }}{{ end }}' "$image" | head -n 1)
    [ -n "$digest" ] || {
        echo "$image has no digest: it was not pulled from a registry." >&2
        exit 1
    }
    echo "  $1: {image: \"$image@${digest#*@}\"}"
}

{
    echo "services:"
    for service in postgres temporal-schema temporal-keys temporal temporal-namespace temporal-ui web-ui mail pages-proxy; do
        of_service $service
    done
} >digests.yaml.partial
mv digests.yaml.partial digests.yaml
cat digests.yaml
