"""Sharing an amount out over lines, and adding up what is claimed against a limit."""


def spread(amount, wanted, digits=2):
    """Fill the wanted amounts one after another until ``amount`` is used up.

    >>> spread(120, [100, 50])
    [100, 20]
    >>> spread(150, [100, 50]), spread(30.1, [10.05, 30])
    ([100, 50], [10.05, 20.05])
    """
    shares = []
    for want in wanted:
        share = round(min(want, amount), digits)
        shares.append(share)
        amount = round(amount - share, digits)
    return shares


def excess(claims, limit, digits=2):
    """By how much the claims go beyond a limit; 0 when they don't.

    >>> excess([60, 40], 100), excess([60, 40.01], 100)
    (0, 0.01)
    """
    return max(round(sum(claims) - limit, digits), 0)


def settle(claim, balances, digits=2):
    """Settle open advances, oldest first, with a claim: ([share of each], rest to pay).

    >>> settle(500, [300, 400]), settle(900, [300, 400]), settle(50, [])
    (([300, 200], 0), ([300, 400], 200), ([], 50))
    """
    shares = spread(claim, balances, digits)
    return shares, round(claim - sum(shares), digits)
