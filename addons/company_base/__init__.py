from . import controllers, exceptions, models, tools, wizards
from .tools.sql import drop_functions


def uninstall_hook(env):
    """The triggers go with their tables; the functions they call have to go on their own."""
    drop_functions(env.cr)
