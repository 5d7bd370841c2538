"""Addresses of the officer's portal."""

from django.urls import path, re_path

from duixian.portals.officer import (
    acts,
    basis,
    bulk,
    bulkbar,
    case,
    desk,
    documents,
    drafts,
    imports,
    listing,
)

app_name = "officer"

urlpatterns = [
    path("", desk.desk, name="desk"),
    path("cases/", listing.cases_page, name="cases"),
    path("cases/export/", listing.export, name="export"),
    path("cases/new/", acts.act, {"code": "cases.file_case"}, name="file"),
    path("cases/<int:case_id>/", case.case, name="case"),
    path("cases/<int:case_id>/index.pdf", documents.file_index, name="file_index"),
    path("cases/<int:case_id>/acts/<str:code>/", acts.act, name="act"),
    path("cases/<int:case_id>/acts/<str:code>/check/", acts.check, name="check"),
    path("acts/<str:code>/", acts.act, name="court_act"),
    path("acts/<str:code>/check/", acts.check, name="court_check"),
    path("clocks/<int:deadline_id>/", basis.clock, name="clock_basis"),
    path("bulk/", bulk.bulk, name="bulk"),
    path("bulk/acts/", bulkbar.acts, name="bulk_acts"),
    path("bulk/<str:key>/", bulk.run, name="bulk_run"),
    path("bulk/<str:key>/go-on/", bulk.go_on, name="bulk_go_on"),
    path("documents/<int:document_id>/", documents.document, name="document"),
    re_path(
        r"^documents/(?P<document_id>\d+)\.(?P<kind>pdf|docx)$", documents.printed, name="printed"
    ),
    path("imports/", imports.imports, name="imports"),
    path("imports/template.xlsx", imports.template, name="import_template"),
    path("imports/<int:batch_id>/", imports.batch, name="import"),
    path("imports/<int:batch_id>/progress/", imports.progress, name="import_progress"),
    path("imports/<int:batch_id>/start/", imports.start, name="import_start"),
    path("imports/<int:batch_id>/cancel/", imports.cancel, name="import_cancel"),
    path("imports/<int:batch_id>/errors.xlsx", imports.errors, name="import_errors"),
    path("approvals/", drafts.approvals, name="approvals"),
    path("approvals/<int:draft_id>/", drafts.draft, name="draft"),
    path("approvals/<int:draft_id>/preview.pdf", drafts.preview, name="draft_preview"),
]
