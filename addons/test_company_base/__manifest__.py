{
    'name': 'Test Company Rules',
    'summary': 'Small models that take the mixins of Company Rules; for tests only, never installed in production',
    'version': '19.0.1.0.0',
    'category': 'Hidden/Tests',
    'author': 'Company ERP',
    'license': 'LGPL-3',
    'depends': ['company_base'],
    'data': [
        'security/ir.model.access.csv',
        'security/test_company_base_security.xml',
        'data/company_control_data.xml',
        'report/test_document_report.xml',
    ],
}
