"""What each sub-command does. Runs inside .venv."""

from pathlib import Path

from . import addons, ground, i18n, odoo_source, postgres
from .progress import Failure, say
from .runner import Odoo


def run(arguments):
    return COMMANDS[arguments.command](arguments)


def translations(arguments):
    chosen = addons.find(arguments.addons) if arguments.addons else addons.all_addons()
    if arguments.config or arguments.db:
        if not (arguments.config and arguments.db):
            raise Failure("--db and --config belong together.", "give both, or none of them")
        odoo = Odoo(odoo_source.find(), postgres.Configured())
        return _translate(odoo, Path(arguments.config).resolve(), arguments.db, chosen, arguments.check)
    from . import templates

    with ground.testing() as place:
        database = templates.Templates(place).product(demo=False, only=chosen)
        config = place.odoo.config("i18n")
        return _translate(place.odoo, config, database, chosen, arguments.check)


def _translate(odoo, config, database, chosen, check):
    lines = []
    for addon in chosen.values():
        lines += i18n.update(odoo, config, database, addon, write=not check)
    for line in lines:
        say(line)
    say(f"{len(lines)} to do" if lines else f"Translations complete: {', '.join(chosen)}")
    return 1 if lines else 0


def stop(_arguments):
    for name in ("pg", "pg-test"):
        say(f"{name}: {'stopped' if postgres.stop_leftover(name) else 'was not running'}")


COMMANDS = {
    "i18n": translations,
    "stop": stop,
}
