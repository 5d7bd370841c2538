"""Pure decisions on names and identities."""

from __future__ import annotations

import re
import unicodedata

_NOT_NAME = re.compile(r"[\s·•・.\-()（）]+")
_PUBLIC_BODY = re.compile(
    r"(人民政府|街道办事处|管理委员会|财政局|公安局|教育局|卫生健康委|住房和城乡建设局|"
    r"自然资源和规划局|国有资产监督管理委员会|村民委员会|居民委员会|村委会|居委会)"
)


def name_key(name: str) -> str:
    """A name as compared: full-width made half, blanks, dots and brackets dropped.

    >>> name_key("芜湖（恒岳）机械 有限公司")
    '芜湖恒岳机械有限公司'
    """
    return _NOT_NAME.sub("", unicodedata.normalize("NFKC", name)).upper()


def is_public_body(name: str) -> bool:
    """R4.8.2: whether a name is that of a public body or a village or residents' committee."""
    return bool(_PUBLIC_BODY.search(name))


def masked_name(name: str, *, person: bool) -> str:
    """A person's name as shown to others: the surname and 某; firms are not masked.

    >>> masked_name("徐春莲", person=True)
    '徐某莲'
    """
    if not person or len(name) < 2:
        return name
    return name[0] + "某" + (name[-1] if len(name) > 2 else "")
