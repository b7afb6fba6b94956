from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.company_base.tests.rpc import RpcCase

from .sourcing_common import SourcingFixture

DIALOGS = ("invite", "quote", "choose", "check", "reason")


@tagged("post_install", "-at_install")
class TestWizardAccess(SourcingFixture, RpcCase):
    """S6: no dialog shows a case to people who may not read it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._new_employee(
            "Other Buyer", "other.buyer", company=cls.company_b,
            groups=("company_procurement.group_purchase_head", "company_procurement.group_price_checker"))

    def _spec(self, model):
        return {name: {} for name, field in self.env[model]._fields.items() if field.type != "one2many"}

    def test_dialogs_of_a_case(self):
        """S6 S7: create, defaults, onchange with the id of another company's case are refused over RPC."""
        case = self._quoted_case()
        supplier = self.suppliers[0].id
        for suffix in DIALOGS:
            model = f"company.purchase.sourcing.{suffix}"
            spec = self._spec(model)
            doors = {
                "create": ("create", {"sourcing_id": case.id, "partner_id": supplier, "opinion": "x"}),
                "web_save": ("web_save", [], {"sourcing_id": case.id}, spec),
                "onchange": ("onchange", [], {"sourcing_id": case.id, "partner_id": supplier},
                             ["sourcing_id", "partner_id"], spec),
                "onchange dict": ("onchange", [], {"sourcing_id": {"id": case.id}}, ["sourcing_id"], spec),
            }
            for name, (method, *args) in doors.items():
                args = [{key: value for key, value in arg.items() if key in spec}
                        if isinstance(arg, dict) and arg is not spec else arg for arg in args]
                with self.subTest(dialog=suffix, door=name), self.assertRaises(AccessError):
                    self.rpc("other.buyer", model, method, *args)
            # choose and check take the case of the context together with its lines only: test_default_get
            keys = ("default_sourcing_id",) if suffix in ("choose", "check") else ("active_id", "default_sourcing_id")
            for key in keys:
                with self.subTest(dialog=suffix, context=key), self.assertRaises(AccessError):
                    self.rpc("other.buyer", model, "onchange", [], {}, [], spec, context={key: case.id})

    def test_default_get(self):
        """S6 S7: the defaults of a dialog tell nothing about another company's case."""
        case = self._quoted_case()
        for suffix in DIALOGS:
            model = f"company.purchase.sourcing.{suffix}"
            with self.subTest(dialog=suffix), self.assertRaises(AccessError):
                self.rpc("other.buyer", model, "default_get", ["sourcing_id", "line_ids"],
                         context={"active_id": case.id})

    def test_dialog_lines(self):
        """S6 S7: lines of dialogs show no item, price or quote of another company's case."""
        case = self._quoted_case()
        own = {suffix: self.env[f"company.purchase.sourcing.{suffix}"] for suffix in DIALOGS}
        line, quoted = case.line_ids[0], case.quote_ids.order_line[0]
        for suffix in ("quote", "choose", "check"):
            model = f"company.purchase.sourcing.{suffix}.line"
            values = {"sourcing_line_id": line.id}
            if suffix == "choose":
                values["quote_line_id"] = quoted.id
            with self.subTest(dialog=suffix), self.assertRaises(AccessError):
                self.rpc("other.buyer", model, "onchange", [], values, list(values), self._spec(model))
            with self.subTest(dialog=suffix, door="nested"), self.assertRaises(AccessError):
                self.rpc("other.buyer", own[suffix]._name, "onchange", [], {"line_ids": [[0, "virtual_1", values]]},
                         ["line_ids"], {"line_ids": {"fields": self._spec(model)}})

    def test_write_after_create(self):
        """S6 S7: a dialog that was opened for an own case can't be pointed at another company's."""
        case = self._quoted_case()
        request_model, line_model = "company.purchase.request.cancel", "company.purchase.request"
        own = self.env[line_model].browse()
        wizard_id = self.rpc("other.buyer", request_model, "create", {"request_ids": [[6, 0, own.ids]], "reason": "x"})
        for command in ([6, 0, case.request_ids.ids], [4, case.request_ids.ids[0], 0]):
            with self.assertRaises(AccessError):
                self.rpc("other.buyer", request_model, "write", [wizard_id], {"request_ids": [command]})

    def test_own_buyer(self):
        """P7: the buyer of the case works with the dialogs as before."""
        case = self._quoted_case(count=1)
        for suffix in ("invite", "quote", "reason"):
            model = f"company.purchase.sourcing.{suffix}"
            result = self.rpc("test.buyer", model, "onchange", [], {}, [], self._spec(model),
                              context={"active_id": case.id})
            self.assertEqual(result["value"]["sourcing_id"], case.id)
