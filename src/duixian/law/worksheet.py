"""An answer of the law for a person (计算书): result, steps, provisions, in plain Chinese text."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from duixian.law.asking import find

# Codes of the JSON as people read them.
_WORDS = {
    "ordinary": "一般",
    "old": "旧规定",
    "doubled": "加倍部分",
    "day": "日",
    "working_day": "工作日",
    "month": "月",
    "year": "年",
    "procedural": "诉讼期间",
    "measure": "措施期限",
    "execution": "执行申请费",
    "preservation": "保全申请费",
    "deposit": "存款",
    "movable": "动产",
    "vehicle": "车辆",
    "immovable": "不动产",
    "other_right": "其他财产权",
    "online": "网络拍卖",
    "traditional": "传统拍卖",
    "sale": "变卖",
    "person": "自然人或者其他组织",
    "company": "企业法人",
    "secured": "担保债权",
    "priority": "优先债权",
    "other": "其他",
    "filed": "已报告",
    "late": "逾期报告",
    "false": "虚假报告",
    "refused": "拒绝报告",
    "none": "未报告",
    "waiting": "期限未满",
    "final": "已生效",
    "pending": "诉讼中",
    "untitled": "没有",
    "civil": "民事债务",
    "tax": "税款",
    "medical": "人身损害医疗费用",
    "restitution": "退赔被害人",
    "fine": "罚金",
    "confiscation": "没收财产",
    "last": "列后",
    "with_debt": "并入债权",
    "priority_claim": "优先债权执行法院",
    "first_waiting": "首个轮候查封执行法院",
    "direct_sale": "不经拍卖的变卖",
    "agreement": "当事人议价",
    "directed": "定向询价",
    "network": "网络询价",
    "priced": "已得出价格",
    "failed": "未得出价格",
    "unquestioned": "无异议",
    "rejected": "异议被驳回",
    "corrected": "已补正",
    "sold": "成交",
    "unsold": "未成交",
    "withdrawn": "撤回",
    "renewed": "重新出具",
    "replaced": "另行委托",
    "reference_price": "处置参考价",
    "household_goods": "家庭生活必需物品",
    "living_costs": "必需生活费用",
    "income": "收入",
    "education": "义务教育物品",
    "unpublished_work": "未公开的发明、未发表的著作",
    "disability_aid": "残疾辅助工具",
    "medal": "勋章、荣誉物品",
    "treaty": "依条约豁免的财产",
    "wage_account": "农民工工资专户、保证金",
    "other_by_law": "依法豁免的其他财产",
    "home": "居住房屋",
    "expiry-excluded": "届满当日不计、付款当日计入",
    "both-ends": "两端都计入",
    "neither-end": "两端都不计",
    "debt-first": "先本后息",
    "side-by-side": "本息并还",
    "bearing-first": "先抵减计息本金",
    "bearing-last": "后抵减计息本金",
    "running": "照计",
    "stopped": "不计",
    "by-length": "随迟延的长度",
    "following": "随调整",
    "as-at-start": "起算日利率不变",
    "highest": "最高利率",
    "as-reply": "按批复口径",
    "reply": "按批复加倍",
    "award-once-more": "按判决利率再计一倍",
    "benchmark-once": "另加一倍基准利率",
    "paid": "债务人给付",
    "transferred": "划拨、提取",
    "auction": "拍卖",
    "debt_for_asset": "以物抵债",
    "principal": "本金",
    "costs": "费用",
    "price": "价款",
    "damages": "损害赔偿",
    "compensation": "补偿款",
    "lawyer_fee": "判项中的律师费",
    "fixed_penalty": "固定数额的违约金",
    "periodic_penalty": "按期间计算的违约金",
    "interest": "已确定数额的利息",
    "penalty_interest": "罚息",
    "compound_interest": "复利",
    "court_costs": "案件受理费",
    "preservation_fee": "保全申请费",
    "published": "公布的中间价",
    "bank": "境内银行中间价",
    "cross_usd": "通过美元套算",
    "retrial": "再审",
    "review": "非因被执行人申请的审查",
    "bankruptcy": "破产受理",
    "debtor_request": "被执行人申请",
    "settlement": "执行和解",
    "no_property": "没有财产",
    "appraisal": "评估、拍卖",
    "benchmark": "贷款基准利率",
    "termination": "终结本次执行程序",
}
CODES = ("key", "provisions")  # columns for programs, left out of a person's rows
REASONS = ("steps", "provisions", "open_questions", "rule", "rule_version")


def worksheet(name: str, question: Mapping[str, Any], answer: Mapping[str, Any]) -> str:
    """The worksheet of one question and its answer, ready to be annexed to a file."""
    tool = find(name)
    lines = [f"{tool.title}计算书", ""]
    lines += ["一、已知", *_fields(tool.question, question, 1)]
    results = {key: value for key, value in answer.items() if key not in REASONS}
    lines += ["", "二、结果", *_fields(tool.answer_model, results, 1)]
    lines += ["", "三、计算步骤", *_steps(answer["steps"])]
    lines += ["", "四、依据", *_provisions(answer["provisions"])]
    if answer["rule_version"]:
        lines.append(f"  规则 {answer['rule']}，版本 {answer['rule_version']}")
    if answer["open_questions"]:
        lines += ["", "五、条文未明说的", *(f"  {each}" for each in answer["open_questions"])]
    return "\n".join(lines) + "\n"


def _steps(steps: list[Mapping[str, Any]]) -> Iterator[str]:
    for number, step in enumerate(steps, 1):
        formula = f"  {step['formula']}" if step["formula"] else ""
        yield f"  {number}. {step['label']}{formula}  ＝ {step['value']}"
        inputs = "，".join(f"{key} {value}" for key, value in step["inputs"].items())
        if inputs:
            yield f"     （{inputs}）"


def _provisions(provisions: list[Mapping[str, Any]]) -> Iterator[str]:
    if not provisions:
        yield "  （无）"
    for each in provisions:
        doubt = "" if each["certainty"] == "text seen" else "〔条号待核对〕"
        yield f"  § {each['document']} {each['article']}（{each['title']}）{doubt}"


def inner_model(annotation: Any) -> type[BaseModel] | None:
    """The model inside an annotation such as `Model | None` or `list[Model]`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if typing.get_origin(annotation) in (list, typing.Union, types.UnionType):
        for part in typing.get_args(annotation):
            found = inner_model(part)
            if found is not None:
                return found
    return None


