#!/bin/sh
# Brings this checkout and the database up to its version. Run as the checkout's owner,
# who may read /etc/spark, or another folder: SPARK_ETC.
set -eu
cd "$(dirname "$0")/.."
make setup
set -a
etc=${SPARK_ETC:-/etc/spark}
. "$etc/env"
. "$etc/owner.env"
set +a
.venv/bin/python manage.py check --deploy
.venv/bin/python manage.py collectstatic --noinput
.venv/bin/python manage.py migrate --noinput
