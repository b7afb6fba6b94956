#!/bin/bash
# Run once by the postgres image when the primary's data folder is made: the two roles beside the administrator.
set -euo pipefail

psql --set=ON_ERROR_STOP=1 --username=postgres --set=odoo="$ODOO_PASSWORD" --set=replication="$REPLICATION_PASSWORD" <<'SQL'
CREATE ROLE odoo LOGIN CREATEDB PASSWORD :'odoo';
CREATE ROLE replicator LOGIN REPLICATION PASSWORD :'replication';
SQL
echo "host replication replicator samenet scram-sha-256" >>"$PGDATA/pg_hba.conf"
