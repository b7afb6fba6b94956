{
    "name": "Company Documents and Procurement",
    "summary": "Contracts and reimbursements of procurement draw their seals from the seal register",
    "version": "19.0.1.0.0",
    "category": "Productivity/Company Rules",
    "author": "Company ERP",
    "license": "LGPL-3",
    "depends": ["company_docs", "company_procurement"],
    "data": [
        "views/company_purchase_contract_views.xml",
        "views/company_purchase_violation_views.xml",
        "views/company_seal_register_views.xml",
    ],
    "auto_install": True,
}
