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
        'data/mail_templates.xml',
        'views/company_approval_views.xml',
        'views/company_approval_simulation_views.xml',
        'views/company_approval_route_views.xml',
        'views/company_approval_delegation_views.xml',
        'views/company_approval_report_views.xml',
        'views/company_todo_views.xml',
        'views/res_users_views.xml',
        'views/company_approval_menus.xml',
    ],
    'demo': [
        'demo/company_approval_delegation_demo.xml',
    ],
    'assets': {
        'web.assets_backend': [
            'company_approval/static/src/**/*',
        ],
    },
}
