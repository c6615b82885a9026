#!/bin/sh
# Brings this checkout and the database up to its version. Run as root, whose the
# checkout is; SPARK_ETC is another folder than /etc/spark.
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
