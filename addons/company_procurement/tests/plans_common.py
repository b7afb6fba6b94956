"""Helpers of the tests of monthly, sporadic and emergency purchases."""
from datetime import timedelta
from unittest.mock import patch

from odoo import Command, fields

from .acceptance_common import AcceptanceFixture
from .sourcing_common import SourcingCase


class PlansFixture(AcceptanceFixture):
    """The office with its buyer, the emergency team, a second department."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        ref = cls.env.ref
        cls.monthly, cls.sporadic, cls.emergency = (
            ref(f"company_procurement.category_{code}") for code in ("monthly", "sporadic", "emergency"))
        cls.office_employee = cls._new_employee(
            "Feng Office", "test.office", groups=("company_procurement.group_buyer",), manager=cls.gm_employee)
        cls._give_role("general_office", cls.office_employee)
        cls.office = cls.office_employee.user_id
        cls.company_a.resource_calendar_id.tz = "Asia/Shanghai"
        cls.other_department.can_request_purchases = True
        cls.other_department.manager_id = cls.gm_employee
        cls.lead_employee = cls._new_employee(
            "Ma Lead", "test.lead", groups=("company_procurement.group_buyer",), manager=cls.manager,
            department=cls.department)
        cls._give_role("emergency_lead", cls.lead_employee)
        cls.lead = cls.lead_employee.user_id

    def setUp(self):
        super().setUp()
        # a test has one transaction: scheduled work doesn't commit in between
        self.startPatcher(patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *args, **kwargs: 1.0))

    # ------------------------------------------------------------------
    # Monthly
    # ------------------------------------------------------------------

    @classmethod
    def _words(cls, description, quantity, price):
        """A line without a product."""
        return Command.create({
            "description": description, "quantity": quantity, "estimated_price": price, "uom_id": cls.unit.id,
            "needed_date": fields.Date.today() + timedelta(days=20)})

    def _monthly_request(self, user=None, lines=None, **values):
        request = self._new_request(user=user, lines=lines, category_id=self.monthly.id, **values)
        request.action_submit()
        return request

    def _joined(self, user=None, lines=None, **values):
        request = self._monthly_request(user, lines, **values)
        self._approve(request)
        return request

    # ------------------------------------------------------------------
    # Purchases before the form
    # ------------------------------------------------------------------

    @classmethod
    def _ago(cls, **delta):
        return fields.Datetime.now() - timedelta(**delta)

    def _sporadic(self, consent=True, submit=True, lines=None, user=None, **values):
        """A sporadic request with the consent of the head, submitted."""
        request = self._new_request(
            user=user, lines=lines or [self._line(quantity=5)], category_id=self.sporadic.id, **values)
        if consent:
            request.action_record_consent(self.dept_head.id, self._ago(hours=5), "phone", "Go ahead", self.buyer.id)
        if submit:
            request.action_submit()
        return request

    def _record_values(self, request, user=None, price=10.0, quantity=None, **values):
        scan = self._scan(request.name, user=user or self.buyer, res_model=False)
        return {
            "purchased_on": self._ago(hours=2), "partner_id": self.suppliers[0].id, "payment_method": "cash",
            "voucher": "invoice", "voucher_number": "0123", "attachment_id": scan.id,
            "lines": [{"request_line_id": line.id, "quantity": quantity or line.quantity, "price_unit": price,
                       "label_name": "Bolt", "brand": "Great Wall", "manufacturer": "Works No. 1"}
                      for line in request.sudo().line_ids], **values}

    def _bought(self, request, user=None, **values):
        """Record the purchase; returns the case or True."""
        user = user or self.buyer
        result = request.with_user(user).action_record_purchase(self._record_values(request, user, **values))
        if result is True:
            return True
        return self.env["company.purchase.sourcing"].with_user(user).browse(result)

    def _task(self, user=None, **values):
        return self.env["company.purchase.emergency"].with_user(user or self.lead).with_company(self.company_a).create({
            "subject": "Flood", "description": "Water in the cellar", "received_on": self._ago(hours=9), **values})

    def _emergency(self, consent=True, submit=True, check=True, lines=None, **values):
        """An emergency request of the second member of the team."""
        self.company_a.purchase_emergency_team_ids |= self.requester
        request = self._new_request(
            category_id=self.emergency.id, lines=lines or [self._line(self.product_b, quantity=40)],
            emergency_id=values.pop("emergency_id", None) or self._task().id, **values)
        if check:
            request.action_record_stock_check(self.warehouse.id, self._ago(hours=8), "None left")
        if consent:
            request.action_record_consent(self.gm.id, self._ago(hours=7), "phone", "Buy", self.lead.id)
        if submit:
            request.action_submit()
        return request


class PlansCase(PlansFixture, SourcingCase):
    """Transaction case of the special purchases."""
