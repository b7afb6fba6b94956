"""Debian packages without root and without touching the system: fetched by apt through a private configuration.

The system's own settings (mirror, proxy, keys) stay in force; only the folders for lists and archives, and the list of
sources, are replaced. apt verifies the archive's signature and every file's checksum.
"""

import os
import shutil
import subprocess
from pathlib import Path

from .paths import CACHE, write_atomically
from .progress import Failure

KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")


def available():
    return bool(shutil.which("apt-get") and shutil.which("dpkg-deb"))


def machine_sources():
    """The Debian sources this machine is set up with: [(uri, suite)], the release itself first."""
    query = ["apt-get", "--no-release-info", "indextargets", "--format", "$(REPO_URI) $(RELEASE) $(COMPONENT)",
             "Created-By: Packages"]
    result = subprocess.run(query, capture_output=True, text=True)
    sources = []
    for line in result.stdout.splitlines():
        uri, suite, component = (line.split() + ["", "", ""])[:3]
        if component == "main" and "debian" in uri and (uri, suite) not in sources:
            sources.append((uri, suite))
    return sorted(sources, key=lambda source: ("-" in source[1], len(source[1])))


class Archive:
    """One private apt configuration: `suite` None stands for the machine's own suites."""

    def __init__(self, suite=None):
        self.suite = suite
        self.folder = CACHE / "apt" / (suite or "machine")
        self._fresh = False

    def _options(self):
        options = {
            "Dir::Etc::SourceList": self.folder / "sources.list",
            "Dir::Etc::SourceParts": "/dev/null",
            "Dir::State::Lists": self.folder / "lists",
            "Dir::Cache": self.folder / "cache",
            "Dir::Cache::archives": self.folder / "archives",
            "Debug::NoLocking": "1",
            "Acquire::Languages": "none",
            "Acquire::Retries": "2",
            "Acquire::http::Timeout": "20",
            "APT::Get::List-Cleanup": "0",
            "APT::Update::Post-Invoke-Success": "",
        }
        if os.geteuid() == 0:
            options["APT::Sandbox::User"] = "root"
        return [f"-o{key}={value}" for key, value in options.items()]

    def run(self, *arguments, cwd=None):
        command = [arguments[0], *self._options(), *arguments[1:]]
        return subprocess.run(command, capture_output=True, text=True, cwd=cwd, env={**os.environ, "LC_ALL": "C"})

    def refresh(self):
        """Read the package lists once per process."""
        if self._fresh:
            return
        sources = machine_sources()
        if not sources:
            raise Failure("This machine has no Debian package source set up, so Odoo can't be fetched from Debian.")
        if self.suite:
            sources = [(sources[0][0], self.suite)]
        signed = f" [signed-by={KEYRING}]" if self.suite and KEYRING.exists() else ""
        for name in ("lists/partial", "cache", "archives/partial"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        lines = [f"deb{signed} {uri} {suite} main" for uri, suite in sources]
        write_atomically(self.folder / "sources.list", "\n".join(lines) + "\n")
        result = self.run("apt-get", "update", "--error-on=any")
        if result.returncode:
            raise Failure(f"The Debian package list ({self.suite or 'this machine’s own suite'}) couldn't be read:\n"
                          + _last_lines(result.stderr), "check the network connection and run the command again")
        self._fresh = True

    def candidate(self, package):
        """The version of a package that this archive offers, or None."""
        self.refresh()
        result = self.run("apt-cache", "madison", package)
        for line in result.stdout.splitlines():
            fields = [field.strip() for field in line.split("|")]
            if len(fields) == 3 and fields[0] == package and "Sources" not in fields[2]:
                return fields[1]
        return None

    def download(self, *packages):
        """Fetch the packages themselves, without what they depend on; give the files' paths."""
        self.refresh()
        target = self.folder / "archives"
        files = []
        for package in packages:
            result = self.run("apt-get", "download", package, cwd=target)
            if result.returncode:
                raise Failure(f"Package {package} couldn't be downloaded:\n" + _last_lines(result.stderr),
                              "check the network connection and the free disk space, and run the command again")
            files.append(max(target.glob(f"{package}_*.deb"), key=lambda path: path.stat().st_mtime))
        return files

    def download_missing(self, *packages):
        """Fetch the packages and what they depend on as far as this machine doesn't have it."""
        self.refresh()
        for leftover in (self.folder / "archives").glob("*.deb"):
            leftover.unlink()
        result = self.run("apt-get", "install", "--download-only", "--no-install-recommends", "--yes", *packages)
        if result.returncode:
            raise Failure(f"Packages {' '.join(packages)} couldn't be downloaded:\n" + _last_lines(result.stderr))
        return sorted((self.folder / "archives").glob("*.deb"))


def unpack(files, target):
    """Unpack the packages into a folder and delete them."""
    target.mkdir(parents=True, exist_ok=True)
    for file in files:
        result = subprocess.run(["dpkg-deb", "-x", str(file), str(target)], capture_output=True, text=True)
        if result.returncode:
            raise Failure(f"{file.name} couldn't be unpacked:\n" + _last_lines(result.stderr),
                          f"free some disk space (or delete {file}) and run the command again")
    for file in files:
        file.unlink()


def _last_lines(text, count=6):
    return "\n".join("    " + line for line in text.strip().splitlines()[-count:])
