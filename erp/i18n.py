"""Translations: export each addon's terms, bring zh_CN.po up to date, name what is not translated."""

import re
import tempfile
from pathlib import Path

from .progress import Failure, say

LANGUAGE = "zh_CN"
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sdif%]|\{\w*\}")
CHANGING_HEADERS = ("POT-Creation-Date", "PO-Revision-Date")


def export(odoo, config, database, addon):
    """The addon's terms as polib sees them, out of a database in which it is installed."""
    import polib

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "terms.po"
        try:
            odoo.run("i18n", "export", "-c", config, "-d", database, "-l", "pot", "-o", file, addon.name, log="i18n")
        except Failure as problem:
            if "Ignoring not" not in problem.message:
                raise
            raise Failure(f"{addon.name} is not installed in the database {database}.",
                          f"install it there first, or leave --db out: bin/erp i18n {addon.name}") from problem
        return polib.pofile(str(file)) if file.exists() and file.stat().st_size else polib.POFile()


def update(odoo, config, database, addon, write=True):
    """Refresh i18n/<addon>.pot and i18n/zh_CN.po; give the problems as lines of text."""
    import polib

    template = export(odoo, config, database, addon)
    if not len(template):
        return []
    folder = addon.path / "i18n"
    pot_file, po_file = folder / f"{addon.name}.pot", folder / f"{LANGUAGE}.po"
    po = polib.pofile(str(po_file)) if po_file.exists() else polib.POFile()
    before = _content(po)
    _merge(po, template)
    borrowed = _borrow(po, odoo, addon)
    po.metadata = {**template.metadata, "Language": LANGUAGE, "Language-Team": "",
                   "Plural-Forms": "nplurals=1; plural=0;"}
    for metadata in (po.metadata, template.metadata):
        for header in CHANGING_HEADERS:
            metadata.pop(header, None)
    stale = (before != _content(po) or not pot_file.exists()
             or _content(polib.pofile(str(pot_file))) != _content(template))
    if write and stale:
        folder.mkdir(exist_ok=True)
        template.save(str(pot_file))
        po.save(str(po_file))
    if write and borrowed:
        say(f"  {addon.name}: {borrowed} terms taken over from Odoo's own translation")
    lines = list(_defects(po, po_file))
    if stale and not write:
        lines.append(f"{po_file.parent}: not up to date with the sources; run bin/erp i18n {addon.name}")
    return lines


def _content(file):
    """What counts when two files are compared; the places of a term depend on which other addons are installed."""
    return sorted((entry.msgid, entry.msgctxt or "", entry.msgstr, *entry.flags) for entry in file)


def _merge(po, template):
    """Keep what is translated, take the places from the template, drop terms that are gone."""
    po.merge(template)
    for entry in po.obsolete_entries():
        po.remove(entry)
    order = {entry.msgid: index for index, entry in enumerate(template)}
    po.sort(key=lambda entry: order.get(entry.msgid, len(order)))


def _borrow(po, odoo, addon):
    """Fill empty terms that Odoo has translated itself, the addon's own dependencies first."""
    empty = [entry for entry in po if not entry.msgstr]
    borrowed = 0
    for module in (*addon.depends, "base", "web", "mail", "account", "purchase", "stock", "product"):
        if not empty:
            break
        theirs = _odoo_translation(odoo, module)
        for entry in empty:
            entry.msgstr = theirs.get(entry.msgid, "")
        borrowed += sum(bool(entry.msgstr) for entry in empty)
        empty = [entry for entry in empty if not entry.msgstr]
    return borrowed


_translations = {}


def _odoo_translation(odoo, module):
    import polib

    if module not in _translations:
        files = [path / module / "i18n" / f"{LANGUAGE}.po" for path in odoo.source.addons_paths]
        file = next((file for file in files if file.exists()), None)
        _translations[module] = {entry.msgid: entry.msgstr for entry in polib.pofile(str(file))
                                 if entry.msgstr and "fuzzy" not in entry.flags} if file else {}
    return _translations[module]


def _defects(po, file):
    for entry in po:
        if not entry.msgstr:
            yield f"{file}: not translated: {entry.msgid!r}"
        elif "fuzzy" in entry.flags:
            yield f"{file}: marked fuzzy: {entry.msgid!r}"
        elif sorted(PLACEHOLDER.findall(entry.msgid)) != sorted(PLACEHOLDER.findall(entry.msgstr)):
            yield f"{file}: other placeholders than the source: {entry.msgid!r} → {entry.msgstr!r}"
