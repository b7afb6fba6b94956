"""Prices of transport orders by the rates agreed with the carriers."""


def agreed_price(price, quantity, minimum=0.0):
    """Price of a transport: rate × quantity, at least the minimum charge.

    >>> agreed_price(120.0, 3.5, 300.0), agreed_price(120.0, 2, 300.0), agreed_price(800.0, 1)
    (420.0, 300.0, 800.0)
    """
    return round(max(price * quantity, minimum), 2)


def best_rate(rates, day):
    """The cheapest rate that is valid on a day, or None. Rates: dicts with key, price, start, end (or None).

    >>> from datetime import date
    >>> rates = [{"key": 1, "price": 9, "start": date(2026, 1, 1), "end": date(2026, 3, 31)},
    ...          {"key": 2, "price": 10, "start": date(2026, 1, 1), "end": None}]
    >>> best_rate(rates, date(2026, 2, 1))["key"], best_rate(rates, date(2026, 5, 1))["key"]
    (1, 2)
    >>> best_rate(rates, date(2025, 5, 1)) is None
    True
    """
    valid = [rate for rate in rates if rate["start"] <= day and (not rate["end"] or day <= rate["end"])]
    return min(valid, key=lambda rate: rate["price"], default=None)
