#!/bin/sh
# Run once by the database's image, when its volume is empty: the application's own role, which is no superuser, its
# database, and the extensions, which only a superuser may add.
set -eu
psql --no-psqlrc --set=ON_ERROR_STOP=1 --username="$POSTGRES_USER" --dbname=postgres \
    --set=password="$APPLICATION_PASSWORD" <<'SQL'
CREATE ROLE citedesmetiers LOGIN PASSWORD :'password';
CREATE DATABASE citedesmetiers OWNER citedesmetiers;
\connect citedesmetiers
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS pg_stat_statements;
SQL
