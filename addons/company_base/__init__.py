from . import exceptions, models, tools, wizards
from .tools.sql import drop_guard_function


def uninstall_hook(env):
    """The guard triggers go with their tables; the function they call has to go on its own."""
    drop_guard_function(env.cr)
