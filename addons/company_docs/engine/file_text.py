"""Plain text of attached files, bounded in size and time: PDF, DOCX, XLSX, HTML and text."""
import io
import logging
import re
import zipfile

# what is wrong with a file that somebody sent is told to who uploads it; the server's log is for the server
logging.getLogger("pypdf").setLevel(logging.ERROR)

MAX_BYTES, MAX_PAGES, MAX_CHARS = 20 << 20, 200, 200000
MAX_UNPACKED = 200 << 20


def file_text(content, name="", mimetype=""):
    """Text of a file; empty where there is none that can be read.

    >>> file_text("安全检查".encode(), "note.txt", "text/plain")
    '安全检查'
    >>> file_text(b"\\x00\\x01", "x.bin", "application/octet-stream"), file_text(b"%PDF-broken", "a.pdf")
    ('', '')
    """
    if not content or len(content) > MAX_BYTES:
        return ""
    reader = _get_reader(content, name.lower(), mimetype or "")
    try:
        return reader(content)[:MAX_CHARS].replace("\x00", "") if reader else ""
    except Exception:       # noqa: BLE001  whatever a broken file does, it is only not found by its text
        return ""


def _get_reader(content, name, mimetype):
    if content.startswith(b"%PDF-"):
        return _pdf
    if zipfile.is_zipfile(io.BytesIO(content)):
        if _unpacked_size(content) > MAX_UNPACKED:
            return None
        return {"docx": _docx, "xlsx": _xlsx}.get(name.rpartition(".")[2])
    if mimetype == "text/html" or name.endswith((".html", ".htm")):
        return _html
    return _plain if mimetype.startswith("text/") or name.endswith((".txt", ".csv", ".md")) else None


def _unpacked_size(content):
    """Size that an archive claims to have when unpacked.

    >>> _unpacked_size(_tiny_zip())
    2
    """
    with zipfile.ZipFile(io.BytesIO(content)) as bundle:
        return sum(info.file_size for info in bundle.infolist())


def _tiny_zip():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as bundle:
        bundle.writestr("a", "hi")
    return stream.getvalue()


def _gather(parts):
    """Join texts until the limit is reached."""
    found, size = [], 0
    for part in parts:
        found.append(part)
        size += len(part)
        if size > MAX_CHARS:
            break
    return "\n".join(found)


def _pdf(content):
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(content))
    return _gather(page.extract_text() or "" for _number, page in zip(range(MAX_PAGES), reader.pages, strict=False))


def _docx(content):
    import docx

    document = docx.Document(io.BytesIO(content))

    def parts():
        yield from (paragraph.text for paragraph in document.paragraphs)
        for table in document.tables:
            yield from (cell.text for row in table.rows for cell in row.cells)
    return _gather(parts())


def _xlsx(content):
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    return _gather(" ".join(str(value) for value in row if value is not None)
                   for sheet in book.worksheets for row in sheet.iter_rows(values_only=True))


def _html(content):
    return re.sub(r"<[^>]+>", " ", _plain(content))


def _plain(content):
    for encoding in ("utf-8", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return ""
