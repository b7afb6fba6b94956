{
    "name": "Company Documents",
    "summary": "Incoming and outgoing official documents, red-head layout, archive, seals and certificates",
    "version": "19.0.1.0.0",
    "category": "Productivity/Company Rules",
    "author": "Company ERP",
    "license": "LGPL-3",
    "depends": ["company_approval"],
    "external_dependencies": {"python": ["python-docx", "weasyprint"]},
    "data": [
        # security
        "security/company_docs_groups.xml",
        "security/ir.model.access.csv",
        "security/company_document_kind_security.xml",
        "security/company_document_archive_security.xml",
        "security/company_document_incoming_security.xml",
        "security/company_document_issuer_security.xml",
        "security/company_document_outgoing_security.xml",
        "security/company_sealuse_security.xml",
        "security/company_seal_security.xml",
        "security/company_document_secrecy_security.xml",
        # data
        "data/company_init_data.xml",
        "data/company_init_rules_data.xml",
        "data/company_certificate_type_data.xml",
        "data/company_control_secrecy.xml",
        # views; the menus stand first, each view file adds its own items
        "views/company_docs_menus.xml",
        "views/company_document_kind_views.xml",
        "views/company_document_issuer_views.xml",
        "views/res_partner_unit_views.xml",
        "views/res_config_settings_views.xml",
        "views/company_document_outgoing_views.xml",
    ],
    "demo": [
        "demo/company_people_demo.xml",
    ],
    "application": True,
}
