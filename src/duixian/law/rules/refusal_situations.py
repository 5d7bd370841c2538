"""The situations that make a refusal a crime, text by text (拒执罪的情形), as tables.

A situation counts from the day its text is in force. after_sanction: only once a fine, detention
or like measure was tried before. grave: how bad the case must be is for the court to weigh.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Tier = Literal["serious", "very_serious"]


@dataclass(frozen=True, slots=True)
class Situation:
    """One situation of one text: its key, its words, its tier and what it presupposes."""

    key: str
    title: str
    tier: Tier = "serious"
    after_sanction: bool = False
    grave: bool = False


NPC_2002 = (
    Situation(
        "hides_property",
        "隐藏、转移、故意毁损财产或者无偿转让、以明显不合理低价转让财产，致使无法执行",
    ),
    Situation("secured_property", "隐藏、转移、故意毁损或者转让已提供担保的财产，致使无法执行"),
    Situation("assistance_refused", "协助执行义务人接到协助执行通知书后拒不协助，致使无法执行"),
    Situation("staff_collusion", "与国家机关工作人员通谋，利用其职权妨害执行"),
    Situation("other", "其他有能力执行而拒不执行，情节严重的情形", grave=True),
)
INTERPRETATION_2015 = (
    Situation(
        "breaks_orders",
        "拒绝报告、虚假报告财产，违反限制消费令等，经罚款或者拘留后仍拒不执行",
        after_sanction=True,
    ),
    Situation("evidence", "伪造、毁灭证据，以暴力、威胁、贿买妨碍查明财产，致使无法执行"),
    Situation("handover_refused", "拒不交付指定的财物、票证或者拒不迁出，致使无法执行"),
    Situation("sham_suit", "通过虚假诉讼、虚假仲裁、虚假和解妨害执行，致使无法执行"),
    Situation("violence", "以暴力、威胁阻碍进入现场或者聚众哄闹、冲击现场，致使无法执行"),
    Situation("staff_attacked", "侮辱、围攻、扣押、殴打执行人员，致使无法执行"),
    Situation("files_destroyed", "毁损、抢夺案件材料、执行车辆和器械、服装、证件，致使无法执行"),
    Situation("creditor_loss", "致使债权人遭受重大损失", grave=True),
)
INTERPRETATION_2024 = (
    Situation(
        "waives_rights",
        "放弃债权、放弃担保、恶意延长到期债权期限，虚假和解、虚假转让，致使无法执行",
    ),
    Situation("bad_deals", "以明显不合理高价受让财产、为他人债务提供担保，致使无法执行"),
    Situation("evidence", "伪造、毁灭、隐匿证据，以暴力、威胁、贿买妨碍查明履行能力，致使无法执行"),
    Situation(
        "breaks_orders",
        "拒绝报告、虚假报告财产，违反限制消费令，经采取罚款、拘留等措施后仍拒不执行",
        after_sanction=True,
    ),
    Situation(
        "handover_refused",
        "经采取措施后仍拒不交付财物、票证或者拒不迁出，致使无法执行",
        after_sanction=True,
    ),
    Situation(
        "assistance_refused",
        "经采取措施后仍拒不履行协助行使人身权益等作为义务，情节恶劣",
        after_sanction=True,
        grave=True,
    ),
    Situation(
        "forbidden_act",
        "经采取措施后仍违反人身安全保护令、禁止从业等不作为义务，造成轻微伤以上或者严重影响生活工作",
        after_sanction=True,
        grave=True,
    ),
    Situation(
        "blocks_entry",
        "以恐吓、辱骂、聚众哄闹、消极抵抗等阻碍进入现场，执行无法进行，情节恶劣",
        grave=True,
    ),
    Situation(
        "files_destroyed", "毁损、抢夺案件材料、执行车辆和器械、服装、证件，致使执行无法进行"
    ),
    Situation("other", "其他情节严重的情形", grave=True),
    Situation(
        "sham_suit", "通过虚假诉讼、虚假仲裁、虚假公证妨害执行，致使无法执行", "very_serious"
    ),
    Situation("storming", "聚众冲击执行现场，致使无法执行", "very_serious"),
    Situation("violence", "以暴力妨害执行人员，致使无法执行", "very_serious"),
    Situation(
        "suicide", "致使申请执行人自杀、自残或者造成其他严重后果", "very_serious", grave=True
    ),
    Situation("other_grave", "其他情节特别严重的情形", "very_serious", grave=True),
)
