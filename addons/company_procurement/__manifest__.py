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
    ],
    "demo": [],
    "application": True,
}
