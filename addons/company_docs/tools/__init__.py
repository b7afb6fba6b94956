from . import custody_sql
