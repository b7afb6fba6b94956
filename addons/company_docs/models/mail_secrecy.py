"""Messages, followers and activities of classified documents are hidden with the document."""
from odoo import models


class MailMessage(models.Model):
    _name = "mail.message"
    _inherit = ["mail.message", "company.document.trace.mixin"]
    _trace_model_field = "model"
    _trace_needs = "message_ids"


class MailActivity(models.Model):
    _name = "mail.activity"
    _inherit = ["mail.activity", "company.document.trace.mixin"]
    _trace_needs = "activity_ids"


class MailFollowers(models.Model):
    _name = "mail.followers"
    _inherit = ["mail.followers", "company.document.trace.mixin"]
    _trace_needs = "message_ids"


class MailScheduledMessage(models.Model):
    _name = "mail.scheduled.message"
    _inherit = ["mail.scheduled.message", "company.document.trace.mixin"]
    _trace_model_field = "model"
    _trace_needs = "message_ids"
