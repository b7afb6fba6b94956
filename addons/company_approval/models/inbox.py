"""To-dos and messages are done after the engine's own rows, once per action: an Odoo activity that is removed empties
the whole cache, and everything would be read again in between."""
from contextlib import contextmanager
from functools import wraps

KEY = 'company_approval_inbox'


class Inbox:
    """What has to be closed, opened and told when the action is done."""

    def __init__(self, env):
        self.todo = env(su=True)['company.todo']
        self._clear()

    def _clear(self):
        self.closing, self.opening, self.messages, self.mails = {}, [], [], False

    def mail(self):
        """Mails wait in the outbox."""
        self.mails = True

    def close(self, kind, record, users=None):
        """One closing per task and record: of all users (None), or of all that were named."""
        before = self.closing.get((kind, record), users)
        self.closing[kind, record] = None if users is None or before is None else before | users

    def open(self, kind, record, users, name, deadline=False, **values):
        self.opening.append((kind, record, users, name, deadline, values))

    def notify(self, record, users, subject, text):
        self.messages.append((record, users, subject, text))

    def deliver(self):
        for (kind, record), users in self.closing.items():
            self.todo._close(kind, record, users)
        for kind, record, users, name, deadline, values in self.opening:
            self.todo._open(kind, record, users, name, deadline=deadline, **values)
        for record, users, subject, text in self.messages:
            record.with_context(mail_notify_force_send=False).message_notify(
                partner_ids=users.partner_id.ids, subject=subject, body=text or subject)
        if self.mails:
            self._trigger_mails()

    def _trigger_mails(self):
        """Let the job that sends them run next (one query).

        Cron workers look every minute at the latest; waking them at once would open a connection of its own in every
        decision.
        """
        env = self.todo.env
        cron_id = env['ir.model.data']._xmlid_to_res_id('company_approval.cron_mails')
        env.cr.execute(
            "INSERT INTO ir_cron_trigger (cron_id, call_at) VALUES (%s, now() AT TIME ZONE 'UTC')", [cron_id])


@contextmanager
def deferred(env):
    """Collect inside, deliver at the end; an error delivers nothing."""
    outer = env.cr.cache.get(KEY)
    mine = env.cr.cache[KEY] = Inbox(env)
    try:
        yield mine
    finally:
        env.cr.cache[KEY] = outer
    mine.deliver()


def inbox_of(env):
    """The inbox of the running action; outside of one, everything is delivered at once."""
    return env.cr.cache.get(KEY) or _Direct(env)


class _Direct(Inbox):
    def close(self, *args, **kwargs):
        super().close(*args, **kwargs)
        self._now()

    def open(self, *args, **kwargs):
        super().open(*args, **kwargs)
        self._now()

    def notify(self, *args, **kwargs):
        super().notify(*args, **kwargs)
        self._now()

    def mail(self):
        super().mail()
        self._now()

    def _now(self):
        self.deliver()
        self._clear()


def delivers(method):
    """An action whose to-dos are delivered when it is done."""
    @wraps(method)
    def wrapper(self, *args, **kwargs):
        with deferred(self.env):
            return method(self, *args, **kwargs)
    return wrapper
