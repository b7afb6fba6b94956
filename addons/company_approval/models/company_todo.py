from odoo import api, models
from odoo.exceptions import AccessError, UserError


class CompanyTodo(models.Model):
    _inherit = 'company.todo'

    @api.model
    def _get_kind_names(self):
        return super()._get_kind_names() | {
            'approval': self.env._("Approval"),
            'approval_question': self.env._("Question"),
            'approval_returned': self.env._("Returned to you"),
            'approval_stuck': self.env._("Stuck approval"),
            'approval_no_route': self.env._("No approval route"),
        }

    @api.model
    def _get_my_user_ids(self):
        return super()._get_my_user_ids() + list(self.env['company.approval.delegation']._get_givers(self.env.user))

    def action_approve_batch(self, opinion=''):
        """Approve the documents of these to-dos, each for itself.

        Returns {'done': n, 'refused': [[to-do id, name, reason], …]}.
        """
        self.check_access('read')
        done, refused = 0, []
        for todo in self:
            try:
                if todo.kind != 'approval' or todo.state != 'open' or not todo.is_mine:
                    raise UserError(self.env._("it is not an approval that waits for you"))
                document_sudo = self.env[todo.res_model].sudo().browse(todo.res_id)
                result = document_sudo.approval_id.sudo(False).action_approve_each(opinion)
                done += result['done']
                refused += [[todo.id, todo.name, reason] for _id, _name, reason in result['refused']]
            except (UserError, AccessError) as error:
                refused.append([todo.id, todo.name, str(error.args[0])])
        return {'done': done, 'refused': refused}
