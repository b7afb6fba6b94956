"""The arithmetic of the ledger's hash chain.

An entry's content is a text of lines, the last of which is the payload in canonical JSON; its digest is the SHA-256
of that text. A seal's hash covers its company, sequence, entry, entry digest and the hash before it. Whoever has the
two tables can verify them with any SHA-256 tool.
"""
import hashlib

GENESIS = '0' * 64
FIELDS = ('company_id', 'kind', 'res_model', 'res_id', 'record_name', 'user_id', 'user_name', 'logged_at', 'payload')


def entry_content(values):
    """Text that the digest of an entry covers.

    >>> entry_content({'company_id': 1, 'kind': 'award', 'res_model': 'x', 'res_id': 7, 'record_name': 'C 1',
    ...     'user_id': 2, 'user_name': '王', 'logged_at': '2026-01-02 03:04:05.000006', 'payload': '{}'})
    '1\\naward\\nx\\n7\\nC 1\\n2\\n王\\n2026-01-02 03:04:05.000006\\n{}'
    """
    return '\n'.join(str(values[name]) for name in FIELDS)


def one_line(text):
    """A name without line breaks, so that no name can imitate another line of the content.

    >>> one_line(' a\\n b ')
    'a b'
    """
    return ' '.join(str(text or '').split())


def seal_hash(company_id, sequence, entry_id, digest, previous):
    """Hash of a link of the chain.

    >>> seal_hash(1, 1, 5, 'd', GENESIS) == seal_hash(1, 2, 5, 'd', GENESIS)
    False
    """
    return hashlib.sha256(f'{company_id}\n{sequence}\n{entry_id}\n{digest}\n{previous}'.encode()).hexdigest()


def walk(company_id, rows):
    """Walk a chain of ``(sequence, entry_id, entry_digest, previous_hash, hash, same, content)``;
    ``same`` tells whether the entry's own digest and date agree with what was sealed.

    Return ``(number of good links, hash of the last good link, the first broken link or False)``.

    >>> good = hashlib.sha256(b'text').hexdigest()
    >>> link = seal_hash(1, 1, 5, good, GENESIS)
    >>> walk(1, [(1, 5, good, GENESIS, link, True, 'text')]) == (1, link, False)
    True
    >>> walk(1, [(1, 5, good, GENESIS, link, True, 'forged')])[2]
    {'entry_id': 5, 'sequence': 1, 'problem': 'content'}
    >>> walk(1, [(2, 5, good, GENESIS, link, True, 'text')])[2]['problem']
    'gap'
    """
    sha256 = hashlib.sha256
    count, head = 0, GENESIS
    for sequence, entry_id, digest, previous, link, same, content in rows:
        if (same and previous == head and sequence == count + 1 and sha256(content.encode()).hexdigest() == digest
                and sha256(f'{company_id}\n{sequence}\n{entry_id}\n{digest}\n{head}'.encode()).hexdigest() == link):
            count, head = sequence, link
            continue
        if sequence != count + 1:
            problem = 'gap'
        elif content is None:
            problem = 'missing'
        elif previous != head or link != seal_hash(company_id, sequence, entry_id, digest, previous):
            problem = 'link'
        else:
            problem = 'content'
        return count, head, {'entry_id': entry_id, 'sequence': sequence, 'problem': problem}
    return count, head, False
