"""The writing rules of the regulation (R6 §5.2.2, §5.3, §5.6.1.1, §5.7) as functions over a plain draft.

A rule takes a ``Draft`` and yields ``Point(code, key, units, text)``: the control, which of its cases, the units it
is about and a piece of text. The model turns points into sentences and asks the control register what to do.
"""
from dataclasses import dataclass, field
from typing import NamedTuple

from . import writing_text
from .unit_tree import DOWN, UP, get_relation


class Point(NamedTuple):
    code: str
    key: str
    units: tuple = ()
    text: str = ""


@dataclass
class Draft:
    """What the rules look at; units are keys of the tree, departments are ids."""

    directions: frozenset = frozenset()     # that the kind may take
    heads: frozenset = frozenset()          # that the kind may carry
    kind: frozenset = frozenset()           # flags: request, report, answer, main_required, authority
    head: str = "black"
    company_name: bool = True               # issued in the name of the company
    issued_by_person: bool = False
    sender: object = None
    tree: dict = field(default_factory=dict)
    main: tuple = ()
    cc: tuple = ()
    authorities: frozenset = frozenset()
    persons: tuple = ()                     # of the recipients, those who are people
    printed_main: frozenset = frozenset()   # units that the printed lines of recipients name
    printed_cc: frozenset = frozenset()
    addressee: bool = False
    assigned: bool = False
    important: bool = False
    signer: bool = False
    title: str = ""
    text: str = ""
    keywords: tuple = ()
    keyword_max: int = 5
    departments: dict = field(default_factory=dict)     # {id: name} of the company but the drafter's
    concerned: frozenset = frozenset()
    countersigning: frozenset = frozenset()
    forwarded: tuple = ()                   # texts of subordinates' requests that it passes on
    copied_max: float = 0.8
    answers: bool = False

    def relation(self, unit):
        """Direction to a unit; a request or report to a government office goes up (R6 §5.1.8, §5.1.9)."""
        relation, _skipped = get_relation(self.sender, unit, self.tree)
        if relation == "parallel" and unit in self.authorities and "authority" in self.kind and UP in self.directions:
            return UP
        return relation

    def towards(self, *relations):
        """Main recipients in these directions."""
        return tuple(unit for unit in self.main if self.relation(unit) in relations)

    def superiors(self, unit):
        """Direct and second superior, those there are."""
        return tuple(above for above in self.tree.get(unit, ()) if above is not None)

    def reached(self):
        """Everybody who gets it."""
        return {*self.main, *self.cc}


def check_kind(draft):
    """Direction and head that the kind allows (R6 §5.2.2, §5.3).

    >>> d = Draft(directions=frozenset({"down"}), heads=frozenset({"red"}), head="red", sender="c",
    ...           tree={"c": ("g", None)}, main=("g",), company_name=False)
    >>> [(point.code, point.key, point.units) for point in check_kind(d)]
    [('DOC-DIRECTION', 'up', ('g',)), ('DOC-HEAD', 'name', ())]
    >>> d = Draft(directions=frozenset({"parallel"}), sender="c", main=("x",), printed_main=frozenset({"x", "g"}))
    >>> [(point.code, point.key, point.units) for point in check_kind(d)]
    [('DOC-RECIPIENT', 'printed', ('g',))]
    """
    if "main_required" in draft.kind and not draft.main and not draft.addressee:
        yield Point("DOC-RECIPIENT", "main")
    # what is printed can't name a superior that the rules don't see
    known = {draft.sender, *draft.reached()}
    if stray := (draft.printed_main - {draft.sender, *draft.main}) | (draft.printed_cc - known):
        yield Point("DOC-RECIPIENT", "printed", tuple(sorted(stray)))
    for direction in (UP, "parallel", DOWN):
        if direction not in draft.directions and (units := draft.towards(direction)):
            yield Point("DOC-DIRECTION", direction, units)
    if draft.heads and draft.head not in draft.heads:
        yield Point("DOC-HEAD", draft.head)
    if draft.head == "red" and not draft.company_name:
        yield Point("DOC-HEAD", "name")


def check_skipped(draft):
    """A level is skipped only with a copy to the unit that was skipped (R6 §5.7.2).

    >>> tree = {"p": ("c", None), "c": ("g", None)}
    >>> list(check_skipped(Draft(sender="p", tree=tree, main=("g",))))
    [Point(code='DOC-SKIP', key='up', units=('c',), text='')]
    >>> list(check_skipped(Draft(sender="p", tree=tree, main=("g",), cc=("c",))))
    []
    >>> [point.code for point in check_skipped(Draft(sender="g", tree=tree, main=("p",)))]
    ['DOC-SKIP-DOWN']
    """
    missing = {UP: [], DOWN: []}
    for unit in draft.main:
        relation, skipped = get_relation(draft.sender, unit, draft.tree)
        missing.get(relation, []).extend(
            key for key in skipped if key not in draft.reached() and key not in missing[relation])
    if missing[UP]:
        yield Point("DOC-SKIP", UP, tuple(missing[UP]))
    if missing[DOWN]:
        yield Point("DOC-SKIP-DOWN", DOWN, tuple(missing[DOWN]))


