"""The page with the results: one section per benchmark, each with the day and the machine of its last run."""

PREFACE = """# Benchmarks

Ratios against stock Odoo and against OCA's tier validation, measured in one process and on one database server, the
competitors taking turns; times are medians, ratios the median of the ratios round by round. Made by `bin/erp bench`;
`bin/erp bench NAME` brings only the sections of these benchmarks up to date.
"""
MARK = "## "


def merge(page, sections):
    r"""The page with these sections (Markdown that begins with its title) in place of its own of the same title.

    >>> print(merge("# Old\n\n## A\n\n1\n\n## B\n\n2\n", ["## B\n\n3\n", "## C\n\n4\n"]).partition("## ")[2])
    A
    <BLANKLINE>
    1
    <BLANKLINE>
    ## B
    <BLANKLINE>
    3
    <BLANKLINE>
    ## C
    <BLANKLINE>
    4
    <BLANKLINE>
    """
    merged = {}
    for section in [*("\n" + page).split("\n" + MARK)[1:], *(text.removeprefix(MARK) for text in sections)]:
        merged[section.partition("\n")[0]] = MARK + section.strip("\n") + "\n"
    return "\n".join([PREFACE, *merged.values()])
