#!/usr/bin/env bash
# Installs what the integration tests run against: a local emulator of AWS (moto), in .cache/test-tools.
# Needs python3 with venv. Does nothing when it is there already.
set -euo pipefail
cd "$(dirname "$0")/.."
version=5.2.1
tools=.cache/test-tools
if [ -x "$tools/bin/moto_server" ] && "$tools/bin/python" -c "import moto, sys; sys.exit(moto.__version__ != '$version')"; then
  exit 0
fi
if command -v moto_server >/dev/null 2>&1 && moto_server --help >/dev/null 2>&1; then
  exit 0
fi
python3 -m venv "$tools"
"$tools/bin/pip" install --quiet --disable-pip-version-check "moto[server,ssm,s3,stepfunctions,sts]==$version"
