from . import watermark
