"""Interest on many claims at once (批量计算利息): a table is brought, looked at, and taken back.

The table is read in memory and travels inside the page from the preview to the result; nothing of
it is kept on the server, so there is nothing to forge a request for and no form token is asked.
"""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from duixian.kernel import clock
from duixian.kernel.findings import Refusal
from duixian.portals import slots
from duixian.portals.calculators import claims_result, claims_table
from duixian.portals.calculators.answers import written
from duixian.portals.calculators.claims_table import MOST_BYTES, MOST_CLAIMS, Table
from duixian.portals.calculators.layouts_of_interest import INTEREST
from duixian.portals.calculators.views import attached, busy, frame, language_tail, links, public

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FAULTS_SHOWN, CLAIMS_SHOWN = 100, 10
_MOST_PACKED = 8_000_000  # a table of the size we take, packed, with room to spare
_WRAPPING = 10_000  # what a form adds around a file


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@public
def upload(request: HttpRequest) -> HttpResponse:
    """Choose a table; then see what is wrong with it and how the sound rows come out."""
    if request.method != "POST":
        return _page(request)
    if not slots.may_bring_list(request):
        return busy(request)
    try:
        table = _brought(request)
    except Refusal as refusal:
        return _page(request, 422, error=f"{refusal.message}{_stop(refusal.message)}{refusal.cure}")
    answers = claims_result.check(table)
    return _page(request, 422 if table.faults else 200, preview=_preview(table, answers))


def _stop(words: str) -> str:
    return "" if words.endswith("。") else "。"


def _brought(request: HttpRequest) -> Table:
    # Asked before the body is read: a larger one would be put on a disk.
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES + _WRAPPING:
        raise Refusal(
            "calculators.file_too_big",
            _("文件超过 %(most)d MB") % {"most": MOST_BYTES // 1_000_000},
            cure=_("分成几份上传，或者用命令行 duixian law delay-interest --batch"),
            field="file",
        )
    given = request.FILES.get("file")
    if not isinstance(given, UploadedFile) or not given.name:
        raise Refusal(
            "calculators.file_missing", _("没有选择文件"), cure=_("选择 .xlsx 或 .csv 文件")
        )
    return claims_table.read_table(given.read(), given.name)


def _preview(table: Table, answers: dict[int, dict[str, Any]]) -> dict[str, Any]:
    wrong = len({fault.row for fault in table.faults})
    rows = [
        (
            claim,
            written(claim.question["base"])[0],
            written(answers[claim.row]["total_due"])[0],
            written(answers[claim.row]["outstanding_total"])[0],
        )
        for claim in table.claims[:CLAIMS_SHOWN]
    ]
    return {
        "sound": len(table.claims),
        "wrong": wrong,
        "faults": table.faults[:FAULTS_SHOWN],
        "more_faults": max(0, len(table.faults) - FAULTS_SHOWN),
        "rows": rows,
        "unread": table.unread,
        "packed": claims_result.packed(table) if table.claims else "",
    }


def _page(
    request: HttpRequest,
    status: int = 200,
    error: str = "",
    preview: dict[str, Any] | None = None,
) -> HttpResponse:
    tail = language_tail(request)
    context = {
        "shell": frame(request, INTEREST.slug),
        "error": error,
        "preview": preview,
        "most_claims": MOST_CLAIMS,
        "most_size": MOST_BYTES // 1_000_000,
        "tail": tail,
        "home": reverse("calculators:many") + tail,
        "result_href": reverse("calculators:many_result") + tail,
        **links(request),
    }
    return render(request, "calculators/many.html", context, status=status)


@require_http_methods(["GET", "HEAD"])
@public
def template(request: HttpRequest) -> HttpResponse:
    """The table to fill in."""
    return attached(claims_table.template(), WORKBOOK, "债权清单.xlsx")


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@public
def result(request: HttpRequest) -> HttpResponse:
    """The workbook with the results; asked without a table, the page that takes one."""
    if request.method != "POST":
        return _page(request)
    if not slots.may_bring_list(request):
        return busy(request)
    try:
        if int(request.META.get("CONTENT_LENGTH") or 0) > _MOST_PACKED:
            raise Refusal("calculators.file_too_big", _("清单太大"), cure=_("分成几份上传"))
        table = claims_result.unpacked(request.POST.get("claims", ""), MOST_CLAIMS)
    except Refusal as refusal:
        return _page(request, 422, error=f"{refusal.message}{_stop(refusal.message)}{refusal.cure}")
    answers = claims_result.check(table)
    name = f"迟延履行利息-{clock.today().isoformat()}.xlsx"
    return attached(claims_result.workbook(table, answers), WORKBOOK, name)
