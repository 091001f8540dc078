#!/usr/bin/env bash
# Installs what the integration tests run against: in .cache/test-tools a local emulator of AWS (moto) and the libraries XGBoost,
# LightGBM and Optuna, beside them redis-server, and chromium with pdftotext. What is in .cache needs python3; on Debian and as root, what is missing of the
# system's packages is installed. Does nothing for what is there already.
set -euo pipefail
cd "$(dirname "$0")/.."
version=5.2.1
tools=.cache/test-tools
# xgboost-cpu is XGBoost without its code for graphics cards: 19 MB instead of 700
libraries=(xgboost-cpu==3.2.0 lightgbm==4.7.0 numpy==2.4.6 pandas==3.1.1 optuna==5.0.0)

apt() {
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then return 1; fi
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

has_moto() {
  { [ -x "$tools/bin/moto_server" ] && "$tools/bin/moto_server" --help >/dev/null 2>&1; } ||
    { command -v moto_server >/dev/null 2>&1 && moto_server --help >/dev/null 2>&1; }
}

has_chromium() {
  command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1
}

has_libraries() {
  [ -x "$tools/bin/python" ] && "$tools/bin/python" -c 'import lightgbm, numpy, optuna, pandas, xgboost' >/dev/null 2>&1
}

make_venv() {
  rm -rf "$tools"
  python3 -m venv "$tools" 2>/dev/null
}

if ! command -v redis-server >/dev/null 2>&1; then
  apt redis-server || echo 'cannot install redis-server: the tests against it are skipped by name'
fi

if ! has_chromium || ! command -v pdftotext >/dev/null 2>&1; then
  apt chromium poppler-utils || echo 'cannot install chromium and poppler-utils: the tests in a browser are skipped by name'
fi

if ! has_moto; then
  make_venv || { apt python3-venv && make_venv; }
  "$tools/bin/pip" install --quiet --disable-pip-version-check "moto[server,ssm,s3,stepfunctions,sts]==$version"
fi

if ! has_libraries; then
  [ -x "$tools/bin/pip" ] || make_venv || { apt python3-venv && make_venv; }
  "$tools/bin/pip" install --quiet --disable-pip-version-check "${libraries[@]}"
  # both compute with OpenMP, which a slim system may lack
  has_libraries || { apt libgomp1 && has_libraries; }
fi
