"""The browsers of the people concerned: each notice makes them ask for their counter again."""

from contextlib import contextmanager
from unittest.mock import patch

from . import measure

NOTICES = ("base.tier.validation/updated", "company_todo/updated")


@contextmanager
def listening():
    """Ids of the partners whose browsers were told that their counter changed, in a list to be emptied by the user."""
    from odoo.addons.bus.models.bus import BusBus

    told, send = [], BusBus._sendone

    def listen(self, target, notification_type, message):
        if notification_type in NOTICES:
            told.append(target.id)
        return send(self, target, notification_type, message)

    with patch.object(BusBus, "_sendone", listen):
        yield told


def with_counters(side, told, action):
    """The call of an action and the recounts it causes, as one."""
    told.clear()
    call = action()
    for partner in set(told):
        if user := side.people.user_of_partner.get(partner):
            count = side.count(user)
            call = measure.Call(call.seconds + count.seconds, call.queries + count.queries, call.result)
    return call
