"""The answers to a table of claims (计算结果) as a workbook: results, steps, provisions, faults."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from duixian.kernel.findings import Refusal
from duixian.law import asking
from duixian.portals.calculators.claims_table import ClaimRow, Fault, Table
from duixian.portals.calculators.layouts_of_interest import INTEREST
from duixian.portals.calculators.questions import path_of
from duixian.portals.calculators.views import fault_words

_AMOUNTS = ("base", "doubled_part", "ordinary", "old_rule_interest", "total_due", "paid")
_OWED = ("costs", "principal", "ordinary", "old_rule", "doubled")
_HEADS = (
    "行", "编号", "金钱债务", "履行期限届满日", "计至", "加倍部分债务利息", "一般债务利息",
    "旧规定迟延履行利息", "应付合计", "已付", "尚欠费用", "尚欠本金", "尚欠一般利息", "尚欠旧规定利息",
    "尚欠加倍部分", "尚欠合计", "条文未明说的",
)  # fmt: skip


def check(table: Table) -> dict[int, dict[str, Any]]:
    """The answer of every claim by its row; what the law refuses becomes a fault of the table."""
    answers: dict[int, dict[str, Any]] = {}
    for claim in list(table.claims):
        try:
            answers[claim.row] = asking.ask(INTEREST.tool, json.dumps(claim.question))
        except Refusal as refusal:
            path = path_of(refusal.field or "")
            value = _value_at(claim.question, path)
            table.fault(claim.row, path, value, fault_words(INTEREST, refusal))
            table.claims.remove(claim)
    table.faults.sort(key=lambda fault: fault.row)
    return answers


def _value_at(question: Any, path: str) -> str:
    """What stands at a path of a question, as text; empty for a group or a list."""
    found = question
    for part in path.split("."):
        if isinstance(found, list) and part.isdigit() and int(part) < len(found):
            found = found[int(part)]
        elif isinstance(found, Mapping):
            found = found.get(part, "")
        else:
            return ""
    return "" if isinstance(found, list | dict) else str(found)


def packed(table: Table) -> str:
    """The table as text that travels in the page, since nothing of it is kept."""
    claims = [[each.row, each.id, each.question] for each in table.claims]
    faults = [list(asdict(each).values()) for each in table.faults]
    return json.dumps({"claims": claims, "faults": faults}, ensure_ascii=False)


def unpacked(text: str, most: int) -> Table:
    """The table again. Refusal `calculators.list_damaged` for what we did not pack."""
    try:
        found = json.loads(text)
        table = Table(
            [ClaimRow(_row(row), str(name), dict(asked)) for row, name, asked in found["claims"]],
            [Fault(_row(fault[0]), *map(str, fault[1:])) for fault in found["faults"]],
        )
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError) as error:
        raise _damaged() from error
    if not table.claims or len(table.claims) + len(table.faults) > most * 40:
        raise _damaged()
    if len(table.claims) > most:
        raise _damaged()
    return table


def _row(value: Any) -> int:
    if not isinstance(value, int) or not 0 < value < 1_048_577:
        raise ValueError(value)
    return value


def _damaged() -> Refusal:
    return Refusal(
        "calculators.list_damaged",
        _("没有收到要计算的清单"),
        cure=_("回到上传页，重新选择文件"),
        field="file",
    )


def workbook(table: Table, answers: Mapping[int, Mapping[str, Any]]) -> bytes:
    """The workbook. Amounts are numbers, so that they add; text never becomes a formula."""
    content = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    writer = _Writer(xlsxwriter.Workbook(content, options))
    done = [(claim, answers[claim.row]) for claim in table.claims if claim.row in answers]
    writer.sheet("结果", _HEADS, (_result(claim, answer) for claim, answer in done), freeze=2)
    step_heads = ("行", "编号", "序", "项目", "算式", "结果", "依据")
    writer.sheet("步骤", step_heads, _steps(done), (8, 20, 6, 46, 46, 16, 40))
    provision_heads = ("条文键名", "文件", "条", "内容", "施行", "把握")
    writer.sheet("条文", provision_heads, _provisions(done), (28, 40, 20, 40, 14, 14))
    if table.faults:
        faults = ([each.row, each.column, each.value, each.words] for each in table.faults)
        writer.sheet("没有计算", ("行", "列", "现在写的", "问题、怎样改"), faults, (8, 20, 24, 70))
    writer.book.close()
    return content.getvalue()


def _result(claim: ClaimRow, answer: Mapping[str, Any]) -> list[Any]:
    asked, owed = claim.question, answer["outstanding"]
    first = [claim.row, claim.id, *(asked[name] for name in ("base", "performance_due", "until"))]
    first[2] = Decimal(asked["base"])
    sums = [Decimal(answer[name]) for name in _AMOUNTS[1:]]
    left = [Decimal(owed[name]) for name in _OWED]
    questions = " ".join(str(each) for each in answer["open_questions"])
    return [*first, *sums, *left, Decimal(answer["outstanding_total"]), questions]


def _steps(done: Sequence[tuple[ClaimRow, Mapping[str, Any]]]) -> Iterator[list[Any]]:
    for claim, answer in done:
        titles = {each["key"]: _where(each) for each in answer["provisions"]}
        for place, step in enumerate(answer["steps"], 1):
            rests_on = "；".join(titles[key] for key in step["provisions"] if key in titles)
            formula = step["formula"] or "，".join(
                f"{name} {value}" for name, value in step["inputs"].items()
            )
            yield [claim.row, claim.id, place, step["label"], formula, step["value"], rests_on]


def _where(provision: Mapping[str, Any]) -> str:
    return f"{provision['document']} {provision['article']}".strip()


def _provisions(done: Sequence[tuple[ClaimRow, Mapping[str, Any]]]) -> Iterator[list[Any]]:
    seen = {}
    for _claim, answer in done:
        for each in answer["provisions"]:
            seen[(each["key"], each["in_force_from"])] = each
    for (key, since), each in sorted(seen.items()):
        sure = "已对原文" if each["certainty"] == "text seen" else "条号待核对"
        yield [key, each["document"], each["article"], each["title"], since, sure]


class _Writer:
    """Writes sheets row by row into one workbook."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.book = book
        self.head = book.add_format(
            {"bold": True, "bg_color": "#E8EDF3", "bottom": 1, "text_wrap": True, "valign": "top"}
        )
        self.amount = book.add_format({"num_format": "#,##0.00"})

    def sheet(
        self,
        name: str,
        heads: Sequence[str],
        rows: Iterator[list[Any]],
        widths: Sequence[int] = (),
        freeze: int = 0,
    ) -> None:
        sheet = self.book.add_worksheet(name)
        for at, head in enumerate(heads):
            sheet.write_string(0, at, head, self.head)
            sheet.set_column(at, at, widths[at] if widths else (8 if at == 0 else 17))
        sheet.freeze_panes(1, freeze)
        for line, row in enumerate(rows, 1):
            for at, value in enumerate(row):
                if isinstance(value, Decimal):
                    sheet.write_number(line, at, value, self.amount)
                elif isinstance(value, int):
                    sheet.write_number(line, at, value)
                else:
                    sheet.write_string(line, at, str(value)[:32_000])
