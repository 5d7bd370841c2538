"""Who people are in a court (角色), and which branch of the work (审执分离) they belong to."""

from __future__ import annotations

from enum import StrEnum


class Branch(StrEnum):
    """R4.2.1: implementing and adjudicating powers are never in the same hands."""

    IMPLEMENTATION = "implementation"  # 执行实施
    ADJUDICATION = "adjudication"  # 执行裁决
    ADMINISTRATION = "administration"  # 立案、财务、技术
    COMMAND = "command"  # 院长、局长: sign for every branch


class Role(StrEnum):
    OFFICER = "officer"  # 承办人
    CLERK = "clerk"  # 书记员
    PANEL_JUDGE = "panel_judge"  # 实施合议庭成员
    ADJUDICATION_JUDGE = "adjudication_judge"  # 执行裁决法官
    BUREAU_DIRECTOR = "bureau_director"  # 执行局长
    PRESIDENT = "president"  # 院长
    FINANCE = "finance"  # 财务
    FILING_HALL = "filing_hall"  # 立案庭
    INSPECTOR = "inspector"  # 督查
    ADMINISTRATOR = "administrator"  # 系统管理员
    SYSTEM = "system"  # 系统自动

    @property
    def title(self) -> str:  # type: ignore[override]  # the Chinese name, not str.title
        return _TITLES[self][0]

    @property
    def title_en(self) -> str:
        return _TITLES[self][1]

    @property
    def branch(self) -> Branch:
        return _BRANCHES[self]


_TITLES = {
    Role.OFFICER: ("承办人", "Officer in charge"),
    Role.CLERK: ("书记员", "Clerk"),
    Role.PANEL_JUDGE: ("合议庭法官", "Panel judge"),
    Role.ADJUDICATION_JUDGE: ("执行裁决法官", "Adjudication judge"),
    Role.BUREAU_DIRECTOR: ("执行局长", "Bureau director"),
    Role.PRESIDENT: ("院长", "President"),
    Role.FINANCE: ("财务", "Finance"),
    Role.FILING_HALL: ("立案庭", "Filing hall"),
    Role.INSPECTOR: ("督查", "Inspector"),
    Role.ADMINISTRATOR: ("系统管理员", "Administrator"),
    Role.SYSTEM: ("系统", "System"),
}

_BRANCHES = {
    Role.OFFICER: Branch.IMPLEMENTATION,
    Role.CLERK: Branch.IMPLEMENTATION,
    Role.PANEL_JUDGE: Branch.IMPLEMENTATION,
    Role.ADJUDICATION_JUDGE: Branch.ADJUDICATION,
    Role.BUREAU_DIRECTOR: Branch.COMMAND,
    Role.PRESIDENT: Branch.COMMAND,
    Role.FINANCE: Branch.ADMINISTRATION,
    Role.FILING_HALL: Branch.ADMINISTRATION,
    Role.INSPECTOR: Branch.ADMINISTRATION,
    Role.ADMINISTRATOR: Branch.ADMINISTRATION,
    Role.SYSTEM: Branch.ADMINISTRATION,
}
