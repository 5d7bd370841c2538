"""Contexts of the officer's pages. Each template reads `page`, one of these, and `shell`.

Template by context:
    officer/desk.html        DeskPage        officer/cases.html       CasesPage
    officer/case.html        CasePage        officer/act.html         ActPage
    officer/bulk.html        BulkPage        officer/import.html      ImportPage
    officer/document.html    DocumentPage    officer/approvals.html   ApprovalsPage
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from duixian.portals.components.forms import FormField, PaperPreview, Progress
from duixian.portals.components.parts import (
    Action,
    Basis,
    BulkBar,
    ClockNode,
    Empty,
    HeldAct,
    JournalLine,
    Link,
    MoneyLine,
    MoneySummary,
    NextAct,
    Pages,
    Person,
    RefusalBox,
    Tab,
    Table,
    Tag,
    Term,
    TermBar,
)

# ---- officer: desk and list


@dataclass(frozen=True, slots=True)
class LoadDay:
    """A day of the coming fortnight: how many nodes fall due, and whether it is worked."""

    day: date
    due: int
    working: bool = True
    made_up: bool = False  # 调休上班


@dataclass(frozen=True, slots=True)
class SideItem:
    """A line of the desk's side lists: text with an amount or a term, a quiet second line."""

    text: str
    amount: int | None = None
    amount_at_end: bool = False
    term: Term | None = None
    small: str = ""
    action: Action | None = None
    href: str = ""


@dataclass(frozen=True, slots=True)
class SideList:
    title: str
    items: Sequence[SideItem]
    count: int | None = None
    total: int | None = None
    note: str = ""
    link: Link | None = None
    empty: str = ""


@dataclass(frozen=True, slots=True)
class DeskPage:
    """我的工作台. `lead` may hold markup made with format_html."""

    today: date
    lead: str
    tabs: Sequence[Tab]
    table: Table
    bulk: BulkBar | None = None  # where what is listed can be selected
    load: Sequence[LoadDay] = ()
    side: Sequence[SideList] = ()
    save_filter_href: str = ""
    title: str = ""
    actions: Sequence[Action] = ()


@dataclass(frozen=True, slots=True)
class CasesPage:
    """The list of cases: search, filters (GET), saved filters, bulk acts, export."""

    title: str
    table: Table
    bulk: BulkBar
    search: str = ""
    filters: Sequence[FormField] = ()
    tabs: Sequence[Tab] = ()
    actions: Sequence[Action] = ()
    lead: str = ""
    save_filter_href: str = ""
    export_href: str = ""


# ---- officer: the case

FOLDED_TO = 10  # lines of a journal on a phone; components.css hides the others


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a case has, or has not, property that can be enforced. counts: it adds to the class."""

    text: str
    counts: bool = True


@dataclass(frozen=True, slots=True)
class CaseHead:
    docket: str
    cause: str
    stage: str
    money: MoneySummary
    people: Sequence[Person]
    flags: Sequence[Tag] = ()
    officer: str = ""
    panel: str = ""
    title: Link | None = None  # 执行依据
    title_note: str = ""
    class_label: str = ""
    class_reasons: Sequence[Reason] = ()
    class_as_of: datetime | None = None
    class_basis: Basis | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where the case stands in the list one came from, so that J and K walk that list."""

    back: Link
    text: str = ""
    previous_href: str = ""
    next_href: str = ""


@dataclass(frozen=True, slots=True)
class JournalPanel:
    lines: Sequence[JournalLine]
    filters: Sequence[Tab] = ()
    chain_note: str = ""  # 链完整，末项 9c41·e07b
    older: Link | None = None
    whole: bool = False  # all of it was asked for
    kind: Literal["journal"] = "journal"

    @property
    def folds(self) -> bool:
        """Whether a phone shows the last ten first."""
        return not self.whole and len(self.lines) > FOLDED_TO


@dataclass(frozen=True, slots=True)
class TablesPanel:
    """Any other tab: titled tables one under another, each may have actions beside its title."""

    parts: Sequence[PanelPart]
    kind: Literal["tables"] = "tables"


@dataclass(frozen=True, slots=True)
class PanelPart:
    title: str
    table: Table
    note: str = ""
    actions: Sequence[Action] = ()


@dataclass(frozen=True, slots=True)
class CasePage:
    head: CaseHead
    place: Place
    nodes: Sequence[ClockNode]
    next_acts: Sequence[NextAct]
    tabs: Sequence[Tab]
    panel: JournalPanel | TablesPanel
    clock_summary: str = ""
    term_bar: TermBar | None = None
    all_nodes: Link | None = None
    next_more: Link | None = None  # when not all that may be done is listed
    held_acts: Sequence[HeldAct] = ()
    held_more: Link | None = None
    ladder: Sequence[MoneyLine] = ()
    ladder_as_of: date | None = None
    nothing_to_do: str = ""  # said when next_acts is empty
    closed_note: str = ""  # said at the head of a closed case


# ---- officer: acts


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A thing an act may take hold of: an account, a house, a vehicle.

    state: open (a field), queued (轮候), kept (exempt, cannot be chosen).
    """

    key: str
    name: str
    kind_note: str = ""
    balance: int | None = None
    available: int | None = None
    prior: str = ""  # 在先权利、豁免
    prior_basis: Basis | None = None
    state: Literal["open", "queued", "kept"] = "open"
    amount: int | str | None = None  # str: what was typed and could not be read
    chosen: bool = True
    outcome: str = ""  # 轮候第 2 顺位, 不冻结
    outcome_note: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class PlanGroup:
    owner: str
    identity: str
    rows: Sequence[PlanRow]


@dataclass(frozen=True, slots=True)
class ControlPlan:
    """The table of what is to be controlled, filled in advance by the law's limit."""

    title: str
    groups: Sequence[PlanGroup]
    amount_label: str
    total_label: str
    total: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class CapPart:
    label: str
    amount: int
    held_before: bool = False


