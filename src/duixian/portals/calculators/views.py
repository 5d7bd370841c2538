"""The calculators' pages (计算工具): anyone, without signing in; the link is the whole input.

Nothing of what is asked is kept: a page has no session and sets no cookie, the answer goes with
the request, and no log of the house writes a query. Visits are counted by a keyed hash of the
address, so that no one takes the server from the others.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import quote, urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from duixian.kernel.findings import Refusal
from duixian.law import asking
from duixian.law.english import answer_in_english
from duixian.portals import slots
from duixian.portals.calculators import annex
from duixian.portals.calculators.answers import Shown, shown
from duixian.portals.calculators.forms import Form, in_english, label_of
from duixian.portals.calculators.layouts import Calculator, calculators
from duixian.portals.calculators.questions import everywhere, find, path_of, pattern_of, spots
from duixian.portals.calculators.reading import Pairs, canonical, read, rows_in
from duixian.portals.components import contexts as show

_NAME = re.compile(r"[a-z_]+(?:\.[a-z_]+)*")
MOST_QUERY = 16_000  # letters of an address; more go as a list of claims or by command line
LANGUAGES = {"en": "en", "zh": "zh-hans"}  # the page's word for a language, and ours
_NOT_ASKED = ("lang", "go")
View = Callable[..., HttpResponse]


def public(view: View) -> View:
    """A page for anyone, in the language its address names; never found by searching an input."""

    @wraps(view)
    def shown_page(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        with translation.override(_language(request)):
            if len(request.META.get("QUERY_STRING", "")) > MOST_QUERY:
                answer = problem(request, _too_long(), 414)
            else:
                answer = view(request, *args, **named)
            answer["Content-Language"] = translation.get_language() or ""
        if request.GET:
            answer["X-Robots-Tag"] = "noindex"
        return answer

    return shown_page


def _language(request: HttpRequest) -> str:
    wanted = LANGUAGES.get(request.GET.get("lang", ""))
    return wanted or translation.get_language() or "zh-hans"


def _too_long() -> Refusal:
    return Refusal(
        "calculators.link_too_long",
        _("填的内容太多，网址放不下"),
        cure=_("减少几项，或者上传表格、用命令行 duixian law 计算"),
    )


def busy(request: HttpRequest) -> HttpResponse:
    """Too many from one address."""
    refusal = Refusal(
        "calculators.busy", _("请求太密"), cure=_("您没有做错什么，过几分钟再试"), status=429
    )
    return problem(request, refusal, 429)


def problem(request: HttpRequest, refusal: Refusal, status: int) -> HttpResponse:
    context = {"shell": frame(request), "refusal": show.RefusalBox.of(refusal)}
    return render(request, "calculators/problem.html", context | links(request), status=status)


def frame(request: HttpRequest, current: str = "") -> show.Shell:
    """The frame of a public page: its name and the calculators."""
    tail = language_tail(request)
    nav = [
        show.NavItem(
            str(each.short), reverse("calculators:calculator", args=[each.slug]) + tail,
            each.slug == current,
        )
        for each in calculators().values()
    ]  # fmt: skip
    return show.Shell(court=_("法律计算"), home_href=reverse("calculators:index") + tail, nav=nav)


def links(request: HttpRequest) -> dict[str, str]:
    """The same page in the other language."""
    query = request.GET.copy()
    query["lang"] = "zh" if in_english() else "en"
    return {"other_language_href": f"{request.path}?{query.urlencode()}"}


@require_http_methods(["GET", "HEAD"])
@public
def index(request: HttpRequest) -> HttpResponse:
    """Every calculator with what it is for."""
    context = {"shell": frame(request), "calculators": calculators().values(), **links(request)}
    return render(request, "calculators/index.html", context | {"tail": language_tail(request)})


def language_tail(request: HttpRequest) -> str:
    """What an address of these pages ends in to keep the language it was asked in."""
    wanted = request.GET.get("lang", "")
    return f"?lang={wanted}" if wanted in LANGUAGES else ""


@require_http_methods(["GET", "HEAD"])
@public
def calculator(request: HttpRequest, slug: str) -> HttpResponse:
    """A calculator's form, and its answer when the address holds a question."""
    found = calculators().get(slug)
    if found is None:
        return problem(request, _unknown(), 404)
    if request.GET.get("go"):
        return _changed_rows(request, found)
    pairs = canonical(spots(found.tool), request.GET)
    asked = bool(pairs) or "ask" in request.GET
    if asked and not _is_canonical(request, pairs):
        return HttpResponseRedirect(_address(request, found, pairs))
    if not asked:
        return _page(request, found, Form(found, QueryDict(), {}, fresh=True))
    if not slots.may_calculate(request):
        return busy(request)
    result = ask(found, request.GET)
    form = Form(found, request.GET, result.errors, fresh=False)
    status = 200 if result.answer is not None else 422
    return _page(request, found, form, result, status)


def _unknown() -> Refusal:
    return Refusal(
        "calculators.unknown", _("没有这个计算工具"), cure=_("从下面的列表里选一个"), status=404
    )


def _is_canonical(request: HttpRequest, pairs: Pairs) -> bool:
    given = [
        (name, value)
        for name, values in request.GET.lists()
        if name not in _NOT_ASKED and (name != "ask" or pairs)
        for value in values
    ]
    return given == pairs or (not pairs and not given[1:] and "ask" in request.GET)


