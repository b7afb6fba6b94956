from . import delegation, digest, flow, outcome, resolution, routing
