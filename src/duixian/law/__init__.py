"""What the law says: provisions and numbers by date, and rules as pure functions.

Imports only the kernel. Knows no clock and no database; every question carries its own day.
"""

from duixian.law.nodes import Extension, Node, Pause, due_date, load_nodes, node
from duixian.law.rules.calendar import DayKind, day_kind
from duixian.law.rules.classification import (
    Availability,
    Classification,
    ClassificationFacts,
    Line,
    classify,
)
from duixian.law.rules.delay_interest import (
    Choices,
    Conversion,
    DebtLine,
    DelayInterest,
    DelayPause,
    OldRule,
    OrdinaryInterest,
    Outstanding,
    Payment,
    PrivateLoan,
    Segment,
    delay_interest,
)
from duixian.law.rules.delay_money import DelayMoney, delay_money
from duixian.law.rules.dishonest_list import (
    ListingFacts,
    ListingGround,
    ListingObstacle,
    listing_check,
)
from duixian.law.rules.docket_number import CourtCode, DocketReading, court_codes, docket_number
from duixian.law.rules.fee import Fee, auction_commission, enforcement_fee
from duixian.law.rules.freeze_term import FreezeTerm, freeze_term, longest_term
from duixian.law.rules.periods import period
from duixian.law.rules.property_facts import InquiryFacts, PropertyFacts, SurveyFacts
from duixian.law.rules.rate import Series, rate_on
from duixian.law.rules.reserve_price import ReservePrice, reserve_price
from duixian.law.rules.termination import (
    Condition,
    DebtorFacts,
    TerminationCheck,
    TerminationFacts,
    termination_check,
)
from duixian.law.rules.version import version
from duixian.law.texts import Parameter, citation, citations, parameter

__all__ = [
    "Availability",
    "Choices",
    "Classification",
    "ClassificationFacts",
    "Condition",
    "Conversion",
    "CourtCode",
    "DayKind",
    "DebtLine",
    "DebtorFacts",
    "DelayInterest",
    "DelayMoney",
    "DelayPause",
    "DocketReading",
    "Extension",
    "Fee",
    "FreezeTerm",
    "InquiryFacts",
    "Line",
    "ListingFacts",
    "ListingGround",
    "ListingObstacle",
    "Node",
    "OldRule",
    "OrdinaryInterest",
    "Outstanding",
    "Parameter",
    "Pause",
    "Payment",
    "PrivateLoan",
    "PropertyFacts",
    "ReservePrice",
    "Segment",
    "Series",
    "SurveyFacts",
    "TerminationCheck",
    "TerminationFacts",
    "auction_commission",
    "citation",
    "citations",
    "classify",
    "court_codes",
    "day_kind",
    "delay_interest",
    "delay_money",
    "docket_number",
    "due_date",
    "enforcement_fee",
    "freeze_term",
    "listing_check",
    "load_nodes",
    "longest_term",
    "node",
    "parameter",
    "period",
    "rate_on",
    "reserve_price",
    "termination_check",
    "version",
]
