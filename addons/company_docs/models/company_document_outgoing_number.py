from odoo import models


class CompanyDocumentOutgoing(models.Model):
    """编文号: the general office gives the number, once (R6 §5.9.1, §5.6.1.1.5)."""

    _inherit = "company.document.outgoing"

    def action_number(self):
        """Give issued documents their numbers, in the order of issue; the joint ones take the host's series.

        The year is that of the signature. A document that was opened again keeps the number it had.

        :return: {document id: number}
        :raise UserError: wrong state
        :raise ControlError: DOC-NUMBER outside the general office, DOC-FREEZE when the text is another one
        """
        documents = self._begin_step("issued")
        documents._check_office("DOC-NUMBER", self.env._(
            "numbers are given by the general office only. It finds the document in its to-dos"))
        documents._check_frozen()
        for document in documents.sudo().sorted(lambda document: (document.signed_on, document.id)):
            document._do_number()
        return {str(document.id): document.name for document in documents}

    def _do_number(self):
        self.ensure_one()
        if not self.number_id:
            number = self.env["company.document.number"]._give(self)
            self._as_engine().write({"number_id": number.id, "name": number.name})
        self._as_engine().write({"print_date": self._get_today(), "proof_with_office": False})
        self._prepare_dispatch_list()
        self.env["company.document.step"]._log(self, "numbered")
        self._set_state("numbered")
        self.env["company.ledger.entry"]._append("document.number", self, {
            "number": self.name, "series": self.number_id.series, "year": self.number_id.year,
            "sequence": self.number_id.sequence, "digest": self.text_digest, "signed_on": str(self.signed_on)})

    def action_void_number(self, reason, cancel=False):
        """Make the number of a document void: it stays in the register with its reason and is never given again.

        The document goes back to “issued” and can get another number, or is cancelled.

        :param reason: str, printed in the register
        :param cancel: whether the document is given up as well
        :return: True
        :raise UserError: no number, already sealed, or no reason
        :raise ControlError: DOC-VOID outside the general office
        """
        documents = self._begin_step("numbered", "proofread")
        documents._check_office("DOC-VOID", self.env._(
            "a number is made void by the general office only, with a reason that stays in the register"))
        reason = self._check_text(reason, self.env._(
            "Say why the number becomes void: the reason stays in the register (R6 §5.9.1.4)."))
        for document in documents.sudo():
            document._drop_seal_applications(reason)
            document._do_void_number(reason)
            document._drop_dispatch_list()
            document._set_state("issued")
            if cancel:
                self.env["company.document.step"]._log(document, "cancelled", reason)
                document._set_state("cancelled")
        return True

    def _do_void_number(self, reason):
        """Superuser mode; the caller has checked the step and sets the state."""
        self.ensure_one()
        number = self.number_id
        self.env["company.document.step"]._log(self, "number_void", reason)
        self._as_engine().write({"number_id": False, "name": "/", "print_date": False, "proof_with_office": False})
        number._void(reason)
        self.env["company.ledger.entry"]._append("document.number_void", self, {
            "number": number.name, "series": number.series, "year": number.year, "sequence": number.sequence,
            "reason": self._get_masked_text(reason)})

    def _void_number_of_other_year(self):
        """Issued again in another year: the year of the number is the year of the signature."""
        if self.number_id and self.number_id.year != self.signed_on.year:
            self._do_void_number(self.env._("Issued again in %s.", self.signed_on.year))