def _address(request: HttpRequest, found: Calculator, pairs: Pairs) -> str:
    """The link that asks this again."""
    wanted = request.GET.get("lang", "")
    more = [("lang", wanted)] if wanted in LANGUAGES else []
    # Nothing written is a question too, with every required field at fault.
    query = urlencode([*(pairs or [("ask", "1")]), *more])
    return f"{reverse('calculators:calculator', args=[found.slug])}?{query}"


def _changed_rows(request: HttpRequest, found: Calculator) -> HttpResponse:
    """The form with a row more or less; what is written stays."""
    query = request.GET.copy()
    [verb, _colon, path] = query.pop("go")[-1].partition(":")
    if verb == "add":
        spot = find(spots(found.tool), pattern_of(path))
        if spot is not None and spot.kind == "rows":
            numbers = rows_in(spot, query, path.removesuffix(spot.name))
            query[f"{path}.{max(numbers, default=-1) + 1}."] = ""
    elif verb == "remove":
        for name in [each for each in query if each.startswith(f"{path}.")]:
            del query[name]
    return _page(request, found, Form(found, query, {}, fresh=False))


class Result:
    """What asking gave: a question with its answer, or words by field and a refusal."""

    def __init__(self) -> None:
        self.question: dict[str, Any] = {}
        self.answer: dict[str, Any] | None = None
        self.errors: dict[str, str] = {}
        self.refusal: Refusal | None = None


def ask(found: Calculator, query: QueryDict) -> Result:
    """Ask the law what a query asks; paths are those of its canonical form."""
    result = Result()
    tree = spots(found.tool)
    told = read(tree, QueryDict(urlencode(canonical(tree, query))))
    result.question, result.errors = told.question, told.errors
    for place in found.wanted:
        if place not in told.question and place not in result.errors:
            result.errors[place] = _("还没有填写，请填上这一项")
    if result.errors:
        return result
    try:
        result.answer = asking.ask(found.tool, json.dumps(told.question))
    except Refusal as refusal:
        path = fault_place(found, path_of(refusal.field or ""))
        words = fault_words(found, refusal)
        if path:
            result.errors[path] = words
        result.refusal = Refusal(refusal.code, words, field=refusal.field)
    except (OverflowError, ValueError):
        # Days past the calendar's end: the calendar of the language itself says so.
        result.refusal = Refusal(
            "calculators.out_of_range", _("数太大，算到了日历以外"), cure=_("把数改小")
        )
    return result


def fault_words(found: Calculator, refusal: Refusal) -> str:
    """A refusal in one breath; plainer words where the page has them."""
    words = found.faults.get(refusal.code)
    if words:
        return str(words)
    # The law names places as programs do; people know them by their labels.
    named = {each.name: each for each in everywhere(spots(found.tool))}
    codes = found.words.get(pattern_of(path_of(refusal.field or "")), {})

    def label(name: re.Match[str]) -> str:
        if name[0] in codes:
            return str(codes[name[0]])
        spot = named.get(name[0].rpartition(".")[2])
        return f"“{label_of(found, spot)}”" if spot is not None else name[0]

    return (
        _NAME.sub(label, f"{refusal.message}{refusal.cure}").replace("““", "“").replace("””", "”")
    )


def fault_place(found: Calculator, path: str) -> str:
    """The field of the form that shows a fault of a place; empty when the form has none."""
    path = found.fault_at.get(path, path)
    spot = find(spots(found.tool), pattern_of(path)) if path else None
    while spot is not None and spot.kind == "group":
        spot = spot.inner[0]
        path = f"{path}.{spot.name}"
    return path if spot is not None else ""


def _page(
    request: HttpRequest,
    found: Calculator,
    form: Form,
    result: Result | None = None,
    status: int = 200,
) -> HttpResponse:
    answer: Shown | None = None
    query = ""
    if result is not None and result.answer is not None:
        said = answer_in_english(result.answer) if in_english() else result.answer
        answer = shown(found, said)
        query = request.META.get("QUERY_STRING", "")
    refusal = result.refusal if result is not None else None
    home = reverse("calculators:calculator", args=[found.slug])
    parts = form.parts()
    context = {
        "shell": frame(request, found.slug),
        "calculator": found,
        "parts": parts,
        "faults": form.faults(parts),
        "refusal": show.RefusalBox.of(refusal) if refusal is not None and not form.errors else None,
        "answer": answer,
        "query": query,
        "example_href": _address(request, found, list(found.example)) if found.example else "",
        "home": home,
        "english": in_english(),
        "tail": language_tail(request),
        "many": found.tool == "delay-interest",
        **links(request),
    }
    return render(request, "calculators/calculator.html", context, status=status)


@require_http_methods(["GET", "HEAD"])
@public
def worksheet(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The answer as a worksheet for the file's annex, PDF or DOCX."""
    found = calculators().get(slug)
    if found is None or kind not in annex.PRESSES:
        return problem(request, _unknown(), 404)
    if not slots.may_print(request):
        return busy(request)
    result = ask(found, request.GET)
    if result.answer is None:
        return HttpResponseRedirect(
            _address(request, found, canonical(spots(found.tool), request.GET))
        )
    try:
        content, media_type, name = annex.printed(found, result.question, result.answer, kind)
    except Refusal as refusal:
        return problem(request, refusal, 422)
    return attached(content, media_type, name)


def attached(content: bytes, media_type: str, name: str) -> HttpResponse:
    """A file to take away."""
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer
