"""Sealing of bids: nobody opens them alone, and not before two openers give their passphrases.

Every opener has an X25519 key pair; its private half is wrapped with a key that scrypt makes of the opener's
passphrase. A tender has one key pair. Its private half is split for every pair of openers into two random halves
(XOR), each sealed to one of the two; the whole is thrown away. Whoever has the database has ciphertext: prices come
back only when two openers have given their passphrases, one after the other. The first one's halves are handed over
sealed to the other openers, so no half ever lies open in between.

All values are plain strings and dicts that fit into JSON. A lost passphrase can't be recovered by anybody.

>>> openers = {1: new_opener("three kings of orient"), 2: new_opener("follow yonder star"), 3: new_opener("far, far")}
>>> public, shares = new_tender({key: opener["public"] for key, opener in openers.items()}, b"T-1")
>>> letter = seal(public, b"42.00", b"T-1/bid")
>>> b"42.00" in letter
False
>>> handed = hand_over(shares, 1, openers, "three kings of orient", b"T-1")
>>> private = combine(shares, handed, 1, 3, openers, "far, far", b"T-1")
>>> unseal(private, letter, b"T-1/bid")
b'42.00'
>>> hand_over(shares, 2, openers, "follow yonder stars", b"T-1")    # doctest: +IGNORE_EXCEPTION_DETAIL
Traceback (most recent call last):
    ...
WrongPassphrase
"""
import base64
import hashlib
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SCRYPT = {"n": 2 ** 15, "r": 8, "p": 1}     # 32 MB and about 0.1 s for each guess
MIN_PASSPHRASE = 10
NONCE = 12
KEY = 32


class WrongPassphrase(Exception):
    """The passphrase does not fit the key."""


class BrokenSeal(Exception):
    """A sealed content was changed, or belongs elsewhere."""


def _b64(raw):
    return base64.b64encode(raw).decode()


def _raw(text):
    return base64.b64decode(text)


def _stretch(passphrase, salt, cost):
    return hashlib.scrypt(passphrase.strip().encode(), salt=salt, maxmem=2 ** 27, dklen=KEY,
                          n=cost["n"], r=cost["r"], p=cost["p"])


def is_weak(passphrase):
    """Whether a passphrase is too short or too simple.

    >>> is_weak("short"), is_weak("aaaaaaaaaaaaaaa"), is_weak("correct horse"), is_weak("开标口令二零二六年十一月")
    (True, True, False, False)
    """
    text = (passphrase or "").strip()
    return len(text) < MIN_PASSPHRASE or len(set(text)) < 5


def digest(raw):
    """SHA-256 of what is kept: the bidder's receipt.

    >>> digest(b"sealed")[:12]
    'c9d0036bed67'
    """
    return hashlib.sha256(raw).hexdigest()


def new_opener(passphrase, cost=None):
    """Key pair of an opener: {public, salt, wrapped, cost}; the private half only wrapped with the passphrase.

    >>> sorted(new_opener("open sesame 1001", {"n": 16, "r": 8, "p": 1}))
    ['cost', 'public', 'salt', 'wrapped']
    """
    cost = cost or SCRYPT
    private = X25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    salt, nonce = os.urandom(16), os.urandom(NONCE)
    wrapped = nonce + AESGCM(_stretch(passphrase, salt, cost)).encrypt(nonce, private.private_bytes_raw(), public)
    return {"public": _b64(public), "salt": _b64(salt), "wrapped": _b64(wrapped), "cost": cost}


def _unlock(opener, passphrase):
    """Private half of an opener's key."""
    wrapped = _raw(opener["wrapped"])
    key = _stretch(passphrase or "", _raw(opener["salt"]), opener["cost"])
    try:
        return AESGCM(key).decrypt(wrapped[:NONCE], wrapped[NONCE:], _raw(opener["public"]))
    except InvalidTag:
        raise WrongPassphrase from None


