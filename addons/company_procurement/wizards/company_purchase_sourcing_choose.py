from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine import comparison


class CompanyPurchaseSourcingChoose(models.TransientModel):
    """The award in one dialog: lowest per line, all to one supplier, or lines split between suppliers."""

    _name = "company.purchase.sourcing.choose"
    _inherit = ["company.wizard.mixin"]
    _description = "Award a Sourcing Case"

    sourcing_id = fields.Many2one("company.purchase.sourcing", required=True, ondelete="cascade")
    currency_id = fields.Many2one(related="sourcing_id.currency_id")
    quote_id = fields.Many2one(
        "purchase.order", "All to", ondelete="cascade",
        domain="[('sourcing_id', '=', sourcing_id), ('is_quote', '=', True), ('quote_status', '=', 'received')]",
        help="The supplier that gets the whole case with the button beside it.")
    reason = fields.Char("Reason of the Choice", help="For every line that is not awarded to the lowest valid price.")
    amount = fields.Monetary("Awarded Amount", compute="_compute_amount")
    best_amount = fields.Monetary("Lowest per Line", compute="_compute_amount")
    problem = fields.Char("What Doesn't Add Up", compute="_compute_amount")
    line_ids = fields.One2many("company.purchase.sourcing.choose.line", "wizard_id", "Award")

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        case = self.env["company.purchase.sourcing"].browse(
            values.get("sourcing_id") or self.env.context.get("active_id"))
        if case and "line_ids" in fields_list:
            case.check_access("read")
            values.update(sourcing_id=case.id, line_ids=[
                fields.Command.create(line) for line in self._prepare_lines(case)])
        return values

    @api.model
    def _prepare_lines(self, case):
        """The award as it is, or the lowest valid price of every line."""
        if case.sudo().award_ids:
            return [{
                "sourcing_line_id": award.sourcing_line_id.id, "quote_line_id": award.quote_line_id.id,
                "quantity": award.quantity, "reason": award.reason,
            } for award in case.sudo().award_ids]
        return self._prepare_lowest(case)

    @api.model
    def _prepare_lowest(self, case):
        cells, lowest = case._get_cells(), case._get_lowest_prices()
        return [{
            "sourcing_line_id": line.id,
            "quote_line_id": next((key for key, cell in cells.get(line.id, {}).items()
                                   if cell["landed"] is not None and cell["landed"] <= lowest.get(line.id, 0) + 1e-6),
                                  False),
            "quantity": line.quantity,
        } for line in case.sudo().line_ids]

    @api.depends("line_ids.amount", "line_ids.quantity", "line_ids.sourcing_line_id", "sourcing_id")
    def _compute_amount(self):
        for wizard in self:
            wizard.amount = sum(wizard.line_ids.mapped("amount"))
            wizard.best_amount = sum(
                line.lowest_price * line.quantity for line in wizard.line_ids)
            wizard.problem = wizard._get_sum_problem()

    def _get_sum_problem(self):
        """The lines whose parts don't add up to what is needed, by name."""
        needed = {line.id: line for line in self.sourcing_id.sudo().line_ids}
        given = [(line.sourcing_line_id._origin.id or line.sourcing_line_id.id, line.quantity)
                 for line in self.line_ids if line.sourcing_line_id]
        bad = comparison.wrong_sums({key: line.quantity for key, line in needed.items()},
                                    [pair for pair in given if pair[0] in needed])
        return "; ".join(self.env._(
            "%(line)s awarded %(given)s of %(wanted)s %(uom)s", line=needed[key].display_name, given=f"{part:g}",
            wanted=f"{wanted:g}", uom=needed[key].uom_id.name) for key, part, wanted in bad) or False

    # ------------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------------

    def action_take_lowest(self):
        """Propose the lowest valid price of every line. Returns the dialog."""
        self.ensure_one()
        self.sourcing_id.check_access("read")
        return self._replace_lines(self._prepare_lowest(self.sourcing_id))

    def action_take_whole(self):
        """Propose every line to the supplier of ``quote_id``. Returns the dialog."""
        self.ensure_one()
        self.sourcing_id.check_access("read")
        quote = self.quote_id
        cells = self.sourcing_id._get_cells()
        own = {line: next((key for key, cell in row.items() if cell["quote"] == quote.id and cell["landed"]), False)
               for line, row in cells.items()}
        lines = self.sourcing_id.sudo().line_ids
        lacking = lines.filtered(lambda line: not own.get(line.id))
        if not quote or lacking:
            raise UserError(
                self.env._("Choose the supplier that gets the whole case.") if not quote else self.env._(
                    "%(supplier)s gave no price for %(lines)s. Award these lines to another supplier.",
                    supplier=quote.partner_id.name, lines=", ".join(lacking.mapped("display_name"))))
        return self._replace_lines([{
            "sourcing_line_id": line.id, "quote_line_id": own[line.id], "quantity": line.quantity} for line in lines])

    def _replace_lines(self, lines):
        self.line_ids.unlink()
        self.write({"line_ids": [fields.Command.create(line) for line in lines]})
        return self._get_dialog()

    def _get_dialog(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Award"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    def action_confirm(self):
        """Award (see company.purchase.sourcing.action_award)."""
        self.ensure_one()
        self.sourcing_id.action_award([{
            "sourcing_line_id": line.sourcing_line_id.id, "quote_line_id": line.quote_line_id.id,
            "quantity": line.quantity, "reason": line.reason or (line.is_dear and self.reason),
        } for line in self.line_ids])
        return {"type": "ir.actions.act_window_close"}


class CompanyPurchaseSourcingChooseLine(models.TransientModel):
    _name = "company.purchase.sourcing.choose.line"
    _inherit = ["company.wizard.mixin"]
    _description = "Line of an Award"
    _order = "sequence, sourcing_line_id, id"

    wizard_id = fields.Many2one("company.purchase.sourcing.choose", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(related="sourcing_line_id.sequence", store=True)
    currency_id = fields.Many2one(related="wizard_id.currency_id")
    sourcing_line_id = fields.Many2one("company.purchase.sourcing.line", "Item", required=True, ondelete="cascade")
    sourcing_id = fields.Many2one(related="wizard_id.sourcing_id")
    quantity = fields.Float(digits="Product Unit", required=True)
    uom_id = fields.Many2one(related="sourcing_line_id.uom_id")
    quote_line_id = fields.Many2one(
        "purchase.order.line", "Supplier", required=True, ondelete="cascade",
        domain="[('sourcing_line_id', '=', sourcing_line_id), ('order_id.quote_status', '=', 'received'), "
               "('price_unit', '>', 0)]")
    landed_price = fields.Monetary("Landed Unit Price", compute="_compute_choice")
    lowest_price = fields.Monetary("Lowest Valid Quote", compute="_compute_choice")
    verified_price = fields.Monetary(related="sourcing_line_id.verified_price")
    amount = fields.Monetary(compute="_compute_choice")
    is_dear = fields.Boolean("Not the Lowest", compute="_compute_choice")
    reason = fields.Char("Reason of the Choice")

    @api.depends("quote_line_id", "quantity", "sourcing_line_id")
    def _compute_choice(self):
        for case in self.sourcing_line_id.sourcing_id:
            cells, lowest = case._get_cells(), case._get_lowest_prices()
            for line in self.filtered(lambda line, case=case: line.sourcing_line_id.sourcing_id == case):
                cell = cells.get(line.sourcing_line_id.id, {}).get(line.quote_line_id.id)
                line.landed_price = cell["landed"] or 0.0 if cell else 0.0
                line.lowest_price = lowest.get(line.sourcing_line_id.id, 0.0)
                line.amount = line.landed_price * line.quantity
                line.is_dear = line.landed_price > line.lowest_price + 1e-6
        for line in self.filtered(lambda line: not line.sourcing_line_id):
            line.landed_price = line.lowest_price = line.amount = 0.0
            line.is_dear = False

    def action_split(self):
        """Give half of this line to another supplier: the cheapest that isn't in it yet. Returns the dialog."""
        self.ensure_one()
        wizard, item = self.wizard_id, self.sourcing_line_id
        wizard.sourcing_id.check_access("read")
        taken = wizard.line_ids.filtered(lambda line: line.sourcing_line_id == item).quote_line_id.ids
        offers = {key: cell["landed"] for key, cell in wizard.sourcing_id._get_cells().get(item.id, {}).items()
                  if key not in taken and cell["landed"] is not None}
        if not offers:
            raise UserError(self.env._(
                "%(line)s: no other supplier gave a price to split it with.", line=item.display_name))
        half = item.uom_id.round(self.quantity / 2)
        self.copy({"quantity": self.quantity - half, "quote_line_id": min(offers, key=offers.get), "reason": False})
        self.quantity = half
        return wizard._get_dialog()
