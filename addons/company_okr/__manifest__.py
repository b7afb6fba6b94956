{
    "name": "Company OKR",
    "summary": "Objectives and key results from the strategy to the appraisal, by the company's OKR regulation",
    "version": "19.0.1.0.0",
    "category": "Human Resources/Appraisals",
    "author": "Company ERP",
    "license": "LGPL-3",
    "depends": ["company_approval", "web_hierarchy"],
    "data": [
        # security
        "security/company_okr_groups.xml",
        "security/ir.model.access.csv",
        "security/company_okr_plan_security.xml",
        "security/company_okr_appraisal_security.xml",
        "security/company_okr_result_security.xml",
        # data
        "data/company_okr_type_data.xml",
        "data/company_okr_criterion_data.xml",
        "data/company_okr_grade_data.xml",
        "data/company_control_okr_plan.xml",
        "data/company_control_okr_result.xml",
        "data/company_approval_route_okr_plan.xml",
        "data/company_init_data.xml",
        # views; the menus stand first, each view file adds its own items
        "views/company_okr_menus.xml",
        "views/company_okr_cycle_views.xml",
        "views/company_okr_plan_views.xml",
        "views/company_okr_objective_views.xml",
        "views/company_okr_appraisal_views.xml",
        "views/company_okr_grading_views.xml",
        "views/company_okr_interview_views.xml",
    ],
    "application": True,
}
