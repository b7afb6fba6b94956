"""Small jobs done inside Odoo. Run as a program of its own: inside.py JOB CONFIG DATABASE JSON-ARGUMENTS."""

import json
import os
import sys

if __name__ == "__main__":
    HERE = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [path for path in sys.path if os.path.abspath(path) != HERE]

RESULT = "company-erp-result:"


def localise(env):
    """Make the first company Chinese, before anything else is installed."""
    env.ref("base.CNY").active = True
    company = env.ref("base.main_company")
    company.partner_id.write({"country_id": env.ref("base.cn").id, "tz": "Asia/Shanghai"})
    company.write({"currency_id": env.ref("base.CNY").id, "paperformat_id": env.ref("base.paperformat_euro").id})
    users = env["res.users"].with_context(active_test=False).search([])
    users.partner_id.tz = "Asia/Shanghai"


def set_language(env, code):
    """The language of every user there is and of those to come."""
    if not env["res.lang"].search([("code", "=", code)]):
        env["base.language.install"].create({"lang_ids": [(6, 0, _language(env, code).ids)]}).lang_install()
    users = env["res.users"].with_context(active_test=False).search([])
    users.partner_id.lang = code
    env["ir.default"].set("res.partner", "lang", code)


def _language(env, code):
    language = env["res.lang"].with_context(active_test=False).search([("code", "=", code)])
    if not language:
        raise SystemExit(f"Odoo has no language {code}.")
    return language


def render_assets(env):
    """Make the web client's bundles now, so that the first page and the first browser test needn't wait for it."""
    env["ir.qweb"]._pregenerate_assets_bundles()


def set_admin_password(env):
    """The password is in the environment, where a list of processes doesn't show it."""
    env.ref("base.user_admin").password = os.environ["ERP_ADMIN_PASSWORD"]


def verify_ledger(env):
    """What the ledger says of each company's chain."""
    ledger = env["company.ledger.entry"]
    companies = env["res.company"].with_context(active_test=False).search([])
    return [{**ledger._verify(company), "company": company.name} for company in companies]


JOBS = {job.__name__: job for job in (localise, set_language, render_assets, set_admin_password, verify_ledger)}


def main():
    job, config, database, arguments = sys.argv[1:5]
    import odoo.tools
    from odoo import SUPERUSER_ID, api
    from odoo.modules.registry import Registry
    from odoo.service import server

    odoo.tools.config.parse_config(["-c", config, "-d", database, "--no-http"], setup_logging=True)
    server.load_server_wide_modules()
    with Registry(database).cursor() as cursor:
        result = JOBS[job](api.Environment(cursor, SUPERUSER_ID, {}), **json.loads(arguments))
        cursor.commit()
    print(RESULT + json.dumps(result, ensure_ascii=False))


if __name__ == "__main__":
    main()
