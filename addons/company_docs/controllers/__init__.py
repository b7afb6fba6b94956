from . import rpc_address
from . import register
from . import layout
from . import superuser
