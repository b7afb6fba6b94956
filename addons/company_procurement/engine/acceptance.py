"""Deliveries in plain Python: differences of a count, received against accepted, late and soon lines."""
from datetime import timedelta

EPSILON = 1e-6


def differences(lines):
    """What a delivery differs in, as (key, code, quantity).

    Each line is a dict with key, due, delivered (delivery note), counted and accepted quantity.

    >>> line = {"key": 1, "due": 10, "delivered": 10, "counted": 9, "accepted": 8}
    >>> differences([line])
    [(1, 'note', 1.0), (1, 'short', 1.0), (1, 'rejected', 1.0)]
    >>> differences([{**line, "counted": 10, "accepted": 10}])
    []
    >>> differences([{**line, "delivered": 12, "counted": 12, "accepted": 10}])
    [(1, 'over', 2.0), (1, 'rejected', 2.0)]
    """
    found = []
    for line in lines:
        due, delivered, counted, accepted = (line[name] for name in ("due", "delivered", "counted", "accepted"))
        for code, quantity in (
            ("note", abs(delivered - counted)), ("short", due - counted), ("over", counted - due),
            ("rejected", counted - accepted),
        ):
            if quantity > EPSILON:
                found.append((line["key"], code, float(quantity)))
    return found


def stock_mismatches(accepted, done):
    """Keys whose quantity put in stock isn't the accepted one, as (key, accepted, done).

    >>> stock_mismatches({1: 5.0, 2: 3.0}, {1: 5.0, 2: 4.0, 3: 1.0})
    [(2, 3.0, 4.0), (3, 0.0, 1.0)]
    >>> stock_mismatches({1: 5.0}, {})
    [(1, 5.0, 0.0)]
    """
    return [
        (key, accepted.get(key, 0.0), done.get(key, 0.0)) for key in sorted(accepted.keys() | done.keys())
        if abs(accepted.get(key, 0.0) - done.get(key, 0.0)) > EPSILON
    ]


def follow_state(planned, today, before, after):
    """“late”, “soon” or “on_time” for an open line planned on a day.

    A line is late when its day passed by more than ``after`` days, soon when it comes within ``before`` days.

    >>> from datetime import date
    >>> today = date(2026, 5, 20)
    >>> [follow_state(date(2026, 5, day), today, 3, 1) for day in (18, 19, 20, 23, 24)]
    ['late', 'soon', 'soon', 'soon', 'on_time']
    """
    if planned < today - timedelta(days=after):
        return "late"
    return "soon" if planned <= today + timedelta(days=before) else "on_time"


def reject_rate(counted, rejected):
    """Rejected share of what was counted, in percent; 0 while nothing was counted.

    >>> reject_rate(200, 5), reject_rate(0, 0)
    (2.5, 0.0)
    """
    return round(100.0 * rejected / counted, 2) if counted else 0.0
