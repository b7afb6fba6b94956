{
    'name': 'Company Approvals',
    'summary': 'Tiered approvals for any document: routes, steps, delegation, one to-do list',
    'version': '19.0.1.0.0',
    'category': 'Productivity/Approvals',
    'author': 'Company ERP',
    'license': 'LGPL-3',
    'depends': ['company_base'],
    'data': [
        'security/company_approval_groups.xml',
        'security/ir.model.access.csv',
        'security/company_approval_security.xml',
        'data/company_control_data.xml',
        'data/ir_cron_data.xml',
    ],
    'installable': True,
}
