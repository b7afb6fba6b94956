"""Small jobs done inside Odoo. Run as a program of its own: inside.py JOB CONFIG DATABASE JSON-ARGUMENTS."""

import json
import os
import sys

if __name__ == "__main__":
    HERE = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [path for path in sys.path if os.path.abspath(path) != HERE]

RESULT = "company-erp-result:"


def localise(env):
    """A Chinese company before anything else is installed: the chart of accounts and the currency follow from it."""
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


def verify_ledger(env):
    """One line for each company: how many entries, and the first break if there is one."""
    ledger = env["company.ledger.entry"]
    lines = []
    for company in env["res.company"].search([]):
        problem = ledger._verify(company)
        lines.append({"company": company.name, "entries": ledger.search_count([("company_id", "=", company.id)]),
                      "result": problem if isinstance(problem, (dict, list, str, bool, int)) else str(problem)})
    return lines


JOBS = {job.__name__: job for job in (localise, set_language, render_assets, verify_ledger)}


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
