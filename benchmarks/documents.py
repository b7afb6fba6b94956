"""List and full-text search of official documents for the user with the fewest rights."""

from lxml import etree

from . import measure, sample
from .purchase_report import _copy
from .result import Result

SIZES = (5_000, 50_000)
PAGE = 80
LIMIT = 1.3
TITLES = ("关于开展第{n}次安全生产大检查的通知", "关于报送{n}号项目进度情况的报告", "关于商请支持{n}标段建设的函",
          "关于调整{n}组人员分工的决定", "关于{n}号地块消防整改工作的意见")
BODY = ("为贯彻落实公司年度工作会议精神,进一步压实各部门责任,现就有关事项通知如下:一、提高认识,加强组织领导。"
        "二、突出重点,全面排查隐患。三、严格时限,按期报送结果。请各单位遵照执行。")


METHOD = f"""First page of {PAGE} rows of the list of outgoing documents with every column of its view and the total \
(`web_search_read`), and a full-text search over outgoing documents with snippets, for an employee who may read about \
a tenth: his own drafts, what was circulated to him, public ones; a tenth of all is classified above his clearance. \
Beside it, round by round, the same calls of the superuser, whom no rule limits. *The same rows*: with a filter that \
finds what the employee sees, so that both sides find, count and read the same documents; this is what the rules cost. \
*All*: without any filter, the cheapest list there is: it reads the newest rows from the primary key and counts no \
further than 10,001, whereas those of the employee have to be found among all. The search compares with all documents, \
of which more match."""


def run(ground, rounds=25):
    return measure_all(ground.database("ours_documents", ("company_docs",)), rounds)


def measure_all(database, rounds):
    with measure.environment(database) as env:
        users, document = _people(env)
        page = _page(env)
    result = Result("Official documents", METHOD, (
        "documents", "rows of the employee", "employee list ms", "same rows by filter ms", "list of all ms",
        "employee search ms", "search of all ms", "list queries", "search queries"))
    found, filled = [], 1
    for size in SIZES:
        with measure.environment(database) as env:
            _fill(env, document, users, size - filled)
        filled = size
        measure.vacuum(database, "company_document_outgoing", "company_document_text",
                       "company_document_outgoing_res_users_rel")
        found.append(_measure(result, database, users[0], page, size, rounds))
    ratios = found[-1][0]
    for name, reference, text in (("own", "filter", "list at most {}× the same rows by a filter"),
                                  ("own", "all", "list at most {}× the list of all, which nothing has to be found for"),
                                  ("search", "search_all", "search at most {}× the search of all")):
        ratio = ratios[name, reference]
        result.target(text.format(LIMIT), f"{ratio:.2f}×", ratio <= LIMIT)
    result.target("same number of queries", ", ".join(f"{row[1]:.0f}+{row[2]:.0f}" for row in found),
                  len({row[1:] for row in found}) == 1)
    return result


def _measure(result, database, user, page, size, rounds):
    def listed(uid, domain=()):
        return measure.timed(
            database, uid, "company.document.outgoing", "web_search_read", **{**page, "domain": list(domain)})

    def searched(uid):
        return measure.timed(database, uid, "company.document.search", "get_results", "消防整改", [], 80)

    contestants = {
        "own": lambda _number: listed(user), "filter": lambda _number: listed(1, _filter(user)),
        "all": lambda _number: listed(1),
        "search": lambda _number: searched(user), "search_all": lambda _number: searched(1)}
    calls = measure.interleave(contestants, rounds, warm_up=3)
    rows = calls["own"][0].result["length"]
    assert 0 < rows < size / 3 and rows == calls["filter"][0].result["length"], rows
    assert 0 < calls["search"][0].result["length"] < calls["search_all"][0].result["length"]
    queries = measure.queries(calls["own"]), measure.queries(calls["search"])
    result.row(f"{size:,}", f"{rows:,}", *(measure.milliseconds(calls[name]) for name in contestants), *queries)
    ratios = {(one, other): measure.ratio(calls[one], calls[other])
              for one, other in (("own", "filter"), ("own", "all"), ("search", "search_all"))}
    return ratios, *queries


