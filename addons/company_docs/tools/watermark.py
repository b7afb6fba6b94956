"""A watermark over every page of a PDF, for prints and downloads of classified papers and copies of certificates."""
import functools
import html
import io

POINT_MM = 25.4 / 72
STYLE = """
@page {{ size: {width:.2f}mm {height:.2f}mm; margin: 0 }}
body {{ margin: 0; font-family: "Noto Sans CJK SC", "Noto Sans SC", "WenQuanYi Zen Hei", sans-serif }}
div {{ position: absolute; width: {span:.2f}mm; left: {left:.2f}mm; text-align: center; white-space: nowrap;
      transform: rotate(-28deg); font-size: {size:.1f}pt; color: #707070; opacity: 0.3 }}
"""


def watermark(pdf_bytes, text):
    """The same PDF with ``text`` slanted over each page, three times from top to bottom.

    :param pdf_bytes: a PDF document
    :param text: what the watermark says, e.g. “张三 2026-01-02 10:30”; may hold line breaks
    :return: bytes of the new PDF
    :raise ValueError: when ``pdf_bytes`` is no PDF that can be read (damaged, or locked with a password)
    """
    from pypdf import PdfReader, PdfWriter
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(pdf_bytes))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ValueError("The PDF is locked with a password")
        writer = PdfWriter(clone_from=reader)
        for page in writer.pages:
            page.transfer_rotation_to_content()
            box = page.mediabox
            stamp = PdfReader(io.BytesIO(_make_overlay(
                text, round(float(box.width) * POINT_MM, 2), round(float(box.height) * POINT_MM, 2)))).pages[0]
            page.merge_translated_page(stamp, float(box.left), float(box.bottom))
        out = io.BytesIO()
        writer.write(out)
    except (PyPdfError, KeyError, TypeError, AttributeError, NotImplementedError) as error:
        raise ValueError(f"The PDF can't be read: {error}") from error
    return out.getvalue()


@functools.lru_cache(maxsize=32)
def _make_overlay(text, width, height):
    """One page with nothing but the watermark; ``width`` and ``height`` in mm."""
    import weasyprint

    lines = html.escape(text).replace("\n", "<br>")
    longest = max((len(line) for line in text.split("\n")), default=1)
    size = max(9.0, min(26.0, width * 2.6 / max(longest, 1) * 0.9))
    style = STYLE.format(width=width, height=height, span=width * 1.4, left=-width * 0.2, size=size)
    rows = "".join(f'<div style="top: {height * share:.2f}mm">{lines}</div>' for share in (0.18, 0.48, 0.78))
    return weasyprint.HTML(string=f"<style>{style}</style><body>{rows}</body>").write_pdf()


def is_pdf(content):
    """Whether these bytes are a PDF.

    >>> is_pdf(b"%PDF-1.7 ..."), is_pdf(b"PK"), is_pdf(None)
    (True, False, False)
    """
    return bool(content) and content[:1024].lstrip().startswith(b"%PDF-")
