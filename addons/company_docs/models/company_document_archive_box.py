from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.archive import box_number, fill_boxes
from .company_document_archive import RETENTION


class CompanyDocumentArchiveBox(models.Model):
    """A box (盒) of the archive: pieces of one year and one retention period, with catalogue and label."""

    _name = "company.document.archive.box"
    _description = "Archive Box"
    _inherit = ["company.state.mixin", "mail.thread"]
    _order = "year desc, retention, number"
    _check_company_auto = True

    _initial_state = "open"
    _transitions = frozenset({("open", "closed"), ("closed", "open")})
    _client_fields = {"open": frozenset({"year", "retention", "title", "place"}), "closed": frozenset({"place"})}
    _client_unlink_states = frozenset()

    name = fields.Char("Box Number", required=True, readonly=True, copy=False, default="/", index="trigram")
    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True, copy=False,
                                 default=lambda self: self.env.company)
    year = fields.Integer("Archive Year", required=True, index=True,
                          default=lambda self: fields.Date.context_today(self).year - 1)
    retention = fields.Selection(RETENTION, required=True, default="30", index=True)
    number = fields.Integer("Number in the Series", readonly=True, copy=False)
    title = fields.Char("Box Title", help="What the box holds, as it stands on its back.")
    place = fields.Char("Shelf", tracking=True, help="Room, shelf and board, e.g. 档案室 A-02-3.")
    state = fields.Selection([("open", "Being Filled"), ("closed", "Box Closed")], required=True, readonly=True,
                             default="open", copy=False, index=True, tracking=True)
    archive_ids = fields.One2many("company.document.archive", "box_id", "Pieces", readonly=True)
    piece_count = fields.Integer("Number of Pieces", compute="_compute_pieces", compute_sudo=True)
    page_count = fields.Integer("Pages", compute="_compute_pieces", compute_sudo=True)
    piece_range = fields.Char("Piece Numbers", compute="_compute_pieces", compute_sudo=True)

    _number_unique = models.UniqueIndex(
        "(company_id, year, retention, number)", "This number of a box is given already.")

    @api.model_create_multi
    def create(self, vals_list):
        boxes = super().create(vals_list)
        for box in boxes:
            number = self.env["company.document.archive.series"].sudo()._take(
                box.company_id, "box", box.year, box.retention)
            box._as_engine().write({"number": number, "name": box_number(box.year, box.retention, number)})
        return boxes

    def write(self, vals):
        if vals.keys() & {"year", "retention"} and self.sudo().filtered("number"):
            raise UserError(self.env._(
                "%s: year and retention period are part of the number of the box. Make a new box.", self._get_names()))
        return super().write(vals)

    @api.depends("archive_ids.box_id")
    def _compute_pieces(self):
        groups = self.env["company.document.archive"].sudo()._read_group(
            [("box_id", "in", self.ids)], ["box_id"], ["__count", "page_count:sum", "piece:min", "piece:max"])
        figures = {box.id: rest for box, *rest in groups}
        for box in self:
            box.piece_count, box.page_count, first, last = figures.get(box.id, (0, 0, 0, 0))
            box.piece_range = f"{first}–{last}" if box.piece_count else False

    # ------------------------------------------------------------------
    # Steps
    # ------------------------------------------------------------------

    def action_put(self, archive_ids):
        """Put entries of the same year and retention period into this box (archivists). Returns True.

        :param archive_ids: ids of company.document.archive
        """
        self.ensure_one()
        archives = self._get_box_entries(archive_ids)
        self._check_state("open")
        archives._raise_refusals({
            archive.id: archive._get_box_refusal(self) for archive in archives})
        archives.sudo()._as_engine().write({"box_id": self.id})
        return True

    def action_take_out(self, archive_ids):
        """Take entries out of this open box, to be put into another (archivists). Returns True."""
        self.ensure_one()
        archives = self._get_box_entries(archive_ids)
        self._check_state("open")
        archives._raise_refusals({archive.id: (
            archive.box_id != self and self.env._("is not in the box %s", self.name)
        ) or (archive.is_held and self.env._("is under a legal hold and stays where it is")) for archive in archives})
        archives.sudo()._as_engine().write({"box_id": False})
        return True

    def _get_box_entries(self, archive_ids):
        """Check right and argument; the entries."""
        archives = self.env["company.document.archive"]
        archives._check_keeper()
        self.check_access("read")
        if not isinstance(archive_ids, (list, tuple)) or not archive_ids \
                or not all(isinstance(key, int) for key in archive_ids):
            raise UserError(self.env._("Name the entries of the archive."))
        archives = archives.browse(dict.fromkeys(archive_ids)).exists()
        archives.check_access("read")
        return archives

    def action_close(self):
        """Close filled boxes: catalogue and label are final (archivists). Returns True."""
        self._check_box_step("open")
        for box in self:
            if not box.piece_count:
                raise UserError(self.env._("%s: the box is empty.", box.name))
            self.env["company.ledger.entry"]._append("document.box_closed", box, {
                "number": box.name, "pieces": box.archive_ids.sudo().sorted("piece").mapped("name")})
        return self._set_state("closed")

    def action_reopen(self):
        """Open closed boxes again (archivists). Returns True."""
        self._check_box_step("closed")
        return self._set_state("open")

    def _check_box_step(self, state):
        self.env["company.document.archive"]._check_keeper()
        self.check_access("read")
        self._check_state(state)

    def action_view_pieces(self):
        """Open the list of the pieces of this box. Returns an action."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("company_docs.company_document_archive_action")
        return dict(action, domain=[("box_id", "=", self.id)], context={})


class CompanyDocumentArchive(models.Model):
    """Boxing of entries."""

    _inherit = "company.document.archive"

    def _get_box_refusal(self, box):
        self.ensure_one()
        if self.state == "destroyed":
            return self.env._("was destroyed")
        if self.is_held:
            return self.env._("is under a legal hold and stays where it is")
        if (self.company_id, self.year, self.retention) != (box.company_id, box.year, box.retention):
            return self.env._("belongs to another year or retention period than the box %s", box.name)
        return self.box_id and self.box_id != box and self.env._("is in the box %s already", self.box_id.name)

    def action_box(self):
        """Put entries into boxes in the order of their numbers; boxes are opened as needed (archivists).

        :return: ids of the boxes used
        """
        self._check_keeper()
        self.check_access("read")
        boxes = self.env["company.document.archive.box"].sudo()
        used = boxes
        archives = self.sudo().filtered(lambda a: not a.box_id and a.state != "destroyed" and not a.is_held)
        if not archives:
            raise UserError(self.env._("None of these entries waits for a box."))
        for (company, year, retention), group in archives.grouped(
                lambda archive: (archive.company_id, archive.year, archive.retention)).items():
            box = boxes.search([("company_id", "=", company.id), ("year", "=", year), ("retention", "=", retention),
                                ("state", "=", "open")], order="number desc", limit=1)
            plan = fill_boxes([(archive, archive.page_count) for archive in group.sorted("piece")],
                              company.archive_box_pages or 300, box.page_count)
            rows = {0: box}
            for offset in sorted({offset for offset, _archive in plan} - ({0} if box else set())):
                rows[offset] = boxes._as_engine().create(
                    {"company_id": company.id, "year": year, "retention": retention})
            for offset, found in rows.items():
                pieces = archives.browse(archive.id for place, archive in plan if place == offset)
                pieces._as_engine().write({"box_id": found.id})
                used |= found if pieces else boxes
        return used.ids