def _filter(user):
    """The rows that the rules leave to this user, as somebody would filter for them."""
    return [("secrecy_level", "<", 2), "|", "|", "|", ("drafter_id", "=", user), ("reader_ids", "in", [user]),
            ("approval_user_ids", "in", [user]),
            "&", ("secrecy_level", "=", 0), ("state", "in", ["dispatched", "archived"])]


def _people(env, prefix="bench_reader"):
    users = [sample.make_user(env, f"{prefix}{number}") for number in range(30)]
    document = env["company.document.outgoing"].with_user(users[0]).create({
        "title": "Benchmark", "body": BODY,
        "kind_id": env["company.document.kind"].search([("code", "=", "tongzhi")], limit=1).id})
    env.flush_all()
    return users, document.id


def _page(env):
    model = env["company.document.outgoing"]
    arch = etree.fromstring(model.get_views([(False, "list")])["views"]["list"]["arch"])
    names = dict.fromkeys(node.get("name") for node in arch.iterfind("./field"))
    specification = {name: {"fields": {"display_name": {}}} if model._fields[name].type == "many2one" else {}
                     for name in names if model._fields[name].type not in ("one2many", "many2many")}
    return {"domain": [], "specification": specification, "limit": PAGE, "count_limit": 10001}


def _fill(env, document, users, count):
    """Copies of one document with other titles, drafters, classes and readers, and their searchable texts."""
    from odoo.addons.company_docs.engine.search import tokens

    cursor = env.cr
    env.flush_all()
    titles = ", ".join("'" + title.replace("{n}", "' || n || '") + "'" for title in TITLES)
    _copy(cursor, "company_document_outgoing", f"id = {document}", count, {
        "id": "nextval('company_document_outgoing_id_seq')", "name": "'B' || n || '-' || txid_current()",
        "draft_no": "'NB' || n || '-' || txid_current()", "drafter_id": f"(ARRAY{users})[n %% 30 + 1]",
        "title": f"(ARRAY[{titles}])[n %% 5 + 1]", "state": "'dispatched'",
        "secrecy": "CASE WHEN n %% 22 = 0 THEN 'public' WHEN n %% 11 = 1 THEN 'secret' ELSE 'internal' END",
        "secrecy_level": "CASE WHEN n %% 22 = 0 THEN 0 WHEN n %% 11 = 1 THEN 2 ELSE 1 END",
        "signed_on": "DATE '2020-01-01' + n %% 2000"})
    cursor.execute(
        "INSERT INTO company_document_outgoing_res_users_rel (company_document_outgoing_id, res_users_id) "
        "SELECT d.id, (%s::int[])[(d.id * k) %% 30 + 1] FROM company_document_outgoing d "
        "CROSS JOIN (VALUES (7), (11)) AS reader (k) WHERE d.name LIKE 'B%%' ON CONFLICT DO NOTHING", [users])
    cursor.execute(
        "SELECT id, title FROM company_document_outgoing d WHERE NOT EXISTS (SELECT FROM company_document_text t "
        "WHERE t.res_model = 'company.document.outgoing' AND t.res_id = d.id)")
    body = tokens(BODY)
    for chunk in _chunks(cursor.fetchall(), 2000):
        rows = [(env.company.id, "company.document.outgoing", id_, f"{title}\n{BODY}",
                 " ".join(sorted(body | tokens(title)))) for id_, title in chunk]
        cursor.execute_values(
            "INSERT INTO company_document_text (company_id, res_model, res_id, text, tokens) VALUES %s", rows)


def _chunks(rows, size):
    for start in range(0, len(rows), size):
        yield rows[start:start + size]
