"""Import of a case list (导入): upload, preview with each problem, progress, summary."""

from __future__ import annotations

from typing import Any, Literal
from urllib.parse import quote

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from duixian.contexts.cases import importing, queries_import
from duixian.contexts.cases.acts_import import CancelImport, StartImport
from duixian.contexts.cases.models_import import ImportBatch
from duixian.contexts.cases.queries_import import ImportCounts
from duixian.contexts.cases.spreadsheet.refusals import MOST_BYTES, refuse
from duixian.contexts.record.doing import do
from duixian.contexts.record.viewing import viewing
from duixian.kernel import clock
from duixian.kernel.findings import Refusal
from duixian.kernel.money import Fen
from duixian.portals.components import contexts as show
from duixian.portals.shell import shell, tell
from duixian.portals.viewer import actor_of, page

PROBLEMS_A_PAGE = 30
SAMPLE_ROWS = 8
EARLIER = 20
_UNDER_WAY = (ImportBatch.State.CHECKING, ImportBatch.State.RUNNING)
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _shown(request: HttpRequest, context: show.ImportPage, status: int = 200) -> HttpResponse:
    return render(
        request,
        "officer/import.html",
        {"page": context, "shell": shell(request, "import")},
        status=status,
    )


@page("GET", "POST")
def imports(request: HttpRequest) -> HttpResponse:
    """Choose a list to bring, and see those brought before."""
    if request.method != "POST":
        return _shown(request, _upload_page(request))
    try:
        batch_id = _bring(request)
    except Refusal as refusal:
        with viewing(actor_of(request)):
            words = f"{refusal.message}{refusal.cure}"
            return _shown(request, _upload_page(request, error=words), status=422)
    return HttpResponseRedirect(reverse("officer:import", args=[batch_id]))


def _bring(request: HttpRequest) -> int:
    given = request.FILES.get("file")
    if not isinstance(given, UploadedFile) or not given.name:
        raise Refusal(
            "cases.file_missing", "没有选择文件。", cure="选择 .xlsx 或 .csv 文件后再上传。"
        )
    if (given.size or 0) > MOST_BYTES:
        raise refuse("too_big", size=(given.size or 0) >> 20, most=MOST_BYTES >> 20)
    return importing.upload(given.read(), given.name, by=actor_of(request))


def _upload_page(request: HttpRequest, error: str = "") -> show.ImportPage:
    brought = queries_import.batches_of(actor_of(request).court_id)[:EARLIER]
    rows = [
        show.Row(
            [
                each.uploaded_at,
                show.Link(each.file_name, reverse("officer:import", args=[each.pk])),
                each.get_state_display(),
                queries_import.counts(each.pk).imported,
                queries_import.counts(each.pk).refused,
            ],
            href=reverse("officer:import", args=[each.pk]),
        )
        for each in brought
    ]
    return show.ImportPage(
        "upload",
        reverse("officer:imports"),
        limits=_(".xlsx、.xls 或 .csv，不超过 %(size)s MB") % {"size": MOST_BYTES >> 20},
        accept=".xlsx,.xls,.csv",
        error=error,
        template_href=reverse("officer:import_template"),
        earlier=show.Table(
            [
                show.Column(_("时间"), "moment"),
                show.Column(_("文件")),
                show.Column(_("状态")),
                show.Column(_("导入"), "num"),
                show.Column(_("有问题"), "num"),
            ],
            [show.Group(rows)],
            _("以前的导入"),
        )
        if rows
        else None,
    )


@page()
def batch(request: HttpRequest, batch_id: int) -> HttpResponse:
    """A list that was brought: its preview, its progress, or what became of it."""
    return _shown(request, _batch_page(request, batch_id))


def _batch_page(request: HttpRequest, batch_id: int) -> show.ImportPage:
    found = queries_import.batch(batch_id, actor_of(request))
    counts = queries_import.counts(found.pk)
    state = ImportBatch.State
    running = found.state in _UNDER_WAY
    unreadable = found.state == state.UNREADABLE
    finished = found.state in (state.DONE, state.CANCELLED)
    offset = max(0, int(request.GET.get("from", "0") or 0)) if _is_number(request) else 0
    problems = queries_import.problems(found.pk, offset=offset, limit=PROBLEMS_A_PAGE)
    return show.ImportPage(
        _step(found),
        reverse("officer:imports"),
        found.file_name,
        rows_total=counts.cases,
        rows_clean=counts.imported if finished else counts.clean + counts.imported,
        rows_repeated=counts.duplicates,
        rows_bad=counts.refused,
        matches=[_match(each) for each in found.headings],
        problems=[_problem(each) for each in problems.items],
        problems_pages=_pages(offset, len(problems.items), problems.total),
        sample=None if finished else _sample(found.pk),
        confirm=_confirm(found, counts),
        cancel=_cancel(found),
        error_file_href=reverse("officer:import_errors", args=[found.pk])
        if problems.total and not unreadable
        else "",
        progress=_progress(found, counts) if running or finished else None,
        results=_onward(found),
    )


def _step(found: ImportBatch) -> Literal["preview", "running", "finished", "unreadable"]:
    state = ImportBatch.State
    if found.state in _UNDER_WAY:
        return "running"
    if found.state == state.UNREADABLE:
        return "unreadable"
    return "finished" if found.state in (state.DONE, state.CANCELLED) else "preview"


