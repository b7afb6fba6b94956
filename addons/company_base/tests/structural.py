"""What every addon of the house has to keep; inherit StructuralCase and set ``addon``."""
import ast
import inspect
import pathlib
import re
import unittest

import polib
from lxml import etree

from odoo.models import MAGIC_COLUMNS
from odoo.modules.module import get_module_path
from odoo.tests import TransactionCase
from odoo.tools.translate import TranslationModuleReader

PUBLIC_PREFIXES = ('action_', 'get_', 'preview_', 'render_')
MAX_FILE, MAX_FUNCTION = 300, 40


class StructuralCase(TransactionCase):
    """Subclasses set ``addon``; exceptions are named in the class attributes, so a reader sees them."""

    addon = None
    global_models = frozenset()         # models that belong to no company
    public_methods = frozenset()        # 'model.method' that are public without one of the usual prefixes
    untranslated = frozenset()          # source terms that stay as they are in Chinese
    unguarded_inverse = frozenset()     # 'model.field' whose many2many other side was reviewed

    # ------------------------------------------------------------------
    # Helpers
    # ------------------------------------------------------------------

    @classmethod
    def setUpClass(cls):
        if cls.addon is None:
            raise unittest.SkipTest("ground of the structural cases")
        super().setUpClass()

    def _addon_models(self, abstract=False):
        """Models that the addon under test defines."""
        for name in sorted(self.env.registry):
            model = self.env[name]
            if model._original_module == self.addon and (abstract or not model._abstract):
                yield model

    def _state_models(self):
        return [model for model in self._addon_models()
                if 'company.state.mixin' in self._get_parents(model)]

    def _get_parents(self, model):
        return {parent for klass in type(model).__mro__ for parent in self._as_list(getattr(klass, '_inherit', ()))}

    @staticmethod
    def _as_list(inherit):
        return [inherit] if isinstance(inherit, str) else list(inherit or ())

    # ------------------------------------------------------------------
    # Models
    # ------------------------------------------------------------------

    def test_states(self):
        """S7: every state of a transition exists, can be reached, and its client fields exist."""
        for model in self._state_models():
            if not model._transitions:
                continue
            with self.subTest(model=model._name):
                states = set(dict(model._fields['state']._description_selection(self.env)))
                named = {state for pair in model._transitions for state in pair} | {model._initial_state}
                self.assertLessEqual(named, states)
                reached, size = {model._initial_state}, 0
                while len(reached) != size:
                    size = len(reached)
                    reached |= {new for old, new in model._transitions if old in reached}
                self.assertEqual(states, reached, "states that no transition reaches")
                self.assertLessEqual(set(model._client_fields), states)
                self.assertLessEqual(set(model._client_unlink_states), states)

    def test_client_fields(self):
        """S7: client fields exist; state, who and when are never among them; copies carry client fields only."""
        for model in self._state_models():
            with self.subTest(model=model._name):
                names = {name for fields in model._client_fields.values() for name in fields}
                self.assertLessEqual(names, set(model._fields))
                self.assertFalse(names & {'state', 'state_changed_on', 'state_changed_by_id', 'create_uid'})
                start = model._client_fields.get(model._initial_state, frozenset())
                copied = {name for name, field in model._fields.items()
                          if field.copy and field.store and not field.compute
                          and name not in model._client_fields_always and name not in MAGIC_COLUMNS}
                parent = {model._client_parent_field} - {None}
                self.assertFalse(copied - start - parent, "protected fields need copy=False")

    def test_many2many_other_side(self):
        """S7: no protected many2many of a guarded model can be written from its other side."""
        for model in self._state_models():
            names = {name for fields in model._client_fields.values() for name in fields}
            for name, field in model._fields.items():
                if field.type != 'many2many' or not field.store or name in names | model._client_fields_always:
                    continue
                for inverse in self.env.registry.field_inverses[field]:
                    self.assertIn(str(inverse), self.unguarded_inverse, f"{field} can be written from {inverse}")

    def test_evidence_access(self):
        """S2: no group creates, writes or deletes evidence: findings, ledger, decisions."""
        for model in self._addon_models():
            if 'company.evidence.mixin' in self._get_parents(model):
                rows = self.env['ir.model.access'].search([('model_id.model', '=', model._name)])
                self.assertTrue(rows, model._name)
                self.assertFalse(rows.filtered(lambda row: row.perm_write or row.perm_create or row.perm_unlink),
                                 model._name)

    def test_access_and_rules(self):
        """S6: every model has an access row; every model of a company has the company rule."""
        rules = self.env['ir.rule'].search([('groups', '=', False)])
        for model in self._addon_models():
            with self.subTest(model=model._name):
                self.assertTrue(self.env['ir.model.access'].search_count(
                    [('model_id.model', '=', model._name)], limit=1))
                if model._transient or model._name in self.global_models:
                    continue
                self.assertIn('company_id', model._fields)
                own = rules.filtered(lambda rule, model=model: rule.model_id.model == model._name)
                self.assertTrue(any('company_id' in (rule.domain_force or '') for rule in own), "no company rule")

    def test_wizard_links(self):
        """S6: every dialog checks the read right on what its client links it to."""
        for model in self._addon_models():
            if model._transient:
                self.assertIn("company.wizard.mixin", self._get_parents(model), model._name)

    def test_company_field(self):
        """S6: the company is required and indexed, and links are checked against it."""
        for model in self._addon_models():
            if model._transient or model._name in self.global_models:
                continue
            with self.subTest(model=model._name):
                field = model._fields['company_id']
                self.assertTrue(field.required or field.related, "company_id is required")
                self.assertTrue(field.index or not field.store, "company_id is indexed")
                self.assertTrue(model._check_company_auto, "_check_company_auto")

    def test_inverse_indexes(self):
        """S2: every inverse of a one2many of the addon is indexed."""
        for model in self._addon_models():
            for field in model._fields.values():
                if field.type == 'one2many' and field.inverse_name and field.store is False and not field.related:
                    inverse = self.env[field.comodel_name]._fields.get(field.inverse_name)
                    if inverse is not None and inverse._module == self.addon and inverse.type == 'many2one':
                        self.assertTrue(inverse.index, f"{inverse} is the inverse of {field} and has no index")

    # ------------------------------------------------------------------
    # Public methods
    # ------------------------------------------------------------------

    def test_public_methods(self):
        """S7: what RPC can call is named as an action or getter and says what it does."""
        for model in self._addon_models(abstract=True):
            for klass in type(model).__mro__:
                if not (klass.__module__ or '').startswith(f'odoo.addons.{self.addon}.'):
                    continue
                for name, function in vars(klass).items():
                    if (not inspect.isfunction(function) or name.startswith('_')
                            or self._is_override(klass, model, name)):
                        continue
                    with self.subTest(method=f'{model._name}.{name}'):
                        self.assertTrue(function.__doc__, "a public method has a docstring")
                        self.assertTrue(name.startswith(PUBLIC_PREFIXES)
                                        or f'{model._name}.{name}' in self.public_methods, "unreviewed public method")

    @staticmethod
    def _is_override(klass, model, name):
        mro = type(model).__mro__
        return any(name in vars(base) for base in mro[mro.index(klass) + 1:]
                   if not (base.__module__ or '').startswith(klass.__module__.rsplit('.', 2)[0]))

    def test_view_buttons(self):
        """S7: every button of a view is a public method of its model."""
        views = self.env['ir.ui.view'].search([('model_data_id.module', '=', self.addon), ('type', '!=', 'qweb')])
        for view in views:
            for button in etree.fromstring(view.arch).iter('button'):
                name = button.get('name') or ''
                if button.get('type') != 'object' or not name:
                    continue
                with self.subTest(view=view.xml_id, button=name):
                    self.assertFalse(name.startswith('_'))
                    model = self._get_button_model(view, button)
                    self.assertTrue(model is None or callable(getattr(type(model), name, None)),
                                    f"{name} is not a method of {model and model._name}")

    def _get_button_model(self, view, button):
        """Model of the (sub)view that a button stands in; None when it can't be told from this arch alone."""
        model = self.env.get(view.model)
        for parent in reversed(list(button.iterancestors('field'))):
            field = model._fields.get(parent.get('name')) if model is not None else None
            if field is None or not field.relational:
                return None if view.inherit_id or parent.get('position') else model
            model = self.env[field.comodel_name]
        return model

    # ------------------------------------------------------------------
    # Language and size
    # ------------------------------------------------------------------

    def test_translations(self):
        """S5: every term of the addon has a Chinese translation, none is fuzzy."""
        path = pathlib.Path(get_module_path(self.addon), 'i18n', 'zh_CN.po')
        catalogue = polib.pofile(str(path))
        self.assertFalse([entry.msgid for entry in catalogue.fuzzy_entries()])
        done = {entry.msgid: entry.msgstr for entry in catalogue if entry.msgstr}
        terms = {row[1] for row in TranslationModuleReader(self.env.cr, modules=[self.addon])._to_translate}
        missing = sorted(term for term in terms - done.keys() - self.untranslated if re.search('[A-Za-z]{2}', term))
        self.assertFalse(missing, f"{len(missing)} terms without a Chinese translation")
        for term in terms & done.keys():
            self.assertEqual(
                sorted(re.findall(r'%\(\w+\)[sd]', term)), sorted(re.findall(r'%\(\w+\)[sd]', done[term])), term)

    def test_sizes(self):
        """The house: files up to 300 lines, functions up to 40."""
        for path in pathlib.Path(get_module_path(self.addon)).rglob('*.py'):
            if 'tests' in path.parts:
                continue
            text = path.read_text()
            self.assertLessEqual(text.count('\n'), MAX_FILE, path.name)
            for node in ast.walk(ast.parse(text)):
                if isinstance(node, ast.FunctionDef):
                    self.assertLessEqual(node.end_lineno - node.lineno + 1, MAX_FUNCTION, f'{path.name}: {node.name}')
