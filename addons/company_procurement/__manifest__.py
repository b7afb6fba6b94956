{
    "name": "Company Procurement",
    "summary": "Purchase requests, three-quote sourcing, price checks and awards by the company's purchase regulations",
    "version": "19.0.1.0.0",
    "category": "Supply Chain/Purchase",
    "author": "Company ERP",
    "license": "LGPL-3",
    "depends": ["company_approval", "purchase_stock", "purchase_requisition", "account", "portal"],
    "data": [
        # security
        "security/company_procurement_groups.xml",
        "security/ir.model.access.csv",
        "security/company_purchase_request_security.xml",
        "security/company_purchase_sourcing_security.xml",
        # data
        "data/company_init_data.xml",
        "data/company_purchase_category_data.xml",
        "data/company_control_request_data.xml",
        "data/company_control_sourcing.xml",
        "data/product_data.xml",
        "data/company_approval_route_data.xml",
        "data/ir_cron_data.xml",
        # report
        "report/company_purchase_request_templates.xml",
        "report/company_purchase_sourcing_templates.xml",
        # views
        "wizards/company_purchase_request_wizard_views.xml",
        "wizards/company_purchase_sourcing_wizard_views.xml",
        "views/company_purchase_request_views.xml",
        "views/company_purchase_request_line_views.xml",
        "views/company_purchase_category_views.xml",
        "views/company_purchase_dispatch_rule_views.xml",
        "views/hr_department_views.xml",
        "views/product_template_views.xml",
        "views/res_config_settings_views.xml",
        "views/purchase_order_views.xml",
        "views/res_partner_views.xml",
        "views/company_procurement_menus.xml",
        "views/company_purchase_sourcing_views.xml",
    ],
    "assets": {
        "web.assets_backend": [
            "company_procurement/static/src/**/*",
        ],
    },
    "demo": [],
    "application": True,
}
