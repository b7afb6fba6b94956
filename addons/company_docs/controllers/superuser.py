from odoo.exceptions import AccessError
from odoo.http import request, route

from odoo.addons.web.controllers.home import Home


class DocumentsHome(Home):

    @route()
    def switch_to_admin(self):
        """Nobody becomes the superuser in the browser: no record rule binds the superuser (R6 §5.4)."""
        raise AccessError(request.env._(
            "Nobody works as superuser in a company with classified documents (R6 §5.4). Upkeep is done on the "
            "server."))
