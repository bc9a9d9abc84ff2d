#!/bin/sh
# Deploys this folder to the workspace of TINYBIRD_TOKEN on the server TINYBIRD_API_URL.
set -eu
cd "$(dirname "$0")"
: "${TINYBIRD_TOKEN:?environment variable is required}"
exec martlet deploy . --host "${TINYBIRD_API_URL:-http://127.0.0.1:7181}" --token "$TINYBIRD_TOKEN"
