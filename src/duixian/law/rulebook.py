"""The rulebook (规则手册): provision, articles by version, numbers, rules, tests, where used.

Composed from the law's own data and from evidence the caller read in a checkout of the source:
which golden cases cite a provision, which tests and which code of the house name it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from itertools import groupby

from duixian.law.diff import rules_of
from duixian.law.english import has_english, labels
from duixian.law.nodes import load_nodes
from duixian.law.texts import Entry, ParameterHistory, Provision, parameters, provisions
from duixian.law.tools import tools
from duixian.law.uses import RuleUse, rule_uses
from duixian.law.versions import rule_versions

HEAD = """# Rulebook 规则手册

Written by `duixian law rulebook` from the law's data, the rules' source, the tests and the code that cites a provision; not
edited by hand. `duixian law rulebook --check` fails when it is stale. 条号后的“？”表示凭记忆写下、待核对原文。
"""
_FEW = 4  # values of a number told one by one; longer histories by their ends


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a checkout shows, by key of provision: golden case files, tests, code of the house."""

    cases: Mapping[str, Set[str]] = field(default_factory=dict)
    tests: Mapping[str, Set[str]] = field(default_factory=dict)
    house: Mapping[str, Set[str]] = field(default_factory=dict)


def rulebook(evidence: Evidence) -> str:
    """The whole rulebook as Markdown."""
    parts = (
        [HEAD],
        _rules(),
        _not_coded(),
        _from_memory(),
        _numbers(),
        _instruments(evidence),
        _without_english(),
    )
    return "\n".join("\n".join(part) for part in parts) + "\n"


def same(one: str, other: str) -> bool:
    """Whether two rulebooks say the same, in whatever order of lines."""
    return Counter(one.splitlines()) == Counter(other.splitlines())


def stale_lines(kept: str, fresh: str) -> list[str]:
    """The lines by which a kept rulebook differs from a fresh one, with - and + before them."""
    old, new = Counter(kept.splitlines()), Counter(fresh.splitlines())
    return [f"- {line}" for line in (old - new)] + [f"+ {line}" for line in (new - old)]


def _table(*heads: str) -> list[str]:
    return ["", "| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def _codes(names: Iterable[str]) -> str:
    return "、".join(f"`{name}`" for name in names)


def _rules() -> Iterator[str]:
    yield "## Rules 规则"
    yield from _table(
        "rule 规则", "version 版本", "meaning 含义", "tools 工具", "numbers 数值", "made of 模块"
    )
    asked = {name: rules_of(tool) for name, tool in tools().items()}
    for name, use in sorted(rule_uses().items()):
        known = rule_versions().get(name)
        yield _row(
            f"[{name}]({name}.md)",
            known.version if known else "",
            use.meaning,
            _codes(tool for tool, rules in asked.items() if name in rules),
            _codes(_joined(use.parameters)),
            "、".join(use.modules),
        )


def _joined(keys: Iterable[str]) -> list[str]:
    """Keys, with the members of a long series told as one."""
    found = []
    for stem, group in groupby(keys, key=lambda key: key.split("-")[0]):
        members = list(group)
        series = stem in ("lpr", "benchmark") and len(members) > 1
        found += [f"{stem}-*"] if series else members
    return found


def _not_coded() -> Iterator[str]:
    missing = [each for each in provisions().values() if each.status != "coded"]
    yield ""
    yield "## Not coded, with the reason 未编入的条文及理由"
    yield from _table("provision 条文", "title 标题", "instrument 文件", "status", "reason 理由")
    for each in sorted(missing, key=lambda each: (each.status, each.instrument, each.key)):
        status = {"partly": "部分", "not coded": "未编入"}[each.status]
        yield _row(f"`{each.key}`", each.title, each.instrument_title, status, each.reason)


def _from_memory() -> Iterator[str]:
    recalled = sorted(
        (key, "；".join(f"{cited.document} {cited.article}" for cited in doubtful))
        for key, each in provisions().items()
        if (doubtful := [cited for _, cited in each.versions if cited.certainty != "text seen"])
    )
    yield ""
    yield "## From memory, to be checked against the text 凭记忆、待核对"
    yield ""
    for key, articles in recalled:
        yield f"- `{key}` {articles}"
    unsettled = sorted(
        (key, entry.certainty)
        for key, history in parameters().items()
        for entry in history.entries
        if entry.certainty != "text seen"
    )
    yield ""
    yield "### Numbers not read in a text 没有原文的数值"
    yield ""
    words = {"from memory": "凭记忆", "court setting": "法院设定", "practice": "通行做法"}
    for key, certainty in dict.fromkeys(unsettled):
        yield f"- `{key}` {parameters()[key].title}：{words.get(certainty, certainty)}"


def _numbers() -> Iterator[str]:
    yield ""
    yield "## Numbers 数值"
    yield from _table(
        "number 数值",
        "title 标题",
        "values 数值及起日",
        "provision 条文",
        "rules 规则",
        "gaps 空白",
    )
    users = _users(rule_uses().values())
    for key, history in sorted(parameters().items()):
        gaps = (history.gap_before, history.gap_between, history.gap_after)
        cited = dict.fromkeys(entry.provision for entry in history.entries if entry.provision)
        yield _row(
            f"`{key}`",
            history.title,
            _values(history),
            _codes(cited),
            _codes(users.get(key, ())),
            "；".join(gap for gap in gaps if gap),
        )


def _users(uses: Iterable[RuleUse]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for use in sorted(uses, key=lambda each: each.rule):
        for key in (*use.parameters, *use.provisions):
            found.setdefault(key, []).append(use.rule)
    return found


def _values(history: ParameterHistory) -> str:
    entries = history.entries
    if len(entries) <= _FEW:
        return "；".join(map(_value, entries))
    return f"{_value(entries[0])}；……共 {len(entries)} 段；{_value(entries[-1])}"


def _value(entry: Entry) -> str:
    shown = f"表（{len(entry.value)} 行）" if isinstance(entry.value, list) else str(entry.value)
    until = f"至 {entry.in_force_to}" if entry.in_force_to else "起"
    return f"{shown} {entry.unit}（{entry.in_force_from} {until}）"


def _instruments(evidence: Evidence) -> Iterator[str]:
    yield ""
    yield "## Provisions 条文"
    by_instrument = sorted(provisions().values(), key=lambda each: (each.instrument, each.key))
    users = _users(rule_uses().values())
    numbers: dict[str, set[str]] = {}
    for key, history in parameters().items():
        for entry in history.entries:
            numbers.setdefault(entry.provision, set()).add(key)
    for instrument, group in groupby(by_instrument, key=lambda each: each.instrument):
        members = list(group)
        yield ""
        yield f"### {members[0].instrument_title} `{instrument}`"
        yield from _table(
            "provision 条文",
            "articles 条号",
            "numbers 数值",
            "rules 规则",
            "tests 例与测试",
            "used 用于",
        )
        for each in members:
            yield _row(
                f"`{each.key}` {each.title}",
                _articles(each),
                _codes(_joined(sorted(numbers.get(each.key, ())))),
                _codes(users.get(each.key, ())),
                "、".join(
                    sorted(
                        evidence.cases.get(each.key, set()) | evidence.tests.get(each.key, set())
                    )
                ),
                "、".join([*_nodes(each.key), *sorted(evidence.house.get(each.key, ()))]),
            )


def _articles(provision: Provision) -> str:
    return "；".join(
        f"{version.in_force_from} {cited.document} {cited.article}"
        + ("" if cited.certainty == "text seen" else "？")
        for version, cited in provision.versions
    )


def _without_english() -> Iterator[str]:
    missing = [each for each in labels() if not has_english(each)]
    if missing:
        yield ""
        yield "## Labels without English 尚无英文的标签"
        yield ""
        yield from (f"- {each}" for each in missing)


def _nodes(key: str) -> list[str]:
    return sorted(f"节点 {node.key}" for node in load_nodes().values() if key in node.provisions)
