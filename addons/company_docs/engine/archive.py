"""Arithmetic of the archive: numbers by piece, retention, digests (R6 §5.11; DA/T 22 filing by piece)."""
import hashlib
from datetime import date

RETENTION_CODES = {"10": "D10", "30": "D30", "permanent": "Y"}
FILE_CHUNK = 1 << 20


def archive_number(fonds, year, retention, piece):
    """Archive number of one piece: fonds, category of administrative papers, year, retention, number of the piece.

    >>> archive_number("Z109", 2025, "permanent", 7)
    'Z109-WS·2025-Y-0007'
    >>> archive_number("Z109", 2025, "10", 12345)
    'Z109-WS·2025-D10-12345'
    """
    return f"{fonds}-WS·{year}-{RETENTION_CODES[retention]}-{piece:04d}"


def box_number(year, retention, number):
    """Number of a box within its year and retention period.

    >>> box_number(2025, "30", 3)
    '2025-D30-003'
    """
    return f"{year}-{RETENTION_CODES[retention]}-{number:03d}"


def expiry(year, retention):
    """Last day on which a piece of this year has to be kept; None: for ever. Counted from the year after its own.

    >>> expiry(2015, "10"), expiry(2015, "30"), expiry(2015, "permanent")
    (datetime.date(2025, 12, 31), datetime.date(2045, 12, 31), None)
    """
    return None if retention == "permanent" else date(year + int(retention), 12, 31)


def file_digest(content):
    """SHA-256 of a file's bytes, in hexadecimal.

    >>> file_digest(b"")[:16]
    'e3b0c44298fc1c14'
    """
    digest = hashlib.sha256()
    view = memoryview(content or b"")
    for start in range(0, len(view), FILE_CHUNK):
        digest.update(view[start:start + FILE_CHUNK])
    return digest.hexdigest()


def compare_manifests(filed, found):
    """Differences between what was filed and what is found now: list of (problem, key); empty: intact.

    A manifest is ``{"text": digest, "files": {id: digest}}``. Files added later are no difference.

    >>> compare_manifests({"text": "a", "files": {"1": "x"}}, {"text": "a", "files": {"1": "x", "2": "y"}})
    []
    >>> compare_manifests({"text": "a", "files": {"1": "x", "3": "z"}}, {"text": "b", "files": {"1": "w"}})
    [('text', ''), ('changed', '1'), ('missing', '3')]
    """
    problems = [] if filed["text"] == found["text"] else [("text", "")]
    for key, digest in sorted(filed["files"].items()):
        if key not in found["files"]:
            problems.append(("missing", key))
        elif found["files"][key] != digest:
            problems.append(("changed", key))
    return problems


def fill_boxes(pieces, capacity, used=0):
    """Boxes that pieces fall into, in order: list of (offset of the box, piece); a box ends before it overflows.

    :param pieces: list of (key, pages); a piece without pages counts as one page
    :param capacity: pages that a box holds
    :param used: pages in the box that is open already (offset 0)

    >>> fill_boxes([("a", 60), ("b", 50), ("c", 0)], 100)
    [(0, 'a'), (1, 'b'), (1, 'c')]
    >>> fill_boxes([("a", 30), ("thick", 400), ("b", 1)], 100, used=80)
    [(1, 'a'), (2, 'thick'), (3, 'b')]
    """
    result, offset = [], 0
    for key, pages in pieces:
        pages = max(pages, 1)
        if used and used + pages > capacity:
            offset, used = offset + 1, 0
        result.append((offset, key))
        used += pages
    return result
