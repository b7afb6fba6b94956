"""Sealed answers: unreadable in the database until they are opened.

AES-256-GCM; the key of each answer comes from the secret of the server and a salt of its own (HKDF-SHA-256). The
context (which quote, which round) is authenticated, so an answer can't be opened in the place of another one.
"""

import base64
import hashlib
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SALT, NONCE = 16, 12


class SealBroken(Exception):
    """The answer was changed, belongs elsewhere, or the secret of the server is another one."""


def _key(secret, salt):
    info = b"company.purchase.sealed"
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=salt, info=info).derive(secret.encode())


def seal(text, secret, context):
    """Encrypt ``text``; returns base64 text: salt, nonce, ciphertext with tag.

    >>> box = seal('{"price": 12.5}', 'secret', 'quote 7 round 1')
    >>> '12.5' in box, open_seal(box, 'secret', 'quote 7 round 1')
    (False, '{"price": 12.5}')
    >>> seal('x', 'secret', 'a') == seal('x', 'secret', 'a')
    False
    """
    salt, nonce = os.urandom(SALT), os.urandom(NONCE)
    box = AESGCM(_key(secret, salt)).encrypt(nonce, text.encode(), context.encode())
    return base64.b64encode(salt + nonce + box).decode()


def open_seal(box, secret, context):
    """Decrypt what ``seal`` made; raises SealBroken.

    >>> box = seal('x', 'secret', 'quote 7')
    >>> for secret, context in (('other', 'quote 7'), ('secret', 'quote 8')):
    ...     try:
    ...         open_seal(box, secret, context)
    ...     except SealBroken:
    ...         print('broken')
    broken
    broken
    >>> try:
    ...     open_seal('rubbish', 'secret', 'quote 7')
    ... except SealBroken:
    ...     print('broken')
    broken
    """
    try:
        raw = base64.b64decode(box, validate=True)
        salt, nonce, content = raw[:SALT], raw[SALT:SALT + NONCE], raw[SALT + NONCE:]
        return AESGCM(_key(secret, salt)).decrypt(nonce, content, context.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise SealBroken from error


def digest(data):
    """SHA-256 of bytes or text, in hexadecimal digits.

    >>> digest('abc')[:16], digest(b'abc') == digest('abc')
    ('ba7816bf8f01cfea', True)
    """
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()
