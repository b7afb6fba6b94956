from odoo import fields
from odoo.tests import tagged

from odoo.addons.company_base.tests.rpc import RpcCase

from .sourcing_common import SourcingFixture


@tagged("post_install", "-at_install")
class TestContractRpc(SourcingFixture, RpcCase):

    def test_contract_over_rpc(self):
        """P14 S7: contract drafted, approved, signed and ordered over XML-RPC; refusals carry their sentence."""
        case = self._approved_case(lines=[self._line(), self._line(self.product_b, 50.0)])
        scan = self._scan("signed contract")
        self.env.flush_all()
        model = "company.purchase.contract"
        with self.assertRaisesRegex(Exception, "PUR-CONTRACT"):
            self.rpc("test.buyer", "company.purchase.sourcing", "action_create_orders", [case.id])
        ids = self.rpc("test.buyer", "company.purchase.sourcing", "action_create_contracts", [case.id])
        self.assertTrue(ids)
        for contract in ids:
            self.rpc("test.buyer", model, "write", [contract], {"payment_terms": "30 days"})
            self.assertIs(self.rpc("test.buyer", model, "action_submit", [contract]), True)
            self.env.invalidate_all()
            self._approve(self.env[model].browse(contract))
            self.env.flush_all()
            with self.assertRaisesRegex(Exception, "scan"):
                self.rpc("test.buyer", model, "action_sign", [contract], 0)
            today = fields.Date.to_string(fields.Date.today())
            self.rpc("test.buyer", model, "action_sign", [contract], scan.id, today)
        self.assertTrue(self.rpc("test.buyer", "company.purchase.sourcing", "action_create_orders", [case.id]))
        self._take_findings()
