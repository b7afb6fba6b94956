from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from odoo.addons.company_base.tests.common import CompanyCase


@tagged('post_install', '-at_install')
class TestStateGuard(CompanyCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(user=cls.employee.user_id, context={'lang': 'en_US'})
        cls.Document = cls.env['company.test.document']
        cls.Line = cls.env['company.test.document.line']
        cls.draft = cls.Document.create({'name': 'D1', 'line_ids': [Command.create({'name': 'a'})]})
        cls.submitted = cls.Document.create({'name': 'D2', 'line_ids': [Command.create({'name': 'a'})]})
        cls.submitted.action_submit()

    def assertUnchanged(self, record, **values):
        record.invalidate_recordset()
        for name, value in values.items():
            self.assertEqual(record[name], value)

    def test_create_with_protected_fields(self):
        """S7: a new record can't carry a state or another protected field, whatever the way."""
        for vals in ({'state': 'approved'}, {'amount': 5}, {'state_changed_by_id': 1}, {'tag_ids': []}):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                self.Document.create({'name': 'X', **vals})
            with self.subTest(sudo=vals), self.assertRaises(AccessError):
                self.Document.sudo().create({'name': 'X', **vals})

    def test_default_context_keys(self):
        """S7: default_<field> keys of the context don't set protected fields."""
        document = self.Document.with_context(
            default_state='approved', default_amount=9, default_note='kept').create({'name': 'X'})
        self.assertEqual((document.state, document.amount, document.note), ('draft', 0, 'kept'))
        self.assertEqual(document.env.context.get('default_amount'), 9, "the caller's context stays as it was")

    def test_write_in_state(self):
        """S7: the allow-list of the state decides; superuser mode and context flags don't."""
        self.draft.write({'name': 'D1b', 'note': 'x'})
        self.submitted.note = 'allowed here'
        hostile = {'_company_engine': True, 'sudo': True, 'bypass': True, 'force': True}
        for record in (self.submitted, self.submitted.sudo(), self.submitted.with_context(**hostile),
                       self.draft + self.submitted):
            with self.assertRaises(AccessError) as catcher:
                record.write({'name': 'other'})
            self.assertIn('D2', str(catcher.exception))
        with self.assertRaises(AccessError):
            self.draft.state = 'approved'
        with self.assertRaises(AccessError):
            self.draft.with_context(_company_engine=object()).write({'state': 'approved'})
        self.assertUnchanged(self.submitted, name='D2', state='submitted')

    def test_mark_does_not_travel(self):
        """S7: trust of the engine ends with the call it was given for, lines are not included."""
        self.draft._as_engine().write({'amount': 3})
        self.assertEqual(self.draft.amount, 3)
        self.assertNotIn('_company_engine', self.draft.env.context)
        created = self.Document._as_engine().create({'name': 'X', 'amount': 1})
        with self.assertRaises(AccessError):
            created.write({'amount': 2})
        with self.assertRaises(AccessError):
            self.draft._as_engine().write({'line_ids': [Command.create({'price': 2})]})

    def test_lines_follow_their_document(self):
        """S7: lines are ruled by the state of their document, by the document's field and on their own."""
        line = self.submitted.line_ids
        for command in (Command.create({'name': 'new'}), Command.update(line.id, {'quantity': 99}),
                        Command.delete(line.id), Command.unlink(line.id), Command.clear(), Command.set([])):
            with self.subTest(command=command), self.assertRaises(UserError):
                self.submitted.write({'line_ids': [command]})
        with self.assertRaises(AccessError):
            line.quantity = 99
        with self.assertRaises(AccessError):
            self.Line.create({'document_id': self.submitted.id, 'name': 'new'})
        with self.assertRaises(AccessError):
            self.Line.create({'document_id': self.submitted.id})
        with self.assertRaises(AccessError):
            self.Line.with_context(default_document_id=self.submitted.id).create({'name': 'new'})
        with self.assertRaises(UserError):
            line.unlink()
        self.assertUnchanged(line, quantity=1)
        self.assertEqual(len(self.submitted.line_ids), 1)

    def test_line_moves(self):
        """S7: a line can't be pulled out of, or pushed into, another document."""
        line, locked = self.draft.line_ids, self.submitted.line_ids
        for steal in (lambda: self.draft.write({'line_ids': [Command.link(locked.id)]}),
                      lambda: self.draft.write({'line_ids': [Command.set(locked.ids)]}),
                      lambda: self.Document.create({'name': 'X', 'line_ids': [Command.link(locked.id)]}),
                      lambda: line.write({'document_id': self.submitted.id})):
            with self.assertRaises(UserError):
                steal()
        self.assertUnchanged(locked, document_id=self.submitted)
        self.assertUnchanged(line, document_id=self.draft)

    def test_related_inverse(self):
        """S7: a related field of a line that writes through to its document is stopped at the document."""
        line = self.draft.line_ids
        with self.assertRaises(AccessError):
            line.write({'document_amount': 7})
        with self.assertRaises(AccessError):
            self.Line.create({'document_id': self.draft.id, 'document_amount': 7})
        line.write({'document_state': 'approved'})      # a readonly field has no way back at all
        self.assertUnchanged(self.draft, state='draft', amount=0)

    def test_copy(self):
        """S7: a copy starts anew; its defaults can't carry protected values."""
        copy = self.submitted.copy()
        self.assertEqual((copy.state, copy.state_changed_by_id.id), ('draft', False))
        self.assertEqual(len(copy.line_ids), 1)
        with self.assertRaises(AccessError):
            self.submitted.copy({'state': 'approved'})

    def test_import(self):
        """S7: the import of a file meets the same guard."""
        result = self.Document.load(['name', 'state'], [['I1', 'Approved']])
        self.assertFalse(result['ids'])
        result = self.Document.load(['.id', 'name'], [[str(self.submitted.id), 'renamed']])
        self.assertFalse(result['ids'])
        self.assertUnchanged(self.submitted, name='D2')
        self.assertTrue(self.Document.load(['name', 'note'], [['I2', 'fine']])['ids'])

    def test_translation_door(self):
        """S7: translations of a protected field are writes too."""
        with self.assertRaises(AccessError):
            self.submitted.update_field_translations('name', {'en_US': 'other'})
        self.draft.update_field_translations('name', {'en_US': 'fine'})
        self.assertUnchanged(self.submitted, name='D2')

    def test_web_save(self):
        """S7: the web client's own save is a write like any other."""
        with self.assertRaises(AccessError):
            self.submitted.web_save({'name': 'other'}, {'name': {}})
        with Form(self.draft) as form:
            form.name = 'by form'
        self.assertEqual(self.draft.name, 'by form')

    def test_unlink(self):
        """S7: what has left its first state stays."""
        with self.assertRaises(UserError):
            (self.draft + self.submitted).unlink()
        self.draft.unlink()
        self.assertTrue(self.submitted.exists())

    def test_files_are_evidence(self):
        """S2 S7: a file that was there when the state changed is neither changed, moved nor deleted."""
        attach = self.env['ir.attachment'].create
        vals = {'name': 'quote.pdf', 'raw': b'1', 'res_model': 'company.test.document', 'res_id': self.draft.id}
        wrong, kept = attach(vals), attach(vals)
        wrong.unlink()
        self.draft.action_submit()
        self.draft._as_engine().write({'state_changed_on': '2999-01-01 00:00:00'})
        for attempt in (lambda: kept.write({'raw': b'2'}), lambda: kept.write({'res_id': self.submitted.id}),
                        kept.unlink, kept.sudo().unlink,
                        lambda: kept.with_context(_company_engine=1).write({'name': 'x'})):
            with self.assertRaises(AccessError):
                attempt()
        kept.description = 'remarks are free'
        self.draft._as_engine().write({'state_changed_on': '2000-01-01 00:00:00'})
        attach(vals).unlink()
        self.assertEqual(kept.raw, b'1')

    def test_transitions(self):
        """S7: a state is reached by its transitions only, with who and when."""
        with self.assertRaises(UserError) as catcher:
            self.draft._set_state('approved')
        self.assertIn('Draft', str(catcher.exception))
        with self.assertRaises(UserError):
            (self.draft + self.submitted).action_submit()
        self.assertUnchanged(self.draft, state='draft')
        self.draft.action_submit()
        self.assertEqual(self.draft.state_changed_by_id, self.employee.user_id)
        self.assertTrue(self.draft.state_changed_on)

    def test_cost(self):
        """S7: the guard needs the same number of queries for 10 and for 100 records."""
        counts = []
        for number in (5, 10, 100):
            documents = self.Document.create([{'name': str(i)} for i in range(number)])
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            documents.write({'note': 'x'})
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1])
        lines = []
        for number in (10, 200):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.Line.create([{'document_id': self.draft.id, 'name': str(i)} for i in range(number)])
            lines.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(lines[1] - lines[0], 2)
