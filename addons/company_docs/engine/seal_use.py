"""Arithmetic of seal uses: digests of what was approved, names on seals, copies, limits of authority."""
import hashlib
import re
import unicodedata


def file_digest(content):
    """SHA-256 of the bytes of a file, in hexadecimal.

    >>> file_digest(b"")[:12]
    'e3b0c44298fc'
    """
    return hashlib.sha256(content or b"").hexdigest()


def bundle_digest(digests):
    """One digest for several files, whatever their order; of a single file it is the file's own.

    >>> one, two = file_digest(b"a"), file_digest(b"b")
    >>> bundle_digest([one]) == one
    True
    >>> bundle_digest([one, two]) == bundle_digest([two, one]) != one
    True
    >>> bundle_digest([])
    ''
    """
    digests = sorted(digests)
    if len(digests) < 2:
        return "".join(digests)
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()


def normal_name(name):
    """A name without blanks, with plain brackets: as it is compared.

    >>> normal_name("广州(番禺) 基金 有限公司") == normal_name("广州(番禺)基金有限公司")
    True
    """
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", name or ""))


def names_match(on_seal, in_signature):
    """Whether the seal says what stands in the signature (R11 §一.8).

    >>> names_match("番禺基金有限公司", " 番禺基金 有限公司"), names_match("番禺基金有限公司", "番禺基金")
    (True, False)
    >>> names_match("", "")
    False
    """
    return bool(normal_name(on_seal)) and normal_name(on_seal) == normal_name(in_signature)


def name_in_text(name, text):
    """Whether a text contains a name; None when there is no text to look in (a scan).

    >>> name_in_text("番禺基金", "广州\\n番禺 基金公司"), name_in_text("某公司", "广州"), name_in_text("某公司", " ")
    (True, False, None)
    """
    text = normal_name(text)
    return normal_name(name) in text if text else None


def within_authority(kind, amount, rows):
    """Whether a keeper may seal on the word of the department head alone (R11 §一.4).

    :param rows: [(kind of paper, highest amount or 0 for any)] of the seal

    >>> rows = [("certificate", 0), ("bank", 50000)]
    >>> [within_authority(*case, rows) for case in (("certificate", 1e9), ("bank", 5e4), ("bank", 50001))]
    [True, True, False]
    >>> within_authority("contract", 0, rows), within_authority("contract", 0, [])
    (False, False)
    """
    return any(kind == allowed and (not limit or amount <= limit) for allowed, limit in rows)


def copies_problem(copies, approved, used):
    """Why so many copies can't be sealed now: “number”, “over”, or “” when they can.

    >>> [copies_problem(*case) for case in ((1, 3, 2), (2, 3, 2), (0, 3, 0), (True, 3, 0), ("1", 3, 0))]
    ['', 'over', 'number', 'number', 'number']
    """
    if isinstance(copies, bool) or not isinstance(copies, int) or copies <= 0:
        return "number"
    return "over" if copies > approved - used else ""
