{
    'name': 'Company Approvals: example document',
    'summary': 'A ten-line document with approval; proves that any model can take it. For tests only.',
    'version': '19.0.1.0.0',
    'category': 'Hidden/Tests',
    'author': 'Company ERP',
    'license': 'LGPL-3',
    'depends': ['company_approval'],
    'data': [
        'security/ir.model.access.csv',
        'security/test_company_approval_security.xml',
        'views/company_test_request_views.xml',
    ],
    'assets': {
        'web.assets_tests': [
            'test_company_approval/static/tests/tours/**/*',
        ],
    },
}
