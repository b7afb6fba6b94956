"""Mail switched off equally for every competitor: what stays is the work of the approval itself."""

from contextlib import contextmanager
from importlib import import_module
from unittest.mock import patch

# our own doors to mail: the wake-up of the mail queue, the notice to the browsers
DELIVERIES = (
    ("odoo.addons.company_approval.models.inbox", "Inbox", "_trigger_mails"),
    ("odoo.addons.company_base.models.company_todo", "CompanyTodo", "_send_notifications"),
)


@contextmanager
def muted():
    """No chatter message, tracking value, follower, e-mail or bus notification is written; activities are."""
    from odoo.addons.bus.models.bus import BusBus
    from odoo.addons.mail.models.mail_mail import MailMail
    from odoo.addons.mail.models.mail_template import MailTemplate
    from odoo.addons.mail.models.mail_thread import MailThread

    def no_message(self, *args, **kwargs):
        return self.env["mail.message"]

    def nothing(self, *args, **kwargs):
        return True

    silent = {
        MailThread: {
            "message_post": no_message, "message_post_with_source": no_message, "message_notify": no_message,
            "_message_log": no_message, "_message_log_batch": no_message, "message_subscribe": nothing,
            "_message_subscribe": nothing, "_track_prepare": nothing, "_track_finalize": nothing,
        },
        MailTemplate: {"send_mail": nothing, "send_mail_batch": lambda self, *a, **k: self.env["mail.mail"]},
        MailMail: {"send": nothing},
        BusBus: {"_sendone": nothing},
    }
    patches = [patch.object(cls, name, new) for cls, methods in silent.items() for name, new in methods.items()]
    patches += [patch.object(getattr(import_module(module), cls), name, nothing) for module, cls, name in DELIVERIES]
    for item in patches:
        item.start()
    try:
        yield
    finally:
        for item in patches:
            item.stop()
