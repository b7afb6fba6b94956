"""Measuring printed documents: everything in millimetres from the page's upper left corner."""
import base64
import io
import subprocess
import zlib
from itertools import groupby

import pdfplumber
from PIL import ImageChops

from ..engine.layout_sample import get_sample
from .common import DocumentsCase

MM = 25.4 / 72
RED = (0.902, 0, 0)
BLACK = (0, 0, 0)


def make_png(width, height, colour=(200, 0, 0)):
    """A picture of one colour as PNG bytes."""
    def chunk(kind, data):
        body = kind + data
        return len(data).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")
    rows = (b"\0" + bytes(colour) * width) * height
    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\0\0\0"
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def make_address(png):
    return "data:image/png;base64," + base64.b64encode(png).decode()


def to_colour(values):
    return tuple(round(value, 3) for value in values or ())


class Line:
    """Characters on one baseline, from left to right."""

    def __init__(self, page, chars):
        self.chars = sorted(chars, key=lambda char: char["x0"])
        self.text = "".join(char["text"] for char in self.chars)
        self.base = (page.height - self.chars[0]["matrix"][5]) * MM
        self.left, self.right = self.chars[0]["x0"] * MM, self.chars[-1]["x1"] * MM
        self.size = round(self.chars[0]["size"], 2)
        self.font = self.chars[0]["fontname"]
        self.colour = to_colour(self.chars[0]["non_stroking_color"])

    @property
    def middle(self):
        return (self.left + self.right) / 2


class Sheet:
    """One page."""

    def __init__(self, page):
        self.page = page
        chars = sorted(page.chars, key=lambda char: -round(char["matrix"][5]))
        self.lines = [Line(page, group) for _base, group in groupby(chars, key=lambda char: round(char["matrix"][5]))]
        self.text = "\n".join(line.text for line in self.lines)

    def find(self, text):
        """The first line with this text."""
        return next(line for line in self.lines if text in line.text)

    def rules(self):
        """Filled bars: (top, bottom, left, right, colour), without doubles."""
        found = {(round(item["top"] * MM, 2), round(item["bottom"] * MM, 2), round(item["x0"] * MM, 2),
                  round(item["x1"] * MM, 2), to_colour(item["non_stroking_color"])) for item in self.page.rects}
        return sorted(found)

    def ink(self, mask, box=None, resolution=300):
        """(top, bottom, left, right) in mm of the pixels of a colour; box: left, top, right, bottom in mm."""
        page = self.page.crop(tuple(side / MM for side in box)) if box else self.page
        image = page.to_image(resolution=resolution).original.convert("RGB")
        scale, (x0, y0) = 25.4 / resolution, (box[:2] if box else (0, 0))
        left, top, right, bottom = mask(image).getbbox()
        return y0 + top * scale, y0 + bottom * scale, x0 + left * scale, x0 + right * scale


def is_red(image):
    """Mask of the red pixels."""
    red, green, blue = image.split()
    return ImageChops.multiply(
        red.point(lambda value: 255 * (value > 150)),
        ImageChops.lighter(green, blue).point(lambda value: 255 * (value < 110)))


def is_dark(image):
    """Mask of the black pixels."""
    return image.convert("L").point(lambda value: 255 * (value < 85))


class LayoutCase(DocumentsCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.templates = cls.env["company.document.template"]
        fonts = subprocess.run(["fc-list", ":", "family"], capture_output=True, text=True, check=False).stdout
        cls.has_fonts = "FandolFang" in fonts       # bin/erp fetches them; without them Noto stands in

    def make(self, head="red", paragraphs=6, **values):
        """Pages of a sample document."""
        paper = get_sample(head, paragraphs, **values)
        return self.open(self.templates._get_for(head, self.company_a)._render_pdf(paper))

    def open(self, content):
        document = pdfplumber.open(io.BytesIO(content))
        self.addCleanup(document.close)
        return [Sheet(page) for page in document.pages]

    def find_page(self, pages, text):
        return next(page for page in pages if text in page.text)

    def assertMm(self, measured, expected, delta=0.5):
        self.assertAlmostEqual(measured, expected, delta=delta)
