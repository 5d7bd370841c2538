"""The gallery (样例): every part and page with made-up contexts, only in a demonstration."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from duixian.portals.components import (
    contexts as show,
)
from duixian.portals.components import (
    sample_acts,
    sample_board,
    sample_case,
    sample_papers,
    samples,
)

PAGES: dict[str, tuple[str, str, Callable[[], Any]]] = {
    "desk": ("officer/desk.html", "工作台", samples.desk),
    "desk-empty": ("officer/desk.html", "工作台", samples.empty_desk),
    "cases": ("officer/cases.html", "案件", samples.cases),
    "case": ("officer/case.html", "案件", sample_case.case),
    "case-property": ("officer/case.html", "案件", sample_case.case_property),
    "act": ("officer/act.html", "案件", sample_acts.act),
    "form": ("officer/act.html", "案件", sample_acts.form),
    "bulk": ("officer/bulk.html", "案件", sample_acts.bulk),
    "bulk-done": ("officer/bulk.html", "案件", sample_acts.bulk_done),
    "import": ("officer/import.html", "导入", sample_acts.import_upload),
    "import-preview": ("officer/import.html", "导入", sample_acts.import_preview),
    "import-done": ("officer/import.html", "导入", sample_acts.import_done),
    "document": ("officer/document.html", "案件", sample_papers.document),
    "approvals": ("officer/approvals.html", "审批", sample_papers.approvals),
    "board": ("supervisor/board.html", "看板", sample_board.board),
    "matrix": ("supervisor/matrix.html", "看板", sample_board.matrix),
    "manual": ("manual/index.html", "手册", sample_papers.manual),
    "manual-act": ("manual/act.html", "手册", sample_papers.manual_act),
    "login": ("account/login.html", "", lambda: None),
    "not-found": ("404.html", "", lambda: None),
    "no-permission": ("403.html", "", lambda: None),
    "expired": ("states/expired.html", "", lambda: None),
    "error": ("500.html", "", lambda: None),
}


def _demonstration_only() -> None:
    if not getattr(settings, "DEMONSTRATION", False):
        raise Http404


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, name: str) -> HttpResponse:
    """A page template with its sample; what is posted to it changes nothing."""
    _demonstration_only()
    if name not in PAGES:
        raise Http404
    template, current, sample = PAGES[name]
    frame = {"shell": samples.shell(current)} if current else {"shell": None}
    return render(request, template, {"page": sample(), **frame})


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The parts, side by side, and the list of pages."""
    _demonstration_only()
    state = show.ClockState
    context = {
        "shell": samples.shell("", toasts=True),
        "pages": list(PAGES),
        "terms": [
            show.Term(state.MET, "已办"),
            show.Term(state.RUNNING, "剩 7 天", True),
            show.Term(state.PAUSED, "已停 9 天"),
            show.Term(state.MISSED, "逾期 5 天"),
            show.Term(state.WAITING, "未到"),
            show.Term(state.PAID, "已发放"),
        ],
        "tags": [
            show.Tag("系列案"),
            show.Tag("涉民生", "ink"),
            show.Tag("第一次拍卖", "full"),
            show.Tag("未报告财产", "late"),
            show.Tag("已付讫", "paid"),
        ],
        "colours": [
            "ink",
            "ink-deep",
            "ink-soft",
            "ink-wash",
            "verm",
            "paid",
            "text",
            "text-2",
            "text-3",
            "edge",
            "line",
            "wash",
        ],
        "ladder": sample_case.ladder(),
        "nodes": sample_case.nodes(),
        "term_bar": sample_case.term_bar(),
        "table": show.Table(
            samples.desk_columns(), samples.desk_groups()[:2], "例表", selects=True, fixed=True
        ),
        "bulk": samples.bulk_bar(),
        "refusal": sample_acts.refusal(),
        "fields": sample_acts.fields(),
        "panel": show.JournalPanel(sample_case.journal()[:3]),
        "progress": sample_acts.inquiry_progress(),
        "empty": show.Empty(
            "今天没有到期的事", "最近一件：05-19 存款冻结失效。", show.Action("看本周", "#")
        ),
        "approvals": sample_papers.approvals_list(),
    }
    return render(request, "gallery/index.html", context)


@require_GET
def options(request: HttpRequest) -> HttpResponse:
    """Answers of the sample reference field."""
    _demonstration_only()
    people = [("1", "方某平", "3499**********0017"), ("2", "方某兰", "3499**********0025")]
    word = request.GET.get("q", "")
    found = [person for person in people if word and word in person[1]]
    return render(request, "components/picker_options.html", {"options": found})


@require_GET
def paper(request: HttpRequest) -> HttpResponse:
    """What the sample document viewer shows."""
    _demonstration_only()
    preview = sample_acts.act().preview
    return render(request, "gallery/paper.html", {"paper": preview})
