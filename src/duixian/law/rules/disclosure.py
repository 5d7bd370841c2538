"""Who may learn a thing of a case, and what is hidden before a paper is published (执行公开)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from duixian.kernel.findings import Finding, Refusal, Step
from duixian.law.texts import Parameter, citations, parameter, provisions
from duixian.law.versions import rule

Audience = Literal["parties", "public"]
AUDIENCES = {"parties": "当事人及其代理人", "public": "社会公众"}


@dataclass(frozen=True, slots=True)
class Disclosure:
    """Who may learn a matter: the parties, or everybody."""

    matter: str
    title: str
    audience: Audience


@dataclass(frozen=True, slots=True)
class PaperPublication:
    """Whether a paper is published online, why not, whose names are hidden, what is deleted."""

    published: bool
    withheld_because: tuple[str, ...]
    hidden_names: tuple[str, ...]
    deleted: tuple[str, ...]


def _rows(key: str, on: date) -> tuple[Parameter, dict[str, dict[str, str]]]:
    found = parameter(key, on=on)
    return found, {row["key"]: row for row in found.value}


def _pick(
    asked: Iterable[str], rows: dict[str, dict[str, str]], field: str, what: str
) -> tuple[str, ...]:
    titles = []
    for key in asked:
        if key not in rows:
            raise Refusal(
                code="disclosure.unknown",
                message=f"没有“{key}”这一种{what}。",
                cure="可选：" + "、".join(rows) + "。",
                field=field,
            )
        titles.append(rows[key]["title"])
    return tuple(titles)


@rule
def disclosure(*, matter: str, on: date) -> Finding[Disclosure]:
    """Who may learn a matter of enforcement on a day: open to the parties, or to everybody.

    Refuses with `disclosure.unknown`, and with `law.parameter_not_known_on_day` before 2007.
    """
    found, rows = _rows("disclosed-matters", on)
    (title,) = _pick((matter,), rows, "matter", "公开事项")
    audience: Audience = "public" if rows[matter]["audience"] == "public" else "parties"
    keys = tuple(each.key for each in found.provisions)
    if provisions()["flow-openness"].on(on):
        keys = ("flow-openness", "flow-to-society" if audience == "public" else "flow-to-parties")
    step = Step(title, "以公开为原则，不公开为例外", {}, f"向{AUDIENCES[audience]}公开", keys)
    return Finding(Disclosure(matter, title, audience), (step,), citations(*keys, on=on))


@rule
def paper_publication(
    *,
    paper: str,
    on: date,
    circumstances: tuple[str, ...] = (),
    people: tuple[str, ...] = (),
) -> Finding[PaperPublication]:
    """Whether an enforcement paper goes online on a day, and what is hidden and deleted first.

    `circumstances` are those that keep a paper back, `people` the sorts of people in it whose
    names the rules hide. Refuses with `disclosure.unknown`.
    """
    kinds, papers = _rows("papers-published", on)
    listed = paper in papers
    _, reasons = _rows("papers-withheld", on)
    kept = _pick(circumstances, reasons, "circumstances", "不公布的情形")
    names, sorts = _rows("hidden-names", on)
    hidden = _pick(people, sorts, "people", "隐名的人员")
    deleted, particulars = _rows("deleted-particulars", on)
    published = listed and not kept
    title = papers[paper]["title"] if listed else paper
    why = "；".join(kept) if kept else ("" if listed else "不在应当公布的文书之列")
    keys = ("papers-published", "papers-not-published")
    steps = (
        Step(title, why, {}, "公布" if published else "不公布", keys),
        Step(
            "隐名处理", "保留姓氏，名字以“某”替代", {}, "、".join(hidden) or "无", ("names-hidden",)
        ),
        Step(
            "删除的信息",
            "",
            {},
            "、".join(row["title"] for row in particulars.values()),
            ("particulars-deleted",),
        ),
    )
    value = PaperPublication(
        published, kept, hidden, tuple(row["title"] for row in particulars.values())
    )
    cited = citations(*keys, "names-hidden", "particulars-deleted", on=on)
    doubtful = [each.title for each in (kinds, names, deleted) if each.certainty == "from memory"]
    questions = (f"{'、'.join(doubtful)}的清单未与原文核对，公布前请核对。",) if doubtful else ()
    return Finding(value, steps, cited, questions)
