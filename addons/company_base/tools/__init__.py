from . import digest, engine, fields, pdf, sql
