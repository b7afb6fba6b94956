from . import rpc_address