def _onward(found: ImportBatch) -> show.Link | None:
    """Where to go from a list that is over."""
    step = _step(found)
    if step == "unreadable":
        return show.Link(_("导入案件"), reverse("officer:imports"))
    return show.Link(_("看导入的案件"), reverse("officer:cases")) if step == "finished" else None


def _is_number(request: HttpRequest) -> bool:
    return request.GET.get("from", "0").isdigit()


def _match(heading: dict[str, Any]) -> show.ColumnMatch:
    field = heading["label"] if heading["key"] else ""
    hint = (
        _("可能是“%(label)s”") % {"label": heading["suggestion"]} if heading["suggestion"] else ""
    )
    return show.ColumnMatch(heading["header"], field, "" if field else hint)


def _problem(item: dict[str, Any]) -> show.Problem:
    return show.Problem(
        item["row"],
        item["column"],
        item["value"],
        item["message"],
        item["cure"],
        blocks=item["severity"] == "error",
    )


def _pages(offset: int, shown: int, total: int) -> show.Pages | None:
    if total <= PROBLEMS_A_PAGE:
        return None
    before, after = max(0, offset - PROBLEMS_A_PAGE), offset + PROBLEMS_A_PAGE
    return show.Pages(
        offset + 1,
        offset + shown,
        total,
        f"?from={before}" if offset else "",
        f"?from={after}" if after < total else "",
    )


def _sample(batch_id: int) -> show.Table | None:
    rows = [
        show.Row(
            [
                each.docket_number or _("（新编号）"),
                show.Parties(each.creditor_names, each.debtor_names),
                each.filed_on,
                Fen(each.claim_amount),
                each.officer_name,
            ]
        )
        for each in queries_import.rows_of(batch_id, ("clean",))[:SAMPLE_ROWS]
    ]
    if not rows:
        return None
    return show.Table(
        [
            show.Column(_("案号"), "docket", "docket"),
            show.Column(_("当事人"), "parties"),
            show.Column(_("立案"), "day", "day"),
            show.Column(_("标的额（元）"), "money", "money"),
            show.Column(_("承办人")),
        ],
        [show.Group(rows)],
        _("读成这样"),
    )


def _confirm(found: ImportBatch, counts: ImportCounts) -> show.Action | None:
    state = ImportBatch.State
    if found.state not in (state.PREVIEWED, state.CANCELLED) or not counts.clean:
        return None
    return show.Action(
        _("导入 %(number)s 件") % {"number": f"{counts.clean:,}"},
        reverse("officer:import_start", args=[found.pk]),
        "main",
        True,
    )


def _cancel(found: ImportBatch) -> show.Action | None:
    if found.state not in (ImportBatch.State.PREVIEWED, *_UNDER_WAY):
        return None
    return show.Action(
        _("停止导入") if found.state in _UNDER_WAY else _("不导入"),
        reverse("officer:import_cancel", args=[found.pk]),
        "plain",
        True,
    )


def _progress(found: ImportBatch, counts: ImportCounts) -> show.Progress:
    finished = found.state not in _UNDER_WAY
    if found.state == ImportBatch.State.CHECKING:
        return show.Progress(
            _("检查清单（行）"),
            found.done,
            found.total,
            poll_href=reverse("officer:import_progress", args=[found.pk]),
        )
    return show.Progress(
        _("导入"),
        found.done,
        found.total,
        poll_href=reverse("officer:import_progress", args=[found.pk]),
        finished=finished,
        counts=[
            (_("已立案"), counts.imported),
            (_("以前导入过"), counts.duplicates),
            (_("有问题"), counts.refused),
        ],
        note=found.get_state_display() if finished else "",
    )


@page()
def progress(request: HttpRequest, batch_id: int) -> HttpResponse:
    """The progress alone, polled; when the work is over the whole page comes anew."""
    found = queries_import.batch(batch_id, actor_of(request))
    counts = queries_import.counts(found.pk)
    answer = render(request, "components/progress.html", {"progress": _progress(found, counts)})
    if found.state not in _UNDER_WAY:
        answer["HX-Refresh"] = "true"
    return answer


@page("POST")
def start(request: HttpRequest, batch_id: int) -> HttpResponse:
    do(StartImport(batch=batch_id), by=actor_of(request))
    return HttpResponseRedirect(reverse("officer:import", args=[batch_id]))


@page("POST")
def cancel(request: HttpRequest, batch_id: int) -> HttpResponse:
    do(CancelImport(batch=batch_id), by=actor_of(request))
    tell(request, _("已停止，没有导入的行可以以后再导。"))
    return HttpResponseRedirect(reverse("officer:imports"))


@page()
def errors(request: HttpRequest, batch_id: int) -> HttpResponse:
    """The rows with problems in their own columns, to be mended and brought again."""
    found = queries_import.batch(batch_id, actor_of(request))
    content = queries_import.error_file(batch_id, actor_of(request))
    return _workbook(content, f"{found.file_name.rsplit('.', 1)[0]}-问题.xlsx")


@page()
def template(request: HttpRequest) -> HttpResponse:
    return _workbook(queries_import.template_file(), f"收案表-{clock.today().isoformat()}.xlsx")


def _workbook(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=WORKBOOK)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer
