"""Breaking a title into lines by meaning: words whole, shape of a trapezium or lozenge (GB/T 9704 §7.3.1)."""
import re

from .layout_text import get_width

WORDS = frozenset("""
有限公司 股份 集团 责任 公司 关于 印发 转发 批转 发布 公布 下达 调整 成立 召开 举办 开展 加强 进一步 做好 推进
落实 规范 完善 修订 制定 实施 执行 贯彻 组织 申请 审批 批准 同意 任命 聘任 免去 任免 表彰 奖励 处分 处理 处罚
公示 征求 请求 拨付 购置 采购 管理 工作 制度 办法 规定 细则 条例 方案 计划 规划 意见 通知 通报 通告 公告 决定
决议 报告 请示 批复 议案 会议 纪要 函 总结 年度 季度 月份 上半年 下半年 第一 第二 第三 第四 项目 工程 建设 施工
安全 生产 质量 技术 研发 咨询 市场 经营 业务 合同 招标 投标 财务 预算 资金 经费 费用 成本 审计 税务 资产 设备
物资 材料 仓库 库存 印章 证照 公文 档案 保密 信息 系统 网络 数据 办公 综合 人力 资源 人事 员工 职工 干部 薪酬
绩效 考核 培训 招聘 劳动 社会 保险 福利 假期 放假 节日 春节 元旦 国庆 中秋 端午 清明 劳动节 领导 小组 委员会
董事会 监事会 股东 大会 总经理 董事长 部门 单位 企业 机构 中心 分公司 子公司 办公室 综合部 财务部 人力资源部
安全生产 质量管理 检查 整改 专项 活动 疫情 防控 应急 预案 演练 消防 环保 节能 降耗 服务 客户 供应商 供应 考勤
车辆 宿舍 食堂 疫苗 接种 广州 番禺 深圳 北京 上海 广东 全国 全省 全市 全体 各部门 有关 相关 问题 事项 情况 要求
事宜 需要 支持 合作 商请 协助 举行 增加 减少 变更 撤销 设立 更名 启用 停用 废止 试行 暂行 补充 汇报 反馈 提交
报送 上报 审议 通过 收购 投资 贷款 担保 租赁 转让
""".split())  # noqa: SIM905
LONGEST = max(map(len, WORDS))
NOT_FIRST = set("，。、；：？！）》〉”’〕】%,.;:?!)]}…—·的之了们％")
NOT_LAST = set("（《〈“‘〔【([{第各每约")
JOINED = re.compile(r"[0-9A-Za-z%.〔〕\-—/]")
FIGURE_UNIT = set("年月日号期次届%元万亿项名个台套批周")
BEFORE = ("关于", "印发", "转发", "进一步")


def split_title(text, width):
    """Lines of a title; breaks that the drafter set are kept.

    :param text: the title; a line feed is a break by hand
    :param width: full characters that a line holds

    >>> split_title("关于印发公文管理办法的通知", 20)
    ['关于印发公文管理办法的通知']
    >>> for line in split_title("广州某某有限公司关于进一步加强印章和证照管理工作的通知", 20): print(line)
    广州某某有限公司
    关于进一步加强印章和证照管理工作的通知
    >>> title = "广州某某有限公司关于印发《2026年度安全生产和质量管理专项检查工作方案》的通知"
    >>> for line in split_title(title, 20): print(line)
    广州某某有限公司
    关于印发《2026年度安全生产
    和质量管理专项检查工作方案》的通知
    >>> split_title("关于放假\\n的通知", 20)
    ['关于放假', '的通知']
    """
    lines = []
    for part in re.split(r"\s*\n\s*", (text or "").strip()):
        lines += _split_part(part, width)
    return lines


def _split_part(text, width):
    if get_width(text) <= width:
        return [text] if text else []
    least = int(-(-get_width(text) // width))
    choices = []
    for count in (least, least + 1):
        found = _best_lines(text, count, width)
        if found:
            choices.append((found[0] + (count - least) * 30, found[1]))
    return min(choices)[1] if choices else _split_hard(text, width)


def _best_lines(text, count, width):
    """Cheapest way to set the text in ``count`` lines: (cost, lines) or None."""
    costs = {place: cost for place, cost in _get_break_costs(text).items() if cost is not None}
    target = get_width(text) / count
    best = {0: (0, [])}
    for number in range(count):
        following = {}
        for start, (cost, lines) in best.items():
            places = [len(text)] if number == count - 1 else [place for place in costs if place > start]
            for place in places:
                line = text[start:place]
                if not line or get_width(line) > width:
                    continue
                total = cost + abs(get_width(line) - target) * 1.2 + costs.get(place, 0)
                if place not in following or total < following[place][0]:
                    following[place] = (total, [*lines, line])
        best = following
    if len(text) not in best:
        return None
    cost, lines = best[len(text)]
    return cost + _shape_cost([get_width(line) for line in lines]), lines


def _shape_cost(widths):
    """An hourglass is no good shape, neither is a last line of one or two characters."""
    waist = sum(8 for before, here, after in zip(widths, widths[1:], widths[2:]) if here < before and here < after)
    return waist + (40 if widths[-1] < 3 else 0)


def _get_break_costs(text):
    """{place: cost} of a break before the character at ``place``; None: never."""
    inner = _get_inner_places(text)
    costs, depth = {}, 0
    for place in range(1, len(text)):
        before, after = text[place - 1], text[place]
        depth += (before in "《“（") - (before in "》”）")
        figure = JOINED.match(before) and (JOINED.match(after) or after in FIGURE_UNIT)
        if after in NOT_FIRST or before in NOT_LAST or place in inner or figure:
            costs[place] = None
        else:
            costs[place] = 10 + (3 if depth > 0 else 0) - _get_bonus(text, place)
    return costs


def _get_bonus(text, place):
    before, after = text[place - 1], text[place:]
    if after.startswith("关于"):
        return 40
    if before in "，、；：》的" or after.startswith(BEFORE):
        return 8
    if after[0] in "和与及或":
        return 5
    # a place between two known words is surer than one amid unknown characters
    return 4 if text[max(0, place - 2):place] in WORDS and after[:2] in WORDS else 0


def _get_inner_places(text):
    """Places inside a known word, found by the longest match from the left."""
    inner, place = set(), 0
    while place < len(text):
        for length in range(min(LONGEST, len(text) - place), 1, -1):
            if text[place:place + length] in WORDS:
                inner.update(range(place + 1, place + length))
                place += length
                break
        else:
            place += 1
    return inner


def _split_hard(text, width):
    """A text without any place to break, such as one long word."""
    lines, line = [], ""
    for char in text:
        if line and get_width(line + char) > width:
            lines.append(line)
            line = ""
        line += char
    return [*lines, line]