def seal(public, raw, label):
    """Seal bytes to a public key; ``label`` says what they are and is checked when they are opened.

    >>> private = X25519PrivateKey.generate()
    >>> letter = seal(_b64(private.public_key().public_bytes_raw()), "报价".encode(), b"bid 7")
    >>> unseal(private.private_bytes_raw(), letter, b"bid 7").decode()
    '报价'
    >>> unseal(private.private_bytes_raw(), letter, b"bid 8")    # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
        ...
    BrokenSeal
    """
    once = X25519PrivateKey.generate()
    head = once.public_key().public_bytes_raw()
    key = _derive(once.exchange(X25519PublicKey.from_public_bytes(_raw(public))), head)
    nonce = os.urandom(NONCE)
    return head + nonce + AESGCM(key).encrypt(nonce, raw, label)


def unseal(private, letter, label):
    """Open what was sealed to the key whose private half is given."""
    head, nonce, content = letter[:KEY], letter[KEY:KEY + NONCE], letter[KEY + NONCE:]
    try:
        shared = X25519PrivateKey.from_private_bytes(private).exchange(X25519PublicKey.from_public_bytes(head))
        return AESGCM(_derive(shared, head)).decrypt(nonce, content, label)
    except (InvalidTag, ValueError):
        raise BrokenSeal from None


def _derive(shared, head):
    return HKDF(algorithm=SHA256(), length=KEY, salt=head, info=b"company.purchase.tender").derive(shared)


def new_tender(publics, label):
    """(public key, shares) of a tender; ``publics``: {opener id: public key}.

    ``shares``: {"1-2": {"1": half sealed to 1, "2": half sealed to 2}} for every pair of openers. The private half
    of the tender's key exists in this call only.

    >>> _public, shares = new_tender({
    ...     key: new_opener("x" * 12, {"n": 16, "r": 8, "p": 1})["public"] for key in (5, 3, 9)}, b"T")
    >>> sorted(shares)
    ['3-5', '3-9', '5-9']
    """
    if len(publics) < 2:
        raise ValueError("a tender needs two openers")
    private = X25519PrivateKey.generate()
    whole = private.private_bytes_raw()
    ids = sorted(publics)
    shares = {}
    for first in ids:
        for second in ids[ids.index(first) + 1:]:
            half = os.urandom(KEY)
            halves = {first: half, second: _xor(half, whole)}
            shares[f"{first}-{second}"] = {
                str(key): _b64(seal(publics[key], value, _share_label(label, first, second, key)))
                for key, value in halves.items()}
    return _b64(private.public_key().public_bytes_raw()), shares


def _share_label(label, first, second, owner):
    return label + f"/share {first}-{second}/{owner}".encode()


def _xor(one, other):
    return bytes(a ^ b for a, b in zip(one, other, strict=True))


def hand_over(shares, opener_id, openers, passphrase, label):
    """First opener: his halves, each sealed anew to the other opener of its pair: {"1-2": sealed half}."""
    private = _unlock(openers[opener_id], passphrase)
    handed = {}
    for pair, halves in shares.items():
        first, second = map(int, pair.split("-"))
        if opener_id not in (first, second):
            continue
        other = second if opener_id == first else first
        half = unseal(private, _raw(halves[str(opener_id)]), _share_label(label, first, second, opener_id))
        handed[pair] = _b64(seal(openers[other]["public"], half, _share_label(label, first, second, other)))
    return handed


def combine(shares, handed, first_id, second_id, openers, passphrase, label):
    """Second opener: the private half of the tender's key out of his own half and the one handed over."""
    private = _unlock(openers[second_id], passphrase)
    low, high = sorted((first_id, second_id))
    pair, own = f"{low}-{high}", _share_label(label, low, high, second_id)
    mine = unseal(private, _raw(shares[pair][str(second_id)]), own)
    theirs = unseal(private, _raw(handed[pair]), own)
    return _xor(mine, theirs)
