"""Databases: make, copy, drop; a database's files go with it."""

import contextlib
import os
import shutil

import psycopg2
from psycopg2 import sql

from .progress import Failure


class Databases:
    """The databases of one server together with Odoo's data folder (the filestore)."""

    def __init__(self, server, data_folder):
        self.server = server
        self.data_folder = data_folder

    @contextlib.contextmanager
    def cursor(self, name="postgres", autocommit=True):
        try:
            connection = psycopg2.connect(dbname=name, host=self.server.host, port=self.server.port,
                                          user=self.server.user, password=self.server.password, connect_timeout=10)
        except psycopg2.OperationalError as problem:
            raise Failure(f"No connection to PostgreSQL at {self.server.host} as {self.server.user}: {problem}".strip(),
                          "check --db-host, --db-port, --db-user and PGPASSWORD") from problem
        try:
            connection.autocommit = autocommit
            with connection.cursor() as cursor:
                yield cursor
            if not autocommit:
                connection.commit()
        finally:
            connection.close()

    def names(self, prefix=""):
        with self.cursor() as cursor:
            cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s) ORDER BY datname", [prefix])
            return [name for (name,) in cursor.fetchall()]

    def exists(self, name):
        return name in self.names(name)

    def has_odoo(self, name):
        with self.cursor(name) as cursor:
            cursor.execute("SELECT to_regclass('public.ir_module_module') IS NOT NULL")
            return cursor.fetchone()[0]

    def filestore(self, name):
        return self.data_folder / "filestore" / name

    def create(self, name):
        with self.cursor() as cursor:
            cursor.execute(sql.SQL("CREATE DATABASE {} ENCODING 'UTF8' LC_COLLATE 'C' TEMPLATE template0").format(
                sql.Identifier(name)))

    def clone(self, source, target):
        """A copy in about a second. The files are hard links: Odoo never changes a file of the filestore in place."""
        self.disconnect(source)
        with self.cursor() as cursor:
            cursor.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
                sql.Identifier(target), sql.Identifier(source)))
        shutil.rmtree(self.filestore(target), ignore_errors=True)
        if self.filestore(source).exists():
            shutil.copytree(self.filestore(source), self.filestore(target), copy_function=_link)
        with self.cursor(target) as cursor:
            cursor.execute("SELECT to_regclass('public.ir_config_parameter')")
            if cursor.fetchone()[0]:
                cursor.execute("UPDATE ir_config_parameter SET value = gen_random_uuid()::text "
                               "WHERE key IN ('database.uuid', 'database.secret')")

    def rename(self, source, target):
        self.disconnect(source)
        with self.cursor() as cursor:
            cursor.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                sql.Identifier(source), sql.Identifier(target)))
        shutil.rmtree(self.filestore(target), ignore_errors=True)
        if self.filestore(source).exists():
            self.filestore(source).rename(self.filestore(target))

    def drop(self, name):
        self.disconnect(name)
        with self.cursor() as cursor:
            # without FORCE, which an autovacuum worker of the superuser refuses; the plain one asks it to leave
            cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
        shutil.rmtree(self.filestore(name), ignore_errors=True)

    def disconnect(self, name):
        with self.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                           "WHERE datname = %s AND usename = current_user AND pid <> pg_backend_pid()", [name])


def _link(source, target):
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
