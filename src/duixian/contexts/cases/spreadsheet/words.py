"""Words and measures the assembling of a case goes by."""

from __future__ import annotations

# The marks a case may carry, by the column that says yes.
FLAGS = {
    "series": "集团案件",
    "livelihood": "涉民生",
    "public_body_debtor": "涉党政机关",
    "enterprise": "涉企业",
    "foreign": "涉外",
}
FLAG_WORDS = {
    "民生": "涉民生",
    "农民工": "涉民生",
    "劳动报酬": "涉民生",
    "赡养": "涉民生",
    "抚养": "涉民生",
    "党政": "涉党政机关",
    "机关": "涉党政机关",
    "政府": "涉党政机关",
    "企": "涉企业",
    "金融": "涉金融",
    "未成年": "涉未成年人",
    "外": "涉外",
    "港澳台": "涉外",
    "系列": "集团案件",
    "串案": "集团案件",
}
ACT_WORDS = (
    "停止",
    "恢复",
    "协助",
    "道歉",
    "拆除",
    "修复",
    "迁出",
    "腾",
    "过户",
    "办理",
    "探视",
    "排除",
    "清除",
)
# What the acts of filing hold, by column.
LONGEST = {
    "cause": 80,
    "title_number": 80,
    "title_court": 120,
    "address": 200,
    "phone": 40,
    "agent": 120,
    "legal_representative": 120,
}
OTHER_TITLE = "其他法律文书"
TITLE_SEPARATORS = frozenset("、,，;；\n\r|")