def check_upward(draft):
    """To superiors: one recipient, no copies to subordinates, no persons, a signer (R6 §5.7.3, §5.6.1.1.6).

    >>> tree = {"c": ("g", "b"), "s": ("c", None)}
    >>> d = Draft(sender="c", tree=tree, main=("g",), cc=("s",), addressee=True)
    >>> [(point.code, point.units) for point in check_upward(d)]
    [('DOC-UP-CC', ('s',)), ('DOC-PERSON', ()), ('DOC-SIGNER', ()), ('DOC-DUAL-UP', ('b',))]
    >>> d = Draft(sender="c", tree=tree, main=("g", "b"), signer=True, kind=frozenset({"request"}))
    >>> [(point.code, point.units) for point in check_upward(d)]
    [('DOC-ONE-RECIPIENT', ('g', 'b'))]
    """
    upward = draft.towards(UP)
    if "request" in draft.kind and len(draft.main) > 1:
        yield Point("DOC-ONE-RECIPIENT", "request", draft.main)
    elif len(upward) > 1:
        yield Point("DOC-UP-MAIN", "main", upward)
    if not upward:
        return
    if below := tuple(unit for unit in draft.cc if draft.relation(unit) == DOWN):
        yield Point("DOC-UP-CC", "cc", below)
    if (draft.addressee or draft.persons) and not draft.assigned:
        yield Point("DOC-PERSON", "addressee", draft.persons)
    if draft.issued_by_person:
        yield Point("DOC-PERSON", "issuer")
    if not draft.signer:
        yield Point("DOC-SIGNER", "signer")
    superiors = draft.superiors(draft.sender)
    other = tuple(unit for unit in superiors if unit not in draft.reached())
    if other and any(unit in superiors for unit in upward):
        yield Point("DOC-DUAL-UP", "superior", other)


def check_downward(draft):
    """To subordinates: important ones are copied upwards, the other superior hears of it (R6 §5.7.4.1, §5.7.4.5).

    >>> tree = {"c": ("g", None), "s": ("c", "b")}
    >>> d = Draft(sender="c", tree=tree, main=("s",), important=True)
    >>> [(point.code, point.units) for point in check_downward(d)]
    [('DOC-DOWN-CC', ('g',)), ('DOC-DUAL-DOWN', ('b',))]
    """
    downward = draft.towards(DOWN)
    if not downward:
        return
    superior = (draft.tree.get(draft.sender) or (None,))[0]
    if draft.important and superior is not None and superior not in draft.reached():
        yield Point("DOC-DOWN-CC", "superior", (superior,))
    others = []
    for unit in downward:
        superiors = draft.superiors(unit)
        if draft.sender in superiors:
            others += [above for above in superiors if above != draft.sender and above not in draft.reached()]
    if others:
        yield Point("DOC-DUAL-DOWN", "superior", tuple(dict.fromkeys(others)))


def check_countersign(draft):
    """What touches several departments goes down when they agree (R6 §5.7.4.2).

    >>> d = Draft(sender="c", tree={"s": ("c", None)}, main=("s",), departments={1: "财务部", 2: "工程部"},
    ...           concerned=frozenset({1}), text="由工程部负责")
    >>> [(point.code, point.units) for point in check_countersign(d)]
    [('DOC-COUNTERSIGN', (1,)), ('DOC-CONCERNED', (2,))]
    """
    if not draft.towards(DOWN):
        return
    if missing := draft.concerned - draft.countersigning:
        yield Point("DOC-COUNTERSIGN", "concerned", tuple(sorted(missing)))
    named = writing_text.find_names(draft.departments, draft.text)
    if unasked := named - draft.concerned - draft.countersigning:
        yield Point("DOC-CONCERNED", "named", tuple(sorted(unasked)))


def check_text(draft):
    """One matter, no request in a report, subject words, own opinion on what is passed on (R6 §5.7.3.3, §5.7.3.4).

    >>> d = Draft(kind=frozenset({"report"}), text="特此报告。妥否，请批示。", keywords=tuple("abcdef"))
    >>> [(point.code, point.text) for point in check_text(d)]
    [('DOC-REPORT', '妥否，请'), ('DOC-KEYWORDS', '6')]
    >>> d = Draft(sender="c", tree={"c": ("g", None)}, main=("g",), text="现转报如下", forwarded=("申请购车",))
    >>> [point.key for point in check_text(d)]
    ['opinion']
    """
    if "request" in draft.kind and (matters := writing_text.find_matters(draft.title, draft.text)):
        yield Point("DOC-ONE-MATTER", "matters", (), "；".join(matters))
    if "report" in draft.kind and (phrase := writing_text.find_asking(draft.text)):
        yield Point("DOC-REPORT", "asking", (), phrase)
    if len(draft.keywords) > draft.keyword_max:
        yield Point("DOC-KEYWORDS", "count", (), str(len(draft.keywords)))
    if "answer" in draft.kind and not draft.answers:
        yield Point("DOC-ANSWER", "request")
    if draft.forwarded and draft.towards(UP):
        share = max(writing_text.get_copied_share(draft.text, source) for source in draft.forwarded)
        if share >= draft.copied_max:
            yield Point("DOC-FORWARD", "verbatim", (), str(round(share * 100)))
        elif not writing_text.has_opinion(draft.text):
            yield Point("DOC-FORWARD", "opinion")


RULES = (check_kind, check_skipped, check_upward, check_downward, check_countersign, check_text)


def check(draft):
    """All points of a draft, in the order of the rules.

    >>> check(Draft(directions=frozenset({"parallel"}), heads=frozenset({"black"}), sender="c", main=("x",)))
    []
    """
    return [point for rule in RULES for point in rule(draft)]
