from odoo.http import route

from odoo.addons.web.controllers.binary import Binary


class DocumentsBinary(Binary):
    """Downloads of classified papers are logged (R6 §5.4): they begin in a transaction that can write."""

    @route(readonly=False)
    def content_common(self, **kwargs):
        return super().content_common(**kwargs)

    @route(readonly=False)
    def content_image(self, **kwargs):
        return super().content_image(**kwargs)