@dataclass(frozen=True, slots=True)
class Cap:
    """The most that may be controlled (可控上限) and how far the plan goes."""

    lines: Sequence[MoneyLine]
    limit: int
    parts: Sequence[CapPart] = ()
    as_of: date | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class FieldSection:
    """Fields under a title. `buttons`: (name, value, label), each sends the form as it stands;

    the page comes back at `anchor`.
    """

    title: str
    fields: Sequence[FormField]
    note: str = ""
    anchor: str = ""
    buttons: Sequence[tuple[str, str, str]] = ()
    error: str = ""  # what is wrong with the things as a whole

    @property
    def many(self) -> bool:
        """Whether its fields are better read in two columns."""
        return len(self.fields) > 3


@dataclass(frozen=True, slots=True)
class ActForm:
    """The form of one act. `key` is the idempotency key: a double click is one act.

    check_href: answers a changed form with officer/_act_bar.html (context: form).
    irreversible: said beside a vermilion button.
    """

    post_href: str
    key: str
    submit: str
    sections: Sequence[FieldSection] = ()
    plan: ControlPlan | None = None
    draft_href: str = ""
    check_href: str = ""
    refusal: RefusalBox | None = None
    irreversible: str = ""
    signers: str = ""  # 须院长签发
    hidden: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Lacking:
    """A condition of an act that does not hold: what it asks, why it fails, what would help."""

    title: str
    why: str
    cure: str = ""


@dataclass(frozen=True, slots=True)
class ActPage:
    title: str
    place: Sequence[Link]
    form: ActForm
    lead: str = ""
    provisions: str = ""
    provisions_basis: Basis | None = None
    cap: Cap | None = None
    then: Sequence[str] = ()
    lacking: Sequence[Lacking] = ()  # conditions of the law that do not hold yet
    preview: PaperPreview | None = None


@dataclass(frozen=True, slots=True)
class BulkCase:
    """One case of a bulk act: it can be done, was done, or why not."""

    key: str
    docket: str
    href: str
    parties: str
    state: Literal["ready", "refused", "done", "failed"] = "ready"
    message: str = ""
    cure: str = ""
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class BulkPage:
    """A bulk act: before (ready and refused), while running (progress), after (summary)."""

    title: str
    place: Sequence[Link]
    cases: Sequence[BulkCase]
    form: ActForm | None = None
    progress: Progress | None = None
    finished: bool = False
    retry: Action | None = None
    provisions: str = ""

    def counted(self, *states: str) -> int:
        return sum(case.state in states for case in self.cases)

    @property
    def ready(self) -> int:
        return self.counted("ready")

    @property
    def refused(self) -> int:
        return self.counted("refused")

    @property
    def done(self) -> int:
        return self.counted("done")

    @property
    def failed(self) -> int:
        return self.counted("failed")


# ---- officer: import, documents, approvals


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem of an imported file: where, what, and what to write instead."""

    row: int  # 0: the file as a whole, told as its heading
    column: str
    value: str
    message: str
    cure: str
    blocks: bool = True  # False: a warning, the row can be imported


@dataclass(frozen=True, slots=True)
class ColumnMatch:
    """A heading of the file and the field it was read as; field empty: not used."""

    heading: str
    field: str
    sample: str = ""


@dataclass(frozen=True, slots=True)
class ImportPage:
    """Import in four steps: upload, preview, running (or being checked), finished; or unreadable."""

    step: Literal["upload", "preview", "running", "finished", "unreadable"]
    post_href: str
    file_name: str = ""
    accept: str = ".xlsx,.csv"
    limits: str = ""
    error: str = ""  # the file as a whole could not be read
    template_href: str = ""
    guide_href: str = ""
    rows_total: int = 0
    rows_clean: int = 0
    rows_repeated: int = 0
    rows_bad: int = 0
    matches: Sequence[ColumnMatch] = ()
    problems: Sequence[Problem] = ()
    problems_pages: Pages | None = None
    sample: Table | None = None
    confirm: Action | None = None
    cancel: Action | None = None
    error_file_href: str = ""
    progress: Progress | None = None
    results: Link | None = None
    earlier: Table | None = None


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """A document: its PDF in a frame, number, seal, service, where each value came from."""

    title: str
    place: Sequence[Link]
    number: str
    pdf_href: str
    facts: Sequence[tuple[str, str]] = ()
    actions: Sequence[Action] = ()
    services: Table | None = None
    sources: Sequence[tuple[str, str, str]] = ()  # words in the document, value, where from
    digest: str = ""
    status: Tag | None = None


@dataclass(frozen=True, slots=True)
class Approval:
    """A draft waiting for this person's signature, checked again by today's law."""

    title: str
    about: str
    docket: str
    href: str
    small: str = ""  # 承办 严立新，等 2 小时
    check: str = ""  # 复查通过
    refusal: RefusalBox | None = None
    actions: Sequence[Action] = ()
    preview_href: str = ""


@dataclass(frozen=True, slots=True)
class ApprovalsPage:
    title: str
    waiting: Sequence[Approval]
    lead: str = ""
    tabs: Sequence[Tab] = ()
    signed: Table | None = None
    empty: Empty | None = None
