#!/bin/bash
# Runs once, on an empty database: two roles next to the superuser.
#   ozjt_eigenaar owns the database and runs the migrations;
#   ozjt_app is what web, workers and beat log in with: rows, never tables.
set -euo pipefail
psql --set=ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
  --set=eigenaar="$DB_EIGENAAR_WACHTWOORD" --set=app="$DB_APP_WACHTWOORD" <<'SQL'
CREATE ROLE ozjt_eigenaar LOGIN PASSWORD :'eigenaar';
CREATE ROLE ozjt_app LOGIN PASSWORD :'app';
CREATE DATABASE ozjt OWNER ozjt_eigenaar;
REVOKE CONNECT, TEMPORARY ON DATABASE ozjt FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE ozjt TO ozjt_app;
\connect ozjt
ALTER SCHEMA public OWNER TO ozjt_eigenaar;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
SQL
