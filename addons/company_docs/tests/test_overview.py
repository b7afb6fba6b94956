from odoo.tests import tagged

from .common import DocumentsCase


@tagged("post_install", "-at_install")
class TestOverview(DocumentsCase):

    def test_tiles(self):
        """S10: the office's overview counts what waits at each desk, with the rights of the caller."""
        self.env["company.document.incoming"].with_user(self.office).create({"title": "Notice of the group"})
        for user in (self.office, self.auditor.user_id, self.outsider):
            data = self.env["company.document.overview"].with_user(user).get_data()
            for tile in data["tiles"]:
                self.assertEqual(
                    tile["count"], self.env[tile["model"]].with_user(user).search_count(tile["domain"]), tile["key"])
            self.assertEqual({tile["key"] for tile in data["tiles"]} >= {"approval", "number", "instruct"}, True)
