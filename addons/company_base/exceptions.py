from odoo.exceptions import UserError


class ControlError(UserError):
    """A control of the regulations refused the operation.

    ``code`` is the code of the control and ``finding_id`` the finding that was kept (0 when it could not be written).
    """

    def __init__(self, message, code='', finding_id=0):
        super().__init__(message)
        self.code = code
        self.finding_id = finding_id
