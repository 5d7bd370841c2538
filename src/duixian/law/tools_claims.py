"""The larger tools: delay interest, distribution, and the check before termination."""

from __future__ import annotations

from typing import Any

from duixian.law.tool_fields import Tool
from duixian.law.tools_distribution import DISTRIBUTION_TOOLS
from duixian.law.tools_interest import INTEREST_TOOLS
from duixian.law.tools_termination import TERMINATION_TOOL

CLAIM_TOOLS: tuple[Tool[Any], ...] = (
    *INTEREST_TOOLS,
    *DISTRIBUTION_TOOLS,
    TERMINATION_TOOL,
)
