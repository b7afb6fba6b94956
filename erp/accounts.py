"""The demo company's accounts, as bin/erp serve prints them. The password is the login."""

DEMO = (
    ("zhang.eng", "工程部工程师：填材料申购单"),
    ("li.eng", "工程部负责人：审批申购单"),
    ("liu.buy", "采购部负责人：派单"),
    ("wang.buy", "采购人：询价、比价、定标"),
    ("chen.price", "核价人：核价"),
    ("zhou.fin", "财务负责人"),
    ("wu.gm", "总经理"),
    ("zheng.chair", "董事长"),
    ("sun.wh", "库管员"),
    ("he.legal", "法务"),
    ("feng.office", "办公室"),
    ("lv.hr", "绩效管理"),
    ("audit", "内审：只读"),
    ("supplier1", "供应商（门户）：在线报价"),
    ("supplier2", "供应商（门户）：提过问"),
    ("admin", "系统管理员"),
)


def table(logins):
    """The lines for those of the accounts that exist."""
    return [f"    {login:<12} {role}" for login, role in DEMO if login in logins]
