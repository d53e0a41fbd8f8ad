#!/bin/sh
# Makes what deploy/compose.yaml keeps secret, in deploy/secrets: passwords, certificates and tokens. What is there
# already stays. With --renew certificates and tokens, which end after two years (DAYS), are made anew.
#
# The folder is for you alone; what is in it is mounted for users of other numbers, so each may read the files
# that are mounted. ca.key, internode-ca.key and tokens.key sign: no container gets them, keep them elsewhere.
set -eu
umask 022
cd "$(dirname "$0")"
renew=
[ "${1:-}" != --renew ] || { renew=yes && shift; }
folder=${1:-secrets}
days=${DAYS:-730}
mkdir -p -m 700 "$folder"
cd "$folder"
# But for the pages', which may be somebody else's.
[ -z "$renew" ] || rm -f postgres.pem temporal.pem web-ui.pem internode.pem temporal-worker temporal-command temporal-pages \
    temporal-operator web-ui-token

password() {
    [ -e "$1-password" ] || openssl rand -hex 24 >"$1-password"
}

database_url() {
    [ -e "$1" ] || echo "postgresql://$2:$(cat "$2-password")@postgres/tandem?sslmode=verify-full&sslrootcert=/run/secrets/ca" >"$1"
}

authority() {
    [ -e "$1.key" ] || (
        umask 077
        openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 -subj "/CN=Tandem $1" \
            -addext keyUsage=critical,keyCertSign,cRLSign -keyout "$1.key" -out "$1.pem" 2>/dev/null
    )
    chmod 644 "$1.pem"
}

# Of one name, from an authority, for servers or clients or both.
certificate() {
    [ -e "$1.pem" ] && [ -e "$1.key" ] && return
    printf 'subjectAltName=DNS:%s,DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=%s\nbasicConstraints=critical,CA:FALSE\n' \
        "$1" "$3" >"$1.ext"
    openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj "/CN=$1" -keyout "$1.key" \
        -out "$1.csr" 2>/dev/null
    openssl x509 -req -in "$1.csr" -CA "$2.pem" -CAkey "$2.key" -set_serial "0x$(openssl rand -hex 16)" \
        -days "$days" -sha256 -extfile "$1.ext" -out "$1.pem" 2>/dev/null
    chmod 644 "$1.key"
    rm "$1.csr" "$1.ext"
}

base64url() {
    openssl base64 -A | tr '+/' '-_' | tr -d '='
}

signing_key() {
    [ -e tokens.key ] || (umask 077 && openssl genrsa -out tokens.key 2048 2>/dev/null)
    # Of a key of 2048 bits, the modulus is where it is.
    modulus=$(openssl rsa -in tokens.key -pubout -outform DER 2>/dev/null | tail -c +34 | head -c 256 | base64url)
    key_id=$(printf %s "$modulus" | openssl dgst -sha256 -r | cut -c -16)
    printf '{"keys": [{"kty": "RSA", "alg": "RS256", "use": "sig", "kid": "%s", "n": "%s", "e": "AQAB"}]}\n' \
        "$key_id" "$modulus" >jwks
}

# A token that says who comes, and what they may do: NAMESPACE:read, write or admin.
token() {
    now=$(date +%s)
    head=$(printf '{"alg":"RS256","typ":"JWT","kid":"%s"}' "$key_id" | base64url)
    # Each has an id of its own, so that one made in the same second is another.
    body=$(printf '{"jti":"%s","sub":"%s","permissions":["%s"],"iat":%s,"exp":%s}' \
        "$(openssl rand -hex 8)" "$1" "$2" "$now" $((now + days * 86400)) |
        base64url)
    printf '%s.%s.%s' "$head" "$body" "$(printf %s "$head.$body" | openssl dgst -sha256 -sign tokens.key -binary | base64url)"
}

# How one of them comes to the Temporal server, as a profile file of Temporal's own.
profile() {
    [ -e "temporal-$1" ] && return
    certificate "tandem-$1" ca clientAuth
    cat >"temporal-$1" <<TOML
[profile.default]
api_key = "$(token "$1" "$2")"
[profile.default.tls]
server_ca_cert_data = """
$(cat ca.pem)"""
client_cert_data = """
$(cat "tandem-$1.pem")"""
client_key_data = """
$(cat "tandem-$1.key")"""
TOML
    rm "tandem-$1.pem" "tandem-$1.key"
}

for role in postgres temporal tandem_owner tandem tandem_reader; do password $role; done
database_url database-url tandem
database_url owner-database-url tandem_owner
[ -e erasures-key ] || openssl rand -hex 32 >erasures-key
authority ca
authority internode-ca
certificate postgres ca serverAuth
certificate temporal ca serverAuth
certificate web-ui ca clientAuth
# For a trial: put in its place the one that browsers know, of the name that people type.
certificate pages ca serverAuth
certificate internode internode-ca serverAuth,clientAuth
signing_key
profile worker tandem:write
profile command tandem:write
profile pages tandem:write
profile operator temporal-system:admin
[ -e web-ui-token ] ||
    printf 'proxy_set_header Authorization "Bearer %s";\n' "$(token web-ui temporal-system:read)" >web-ui-token
