from . import rpc_address
from . import register
from . import binary
from . import layout
from . import superuser
