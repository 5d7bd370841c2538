"""The API as a whole: its operations, and how every refusal and fault is answered."""

from __future__ import annotations

import structlog
from django.http import HttpRequest, HttpResponse
from django.urls import path
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from duixian import __version__
from duixian.api import cases, doing_acts, health, imports, papers
from duixian.api.reading import PersonToken
from duixian.kernel.findings import Refusal

log = structlog.get_logger(__name__)

api = NinjaAPI(
    title="兑现 Duixian",
    version=__version__,
    description="从立案到案款发放。金额为元的十进制字符串，日期为 ISO 日期。",
    auth=PersonToken(),
    docs_url=None,
    urls_namespace="api",
)


@api.exception_handler(Refusal)
def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    body: dict[str, object] = {"refusal": refusal.as_json()}
    if refusal.details:
        body["details"] = dict(refusal.details)
    return api.create_response(request, body, status=refusal.status)


@api.exception_handler(ValidationError)
def malformed(request: HttpRequest, fault: ValidationError) -> HttpResponse:
    first = fault.errors[0] if fault.errors else {"loc": (), "msg": ""}
    where = ".".join(str(part) for part in first["loc"][1:]) or None
    refusal = Refusal(
        "api.malformed_request",
        "请求格式不对",
        cure="按 OpenAPI 的格式填写",
        field=where,
        status=400,
    )
    return refused(request, refusal)


@api.exception_handler(HttpError)
def http_fault(request: HttpRequest, fault: HttpError) -> HttpResponse:
    refusal = Refusal(
        "api.malformed_request", "请求无法读取", cure="核对请求正文", status=fault.status_code
    )
    return refused(request, refusal)


@api.exception_handler(AuthenticationError)
def not_signed_in(request: HttpRequest, fault: AuthenticationError) -> HttpResponse:
    refusal = Refusal(
        "api.not_signed_in",
        "没有令牌，或令牌已失效",
        cure="在 Authorization 头中携带有效令牌",
        status=401,
    )
    response = refused(request, refusal)
    response["WWW-Authenticate"] = "Bearer"
    return response


doing_acts.register(doing_acts.router)
api.add_router("", doing_acts.router)
api.add_router("", cases.router)
api.add_router("", papers.router)
api.add_router("", imports.router)
api.add_router("", health.router)

urlpatterns = [path("", api.urls)]
