from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.company_base.tools.engine import as_engine

from ..engine import acceptance as engine


class CompanyPurchaseAcceptance(models.Model):
    """Defects of a delivery, certificates, and what they say about the supplier."""

    _inherit = "company.purchase.acceptance"

    nonconformity_ids = fields.One2many("company.purchase.nonconformity", "acceptance_id", "Non-conformities",
                                        readonly=True, copy=False)
    nonconformity_count = fields.Integer("Number of Non-conformities", compute="_compute_nonconformity_count",
                                         compute_sudo=True)

    @api.depends("nonconformity_ids")
    def _compute_nonconformity_count(self):
        for acceptance in self:
            acceptance.nonconformity_count = len(acceptance.nonconformity_ids)

    def _get_reported_quantities(self):
        """{line id: quantity in reports that were not dropped}."""
        groups = self.env["company.purchase.nonconformity.line"].sudo()._read_group(
            [("acceptance_line_id", "in", self.line_ids.ids), ("nonconformity_id.state", "!=", "cancelled")],
            ["acceptance_line_id"], ["quantity:sum"])
        return {line.id: quantity for line, quantity in groups}

    def action_report_nonconformity(self, lines, note, attachment_ids=None):
        """Report defects of a delivery with photos; returns the id of the report.

        Those who accept it, or the head of purchasing; until the goods are used up. ``lines``: ``[{line_id, quantity,
        reason}]`` in the unit of the line; ``note``: text; ``attachment_ids``: photos uploaded by the caller; without
        them the pictures attached to the acceptance that no report has yet count. Without a photo nothing is
        reported: evidence is kept in time (R4 §3.1.6.3).
        """
        self.ensure_one()
        self.check_access("read")
        self._lock_for_decision()
        self._raise_refusals(self._get_report_refusals())
        note = self._check_text(note, self.env._("Say what is wrong with the delivery."))
        rows = self._check_defect_lines(lines)
        photos_sudo = self._take_photos(attachment_ids)
        reports_sudo = self.env["company.purchase.nonconformity"].sudo().with_company(self.company_id)
        report_sudo = reports_sudo._as_engine().create({
            "acceptance_id": self.id, "company_id": self.company_id.id, "note": note, "reported_by_id": self.env.uid})
        self.env["company.purchase.nonconformity.line"].sudo()._as_engine().create([
            {**row, "nonconformity_id": report_sudo.id} for row in rows])
        as_engine(photos_sudo).write({"res_model": report_sudo._name, "res_id": report_sudo.id})
        report_sudo._as_engine().write({"attachment_ids": [fields.Command.set(photos_sudo.ids)]})
        self._tell_defect(report_sudo)
        return report_sudo.id

    def _check_defect_lines(self, lines):
        own = {line.id: line for line in self.sudo().line_ids}
        rows = []
        for values in lines if isinstance(lines, (list, tuple)) else ():
            line = own.get(values.get("line_id")) if isinstance(values, dict) else None
            quantity = values.get("quantity") if line else 0
            reason = values.get("reason") if line else ""
            if not line or not isinstance(quantity, (int, float)) or quantity <= 0 or not isinstance(reason, str):
                rows = []
                break
            if line.uom_id.compare(quantity, max(line.counted_qty, line.due_qty)) > 0:
                raise UserError(self.env._("%(item)s: more is reported than was delivered.", item=line.description))
            rows.append({"acceptance_line_id": line.id, "quantity": quantity, "reason": reason.strip()})
        if not rows or not all(row["reason"] for row in rows):
            raise UserError(self.env._(
                "%(acceptance)s: name for each defect one of its lines, the quantity and the reason.",
                acceptance=self.name))
        return rows

    def _take_photos(self, attachment_ids):
        """The photos of a report: files of the caller, or pictures on the acceptance that stand in no report."""
        if attachment_ids:
            photos = self.env["ir.attachment"].browse(attachment_ids).exists()
            photos.check_access("read")
            photos_sudo = photos.sudo().filtered(
                lambda photo: (photo.res_model, photo.res_id) == (self._name, self.id)
                or (not photo.res_id and photo.create_uid == self.env.user))
        else:
            photos_sudo = self.env["ir.attachment"].sudo().search([
                ("res_model", "=", self._name), ("res_id", "=", self.id), ("mimetype", "=like", "image/%"),
                ("res_field", "=", False)])
        if not photos_sudo:
            raise UserError(self.env._(
                "%(acceptance)s: attach at least one photo of the defect; evidence is kept in time (R4 §3.1.6.3).",
                acceptance=self.name))
        return photos_sudo

    def _tell_defect(self, report_sudo):
        self.env["company.todo"].sudo()._open(
            "purchase.nonconformity", report_sudo, self.sudo().buyer_id,
            self.env._("Settle %(report)s with %(supplier)s", report=report_sudo.name,
                       supplier=self.partner_id.sudo().name), urgent=self.urgent)
        self.message_post(
            body=self.env._("Defect %(report)s reported: %(note)s", report=report_sudo.name, note=report_sudo.note),
            partner_ids=(self.sudo().buyer_id.partner_id - self.env.user.partner_id).ids)

    def action_attach_certificate(self, kind, attachment_id, line_ids=None):
        """Attach a paper that came with the goods. Returns True.

        Buyer, requester or warehouse keeper, before stock-in. ``kind``: “certificate” (合格证) or “material”
        (材质证明); ``attachment_id``: the caller's upload; ``line_ids``: lines it covers, by default all that need it
        (R1 §3.4).
        """
        self.ensure_one()
        self._start_count()
        field = {"certificate": "certificate_id", "material": "material_certificate_id"}.get(kind)
        paper = self.env["ir.attachment"].browse(attachment_id).exists()
        paper.check_access("read")
        paper_sudo = paper.sudo()
        own = (paper_sudo.res_model, paper_sudo.res_id) == (self._name, self.id)
        if not field or not paper_sudo or not (own or (
                not paper_sudo.res_id and paper_sudo.create_uid == self.env.user)):
            raise UserError(self.env._(
                "%(acceptance)s: attach a certificate of quality or a material certificate from your own upload.",
                acceptance=self.name))
        lines_sudo = self.sudo().line_ids
        if line_ids:
            lines_sudo = lines_sudo.filtered(lambda line: line.id in line_ids)
        else:
            lines_sudo = lines_sudo.filtered(lambda line: line.certificate_required in (kind, "both"))
        if not lines_sudo:
            raise UserError(self.env._("%(acceptance)s: no line needs this paper.", acceptance=self.name))
        as_engine(paper_sudo).write({"res_model": self._name, "res_id": self.id})
        lines_sudo._as_engine().write({field: paper_sudo.id})
        self.message_post(body=self.env._("Paper attached: %(paper)s", paper=paper_sudo.name))
        return True

    @api.model
    def _get_reject_rates(self, partners, company, since=None):
        """Data of the score card: {partner id: {counted, rejected, rate in percent, deliveries}} in one query."""
        domain = [("acceptance_id.partner_id", "in", partners.ids), ("company_id", "=", company.id),
                  ("acceptance_id.state", "in", ("accepted", "refused"))]
        if since:
            domain.append(("acceptance_id.counted_on", ">=", since))
        groups = self.env["company.purchase.acceptance.line"].sudo()._read_group(
            domain, ["acceptance_id"], ["counted_qty:sum", "rejected_qty:sum"])
        totals = {partner.id: [0.0, 0.0, 0] for partner in partners}
        for acceptance, counted, rejected in groups:
            row = totals[acceptance.partner_id.id]
            row[0], row[1], row[2] = row[0] + counted, row[1] + rejected, row[2] + 1
        return {partner_id: {"counted": counted, "rejected": rejected, "deliveries": count,
                             "rate": engine.reject_rate(counted, rejected)}
                for partner_id, (counted, rejected, count) in totals.items()}

    def _get_papers(self):
        """Names of the papers that came with the goods, for the printed form."""
        lines = self.sudo().line_ids
        return [
            f"{label}: {', '.join(papers.mapped('name'))}"
            for label, papers in ((self.env._("Certificate of Quality"), lines.certificate_id),
                                  (self.env._("Material Certificate"), lines.material_certificate_id)) if papers]

    def _get_form_boxes(self):
        """The three signature boxes of the printed form; places not signed yet stay empty."""
        self.ensure_one()
        given = {signature.slot: signature for signature in self._get_valid_signatures()}
        results = dict(self.env["company.purchase.acceptance.signature"]._fields["result"]._description_selection(
            self.env))
        boxes = []
        for slot, label in self._fields["my_slot"]._description_selection(self.env):
            signature = given.get(slot)
            boxes.append({
                "label": label, "name": signature.user_name, "decision": results[signature.result],
                "opinion": signature.note or "", "time": self._get_form_time(signature.signed_on),
            } if signature else {"label": label})
        return boxes

    # ------------------------------------------------------------------
    # Client actions
    # ------------------------------------------------------------------

    @api.model
    def _get_list_action(self, domain):
        action = {"type": "ir.actions.act_window", "name": self.env._("Acceptances"), "res_model": self._name,
                  "context": {"create": False}}
        found = self.search(domain, limit=2)
        if len(found) == 1:
            return dict(action, view_mode="form", views=[(False, "form")], res_id=found.id)
        return dict(action, view_mode="list,form", views=[(False, "list"), (False, "form")], domain=domain)

    @api.model
    def _get_form_action(self, record_id):
        return {"type": "ir.actions.act_window", "res_model": self._name, "res_id": record_id, "view_mode": "form",
                "views": [(False, "form")]}

    def _open_step(self, step, name):
        self.ensure_one()
        self.check_access("read")
        wizard = self.env["company.purchase.acceptance.reason"].create({"acceptance_id": self.id, "step": step})
        return {"type": "ir.actions.act_window", "name": name, "res_model": wizard._name, "res_id": wizard.id,
                "view_mode": "form", "views": [(False, "form")], "target": "new"}

    def action_open_sign(self):
        """Ask for result and remark of the caller's signature."""
        return self._open_step("sign", self.env._("Sign"))

    def action_open_use_first(self):
        """Ask why the goods are needed at once."""
        return self._open_step("use_first", self.env._("Needed at Once"))

    def action_open_reopen(self):
        """Ask why the acceptance is opened again."""
        return self._open_step("reopen", self.env._("Open again"))

    def action_view_nonconformities(self):
        """Open the reports of defects of the delivery."""
        self.check_access("read")
        domain = [("acceptance_id", "in", self.ids)]
        return {
            "type": "ir.actions.act_window", "res_model": "company.purchase.nonconformity", "domain": domain,
            "view_mode": "list,form", "context": {"create": False}, "name": self.env._("Non-conformities"),
        }

    def action_view_order(self):
        """Open the order of the delivery."""
        self.ensure_one()
        self.check_access("read")
        return {"type": "ir.actions.act_window", "res_model": "purchase.order", "res_id": self.order_id.id,
                "view_mode": "form", "views": [(False, "form")]}

    def action_view_picking(self):
        """Open the receipt of the delivery."""
        self.ensure_one()
        self.check_access("read")
        return {"type": "ir.actions.act_window", "res_model": "stock.picking", "res_id": self.picking_id.id,
                "view_mode": "form", "views": [(False, "form")]}
