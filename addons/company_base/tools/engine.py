"""The mark of a trusted call.

The mark is an object that lives in this process only. A client can put any key and any JSON value in the context,
but never this object, and it is compared with ``is``. It is taken off before the call goes on, so nothing that
happens inside (one2many lines, overrides, onchanges of other addons) inherits the trust.
"""
_KEY = '_company_engine'
_MARK = object()


def as_engine(records):
    """The same records; their next create, write or unlink is trusted."""
    return records.with_context(**{_KEY: _MARK})


def take_mark(records):
    """Return ``(trusted, records without the mark)``."""
    context = records.env.context
    if _KEY not in context:
        return False, records
    trusted = context[_KEY] is _MARK
    return trusted, records.with_context({key: value for key, value in context.items() if key != _KEY})
