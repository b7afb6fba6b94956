"""What a PDF tells about the computer that made it."""
import io
import re
import struct
import zlib


def read(content):
    """The identity marks of a PDF: author, the second at which which program made it, its first id.

    Anything that is no readable PDF tells nothing.

    >>> read(b'no pdf'), read(b'')
    ({}, {})
    >>> from pypdf import PdfWriter
    >>> writer, file = PdfWriter(), io.BytesIO()
    >>> _page = writer.add_blank_page(10, 10)
    >>> writer.add_metadata({'/Author': 'zhang.san', '/Producer': 'WPS', '/CreationDate': "D:20260301101500+08'00'"})
    >>> _done = writer.write(file)
    >>> read(file.getvalue())
    {'pdf_author': ['zhang.san'], 'pdf_made': ['WPS 20260301101500']}
    """
    if not content.startswith(b"%PDF") or b"startxref" not in content[-2048:]:
        return {}
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    try:
        reader = PdfReader(io.BytesIO(content))
        info, trailer = reader.metadata or {}, reader.trailer
        return from_metadata({str(key): str(value) for key, value in dict(info).items()}, trailer.get("/ID"))
    except (PyPdfError, DependencyError, ValueError, LookupError, TypeError, AttributeError, NotImplementedError,
            RecursionError, ArithmeticError, AssertionError, OSError, struct.error, zlib.error):
        # a damaged or locked file tells nothing; people look at its seal
        return {}


def from_metadata(info, identifier=None):
    """The marks out of the information dictionary of a PDF.

    The program alone says nothing, nor does the date alone: both together to the second do.

    >>> from_metadata({'/Producer': 'Scanner'}), from_metadata({'/CreationDate': 'D:2026'})
    ({}, {})
    >>> from_metadata({'/Creator': 'Word', '/CreationDate': 'D:20260301101500Z', '/Author': ' '}, [b'ab12', b'x'])
    {'pdf_made': ['Word 20260301101500'], 'pdf_id': ['61623132']}
    """
    marks = {}
    author = (info.get("/Author") or "").strip()
    if author:
        marks["pdf_author"] = [author]
    program = (info.get("/Producer") or info.get("/Creator") or "").strip()
    made = re.match(r"D:(\d{14})", info.get("/CreationDate") or "")
    if program and made:
        marks["pdf_made"] = [f"{program} {made.group(1)}"]
    if identifier:
        first = identifier[0]
        text = first.hex() if isinstance(first, bytes) else getattr(first, "original_bytes", b"").hex() or str(first)
        if text.strip("0"):
            marks["pdf_id"] = [text]
    return marks
