"""Which status may a supplier move to, and which papers of the file count?"""

# the moves that an approval may bring about; suspension at once is the protective step of the head of purchasing
MOVES = frozenset({
    ("candidate", "qualified"),
    ("candidate", "blacklisted"),
    ("qualified", "preferred"),
    ("qualified", "suspended"),
    ("qualified", "blacklisted"),
    ("preferred", "qualified"),
    ("preferred", "suspended"),
    ("preferred", "blacklisted"),
    ("suspended", "candidate"),
    ("suspended", "qualified"),
    ("suspended", "blacklisted"),
    ("blacklisted", "candidate"),
})
ACTIVE = ("qualified", "preferred")


def targets(state):
    """Statuses that an approval may bring a supplier to, in the order of trust.

    >>> targets("candidate"), targets("suspended")
    (['qualified', 'blacklisted'], ['candidate', 'qualified', 'blacklisted'])
    >>> targets("blacklisted"), targets("nonsense")
    (['candidate'], [])
    """
    order = ("candidate", "qualified", "preferred", "suspended", "blacklisted")
    return [target for target in order if (state, target) in MOVES]


def validity(state, expires_on, today, warn_days=30):
    """How a paper stands: open (not verified), refused, valid, soon (expires within the warning time), expired.

    >>> from datetime import date
    >>> day = date(2026, 6, 1)
    >>> validity("draft", None, day), validity("refused", None, day), validity("verified", None, day)
    ('open', 'refused', 'valid')
    >>> [validity("verified", date(2026, month, number), day) for month, number in ((5, 31), (6, 1), (7, 1), (7, 2))]
    ['expired', 'soon', 'soon', 'valid']
    """
    if state != "verified":
        return "refused" if state == "refused" else "open"
    if not expires_on:
        return "valid"
    left = (expires_on - today).days
    return "expired" if left < 0 else "soon" if left <= warn_days else "valid"


def latest(papers, today):
    """The paper of each kind that counts: the verified one that is valid longest.

    A paper: ``{key, kind, state, expires_on}``. Result: {kind: (key, validity)}.

    >>> from datetime import date
    >>> day = date(2026, 6, 1)
    >>> old = dict(key=1, kind="licence", state="verified", expires_on=date(2026, 5, 1))
    >>> latest([old], day)
    {'licence': (1, 'expired')}
    >>> latest([old, dict(key=2, kind="licence", state="verified", expires_on=None)], day)
    {'licence': (2, 'valid')}
    >>> latest([dict(key=3, kind="id", state="draft", expires_on=None)], day)
    {}
    """
    best = {}
    for paper in papers:
        if paper["state"] != "verified":
            continue
        rank = (paper["expires_on"] is None or not paper["expires_on"], paper["expires_on"] or today, paper["key"])
        if paper["kind"] not in best or rank > best[paper["kind"]][0]:
            best[paper["kind"]] = (rank, paper)
    return {kind: (paper["key"], validity("verified", paper["expires_on"], today))
            for kind, (_rank, paper) in best.items()}


def gaps(required, papers, today):
    """What the papers lack: list of (kind, code) with the codes ``missing``, ``unverified``, ``expired``.

    >>> from datetime import date
    >>> day = date(2026, 6, 1)
    >>> paper = dict(key=1, kind="licence", state="verified", expires_on=None)
    >>> gaps(["licence"], [paper], day), gaps(["licence"], [], day)
    ([], [('licence', 'missing')])
    >>> gaps(["licence"], [{**paper, "state": "draft"}], day)
    [('licence', 'unverified')]
    >>> gaps(["licence"], [{**paper, "expires_on": date(2026, 5, 1)}], day)
    [('licence', 'expired')]
    """
    counting = latest(papers, today)
    waiting = {paper["kind"] for paper in papers if paper["state"] == "draft"}
    found = []
    for kind in required:
        if kind not in counting:
            found.append((kind, "unverified" if kind in waiting else "missing"))
        elif counting[kind][1] == "expired":
            found.append((kind, "expired"))
    return found
