{
    "name": "Benchmark: approvals on purchase orders",
    "summary": "Gives the purchase order the approval mixin, as OCA's purchase_tier_validation gives it tiers",
    "version": "19.0.1.0.0",
    "author": "Company ERP",
    "license": "LGPL-3",
    "category": "Hidden",
    "depends": ["company_approval", "purchase"],
}
