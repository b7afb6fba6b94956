"""Fonts and C libraries for printing. What the machine lacks is put into the user's cache; nothing is installed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from . import apt
from .paths import CACHE, write_atomically
from .progress import Failure, notice, step

FONTS = {  # package: a file of it, as it lies on a machine that has it
    "fonts-noto-cjk": "opentype/noto/NotoSansCJK-Regular.ttc",
    "fonts-arphic-ukai": "truetype/arphic/ukai.ttc",
    "fonts-arphic-uming": "truetype/arphic/uming.ttc",
    "texlive-lang-chinese": "opentype/fandol/FandolFang-Regular.otf",
}
# Of this large package only the 仿宋, 楷体, 黑体 and 宋体 of Fandol are kept; its Bold cuts call themselves regular.
KEPT = {"texlive-lang-chinese": "*/fandol/Fandol[FHKS]*-Regular.otf"}
LIBRARIES = ("libpango-1.0-0", "libpangoft2-1.0-0")
LIBRARY_FILES = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0")
SYSTEM_FONTS = Path("/usr/share/fonts")
FONT_FOLDER = CACHE / "fonts"
LIBRARY_FOLDER = CACHE / "lib"


def ensure():
    _ensure_libraries()
    _ensure_fonts()


def environment():
    """What a process that prints needs."""
    values = {"FC_LANG": "zh-cn"}  # Chinese without a named font is Noto's Chinese cut, not a Kai, not the Japanese cut
    if FONT_FOLDER.exists():
        values["FONTCONFIG_FILE"] = str(_font_configuration())
    if LIBRARY_FOLDER.exists():
        folders = sorted({str(file.parent) for file in LIBRARY_FOLDER.rglob("*.so*")})
        folders += [os.environ["LD_LIBRARY_PATH"]] if os.environ.get("LD_LIBRARY_PATH") else []
        values["LD_LIBRARY_PATH"] = os.pathsep.join(folders)
    return values


def _loadable(extra=None):
    code = "import ctypes, sys; [ctypes.CDLL(name) for name in sys.argv[1:]]"
    return not subprocess.run([sys.executable, "-c", code, *LIBRARY_FILES], capture_output=True,
                              env={**os.environ, **(extra or {})}).returncode


def _ensure_libraries():
    if _loadable() or LIBRARY_FOLDER.exists() and _loadable(environment()):
        return
    advice = f"apt-get install {' '.join(LIBRARIES)}   (as root); until then the printed forms don't work"
    if not apt.available():
        notice(f"The text library Pango is missing. {advice}")
        return
    try:
        with step("Fetching the text library that printing needs (Pango)"):
            files = apt.Archive().download_missing(*LIBRARIES)
            _unpack(files, LIBRARY_FOLDER)
            if not _loadable(environment()):
                raise Failure("it doesn't load")
    except Failure as problem:
        shutil.rmtree(LIBRARY_FOLDER, ignore_errors=True)
        notice(f"Pango couldn't be fetched ({problem.message}). {advice}")


def _ensure_fonts():
    missing = [package for package, file in FONTS.items()
               if not (SYSTEM_FONTS / file).exists() and not (FONT_FOLDER / package).exists()]
    if not missing:
        return
    advice = f"apt-get install {' '.join(missing)}   (as root); until then Chinese prints in another font or not at all"
    if not apt.available():
        notice(f"Chinese fonts are missing. {advice}")
        return
    try:
        with step(f"Fetching Chinese fonts ({', '.join(missing)})"):
            archive = apt.Archive()
            for package in missing:
                _unpack(archive.download(package), FONT_FOLDER / package, KEPT.get(package))
    except Failure as problem:
        notice(f"The Chinese fonts couldn't be fetched ({problem.message}). {advice}")


def _unpack(files, target, kept=None):
    """Put the packages' files into a folder; of a large package only those that fit the pattern ``kept``."""
    temporary = target.with_name(f".{target.name}.{os.getpid()}")
    apt.unpack(files, temporary)
    if kept:
        whole = temporary.rename(temporary.with_name(f"{temporary.name}.whole"))
        temporary.mkdir()
        for file in whole.rglob(kept):
            shutil.copy2(file, temporary)
        shutil.rmtree(whole)
    shutil.rmtree(target, ignore_errors=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary.rename(target)


def _font_configuration():
    """The system's fonts and those in the cache; Debian's settings leave out AR PL, which has the rare characters."""
    path = CACHE / "fonts.conf"
    text = f"""<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>{SYSTEM_FONTS}</dir>
  <dir>{FONT_FOLDER}</dir>
  <selectfont><acceptfont><glob>*/arphic/u*.ttc</glob></acceptfont></selectfont>
  <cachedir>{CACHE}/fontconfig</cachedir>
</fontconfig>
"""
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        write_atomically(path, text)
    return path
