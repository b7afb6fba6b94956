from . import chain, worktime