def _fields(model: type[BaseModel], values: Mapping[str, Any], depth: int) -> Iterator[str]:
    indent = "  " * depth
    for name, field in model.model_fields.items():
        key = field.alias or name
        if key not in values:
            continue
        title = field.title or name
        value = values[key]
        inner = inner_model(field.annotation)
        if inner is not None and isinstance(value, Mapping):
            yield f"{indent}{title}："
            yield from _fields(inner, value, depth + 1)
        elif inner is not None and isinstance(value, list):
            yield f"{indent}{title}："
            for row in value:
                yield f"{indent}  {_row(inner, row)}"
        else:
            yield f"{indent}{title}：{_plain(value)}"


def _row(model: type[BaseModel], row: Mapping[str, Any]) -> str:
    cells = []
    for name, field in model.model_fields.items():
        value = row.get(field.alias or name)
        if name not in CODES and value not in (None, "", []):
            cells.append(f"{field.title or name} {_plain(value).rstrip('。')}")
    return "，".join(cells)


def _plain(value: Any) -> str:
    if value is None or value == "":
        return "无"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(_plain(each) for each in value) or "无"
    if isinstance(value, Mapping):
        return "，".join(f"{_plain(key)} {_plain(each)}" for key, each in value.items())
    return _WORDS.get(str(value), str(value))


def in_words(value: Any) -> str:
    """A value of a question or an answer as people read it: 是, 旧规定, 无."""
    return _plain(value)
