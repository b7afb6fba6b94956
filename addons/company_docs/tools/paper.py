"""What a paper shows, told from its bytes: text, pictures, and whether a page of it is blank."""
import io
import struct
import zlib
from zipfile import BadZipFile

from docx.opc.exceptions import PackageNotFoundError
from PIL import Image, ImageStat, UnidentifiedImageError
from pypdf.errors import PyPdfError

# how parsers of foreign formats fail on what is no such paper
BROKEN = (
    PyPdfError, PackageNotFoundError, UnidentifiedImageError, Image.DecompressionBombError, BadZipFile, OSError,
    ValueError, KeyError, IndexError, TypeError, AttributeError, NotImplementedError, RecursionError, SyntaxError,
    zlib.error, struct.error)
MAX_PAGES = 200
MAX_PICTURE_PAGES = 30      # pages whose pictures are decoded to tell a scan of an empty sheet
MIN_STROKES = 40            # a page that only draws so many lines is a drawing
NOISE = 3.0                 # standard deviation of the grey values of an empty sheet's scan
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STROKES = frozenset({b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"})


class UnreadablePaper(ValueError):
    """The bytes are no paper that can be looked at."""


def read_paper(raw, mimetype=""):
    """Look at a paper.

    :param raw: bytes of a PDF, DOCX, XLSX, picture or plain text
    :return: ``{"text": str, "pages": int, "blank": [numbers of blank pages, 1…]}``
    :raise UnreadablePaper: empty, damaged, encrypted, or of another format
    """
    raw = raw or b""
    if not raw.strip():
        return {"text": "", "pages": 0, "blank": [1]}
    try:
        if raw[:1024].lstrip().startswith(b"%PDF"):
            return _read_pdf(raw)
        if raw.startswith(b"PK"):
            return _read_sheet(raw) if mimetype == XLSX else _read_docx(raw)
        if mimetype.startswith("image/"):
            return {"text": "", "pages": 1, "blank": [1] if _is_uniform(Image.open(io.BytesIO(raw))) else []}
        if mimetype.startswith("text/"):
            text = raw.decode("utf-8-sig", "replace")
            return {"text": text, "pages": 1, "blank": [] if text.strip() else [1]}
    except UnreadablePaper:
        raise
    except BROKEN as error:
        raise UnreadablePaper(str(error)) from error
    raise UnreadablePaper(mimetype or "?")


def _read_pdf(raw):
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(raw))
    if reader.is_encrypted and not reader.decrypt(""):
        raise UnreadablePaper("encrypted")
    pages = reader.pages[:MAX_PAGES]
    texts = [page.extract_text() or "" for page in pages]
    blank = [number for number, (page, text) in enumerate(zip(pages, texts, strict=True), 1)
             if not text.strip() and not _shows_something(page, decode=number <= MAX_PICTURE_PAGES)]
    return {"text": "\n".join(texts), "pages": len(reader.pages), "blank": blank if pages else [1]}


def _shows_something(page, decode):
    """Whether a page without text has a picture on it, or a drawing."""
    for name in list(page.images.keys()):
        try:
            if not decode or not _is_uniform(page.images[name].image):
                return True
        except BROKEN:      # a picture that can't be decoded is a picture
            return True
    contents = page.get_contents()
    strokes = sum(1 for _operands, operator in contents.operations if operator in STROKES) if contents else 0
    return strokes >= MIN_STROKES


def _is_uniform(image):
    """Whether a picture is one colour but for the noise of a scanner."""
    image.draft("L", (400, 400))
    grey = image.convert("RGBA") if image.mode in ("P", "LA", "PA") else image
    if grey.mode == "RGBA":
        grey = Image.alpha_composite(Image.new("RGBA", grey.size, "white"), grey)
    grey = grey.convert("L")
    grey.thumbnail((400, 400))
    return ImageStat.Stat(grey).stddev[0] < NOISE


def _read_docx(raw):
    from docx import Document

    document = Document(io.BytesIO(raw))
    body = document.element.body
    text = "\n".join(node.text or "" for node in body.iter() if node.tag.endswith("}t"))
    pictures = any(node.tag.endswith(("}blip", "}imagedata")) for node in body.iter())
    return {"text": text, "pages": 1, "blank": [] if text.strip() or pictures else [1]}


def _read_sheet(raw):
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
    cells = [str(value) for sheet in book.worksheets for row in sheet.iter_rows(max_row=2000, values_only=True)
             for value in row if value is not None]
    text = "\n".join(cells)
    return {"text": text, "pages": 1, "blank": [] if text.strip() else [1]}
