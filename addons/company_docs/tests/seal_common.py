"""Ground of the tests on seals: keepers as the regulation names them."""
import base64
import io
from datetime import timedelta

from PIL import Image

from odoo import fields


def picture(color="red"):
    """A small PNG as base64."""
    stream = io.BytesIO()
    Image.new("RGB", (8, 8), color).save(stream, "PNG")
    return base64.b64encode(stream.getvalue())


class SealFixture:
    """Seals of company A, kept as the regulation says."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seals = cls.env["company.seal"].with_user(cls.seal_manager)
        cls.official = cls._new_seal("Official Seal", "official", cls.keeper_employee)

    @classmethod
    def _new_seal(cls, name, seal_type, keeper):
        return cls.seals.create({
            "name": name, "seal_type": seal_type, "entity_name": cls.company_a.name, "keeper_id": keeper.id})

    @classmethod
    def _set_up_finance(cls):
        cls.finance = cls._new_seal("Finance Seal", "finance", cls.cashier_employee)
        cls.legal_rep = cls._new_seal("Name Seal", "legal_rep", cls.accountant_employee)

    def _handover(self, seals, receiver, kind="absence", giver=None, user=None, **values):
        """A draft of the giver (by default the holder of the first seal)."""
        giver = giver or seals[0].holder_id
        if kind in ("absence", "holiday"):
            values.setdefault("date_until", fields.Datetime.now() + timedelta(days=3))
        return self.env["company.seal.handover"].with_user(user or giver.user_id).create({
            "kind": kind, "giver_id": giver.id, "receiver_id": receiver.id,
            "line_ids": [(0, 0, {"seal_id": seal.id}) for seal in seals], **values})

    def _hand_over(self, seals, receiver, kind="absence", **values):
        handover = self._handover(seals, receiver, kind, **values)
        handover.action_give()
        handover.with_user(receiver.user_id).action_receive()
        return handover

