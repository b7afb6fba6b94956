from datetime import timedelta

from odoo import Command, api, fields, models

OFFICE, SECOND = "company_base.demo_user_feng_office", "company_docs.demo_user_tian_office"
LAST_YEAR = (
    # title, sender, their number, kind, class, month, pages, result
    ("关于做好汛期工程安全防范工作的通知", "示范市住房和城乡建设局", "示建安〔{year}〕15号", "tongzhi", "internal", 5,
     4, "已转发各项目部并完成排查"),
    ("关于报送上半年国有资产统计数据的函", "示范市国有资产监督管理办公室", "示国资函〔{year}〕22号", "han", "internal",
     7, 2, "财务部已报送"),
    ("关于批准跨线桥钢结构加工方案的批复", "华建控股集团有限公司", "华建〔{year}〕48号", "pifu", "internal", 9, 3,
     "按批复执行"),
    ("关于集团重组事项的通报", "华建控股集团有限公司", "华建密〔{year}〕3号", "tongbao", "secret", 10, 6, "已传达到人"),
    ("关于表彰年度先进集体的决定", "华建控股集团有限公司", "华建〔{year}〕61号", "jueding", "public", 12, 2,
     "已张榜公布"),
)
OLD = (
    ("关于报送二〇一二年度培训计划的通知", "华建控股集团有限公司", "华建〔2012〕9号", 3),
    ("关于协助核对往来账目的函", "华筑检测技术有限公司", "检测函〔2012〕2号", 2),
    ("关于支付工程质保金的函", "示范区国有资产运营有限公司", "示国运函〔2012〕5号", 2),
)


class CompanyDocumentArchive(models.Model):
    """Demo: last year's papers in one box, a loan, a disposal list, a legal hold."""

    _inherit = "company.document.archive"

    @api.model
    def _load_demo_archive(self):
        """Each step by the person whose step it is, so that everybody finds something to do."""
        office = self.env.ref(OFFICE)
        company = self.env.ref("base.main_company")
        company.document_fonds = "Z109"
        filed = self._demo_file(office, self._demo_last_year())
        old = self._demo_file(office, self._demo_old())
        boxes = self.env["company.document.archive.box"].browse(filed.with_user(office).action_box())
        for box in boxes:
            box.with_user(office).write({"place": "档案室 A-02-3", "title": "上级及外单位来文"})
        filed.with_user(office).action_verify()
        self._demo_loan(office, filed[1])
        self._demo_hold(old[2])
        self._demo_disposal(office)
        return True

    @api.model
    def _demo_last_year(self):
        year = fields.Date.context_today(self).year - 1
        return [{
            "title": title, "source_name": source, "source_number": number.format(year=year), "secrecy": secrecy,
            "kind_id": self._demo_kind(kind).id, "received_on": f"{year}-{month:02d}-12 02:30:00", "page_count": pages,
            "document_date": f"{year}-{month:02d}-08", "closing_note": result, "name": f"SW{year}-{place:04d}",
        } for place, (title, source, number, kind, secrecy, month, pages, result) in enumerate(LAST_YEAR, start=1)]

    @api.model
    def _demo_old(self):
        short = self.env["company.document.kind"].search([("retention", "=", "10"), ("code", "=", "han")], limit=1)
        short = short or self.env["company.document.kind"].create({
            "code": "han10", "name": "函(一般)", "retention": "10", "company_id": self.env.company.id})
        return [{
            "title": title, "source_name": source, "source_number": number, "kind_id": short.id, "page_count": pages,
            "received_on": "2012-04-18 03:00:00", "document_date": "2012-04-10", "closing_note": "已办结",
            "name": f"SW2012-{place:04d}",
        } for place, (title, source, number, pages) in enumerate(OLD, start=1)]

    @api.model
    def _demo_kind(self, code):
        kinds = self.env["company.document.kind"]
        return kinds.search([("code", "=", code)], limit=1) or kinds.search([], limit=1)

    @api.model
    def _demo_file(self, office, vals_list):
        """Closed papers with their scans, filed by the general office."""
        documents = self.env["company.document.incoming"]
        for vals in vals_list:
            document = documents._as_engine().create({
                "state": "closed", "is_signed": True, "is_sealed": True, "received_by_id": office.id,
                "closed_on": vals["received_on"], **vals})
            document._as_engine().write({"file_ids": [Command.create({
                "name": "来文扫描件.txt", "raw": f"{vals['title']}\n{vals['source_number']}".encode(),
                "res_model": document._name, "res_id": document.id})]})
            documents |= document
        documents._set_state("archived")
        archives = self.with_user(office)._file(documents)
        return self.browse(archives.ids)

    @api.model
    def _demo_loan(self, office, entry):
        """An engineer has borrowed an original; a drafter's request waits for the general office."""
        loans = self.env["company.document.archive.loan"]
        borrower = self.env.ref("company_base.demo_user_zhou_fin")
        entry._get_document()._add_readers(borrower)
        lent = loans.with_user(borrower).create({
            "purpose": "核对上半年资产统计口径", "mode": "original", "archive_ids": [Command.set(entry.ids)],
            "due_on": fields.Date.context_today(self) + timedelta(days=10)})
        lent.action_submit()
        lent.with_user(office).action_lend()
        asked = loans.with_user(self.env.ref("company_base.demo_user_li_eng")).create({
            "purpose": "编制今年汛期方案参考", "sought": "去年住建局关于汛期安全防范的通知"})
        asked.action_ask()

    @api.model
    def _demo_hold(self, entry):
        hold = self.env["company.document.archive.hold"].with_user(self.env.ref("company_base.demo_user_he_legal"))
        hold.create({
            "reason": "质保金纠纷诉讼期间,相关往来文件一律保全", "case_reference": "(2026)示01民初118号",
            "archive_ids": [Command.set(entry.ids)]}).action_place()

    @api.model
    def _demo_disposal(self, office):
        disposal = self.env["company.document.archive.disposal"].with_user(office).create({
            "reason": "保管期限已满,内容为一般事务性往来,无继续保存价值。", "method": "shred"})
        disposal.action_collect()
        disposal.action_submit()
