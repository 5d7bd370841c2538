"""What the law says: provisions and numbers by date, and rules as pure functions.

Imports only the kernel. Knows no clock and no database; every question carries its own day.
"""

from duixian.law.nodes import Extension, Node, Pause, due_date, load_nodes, node
from duixian.law.rules.appraisal_fee import AppraisalFee, appraisal_fee
from duixian.law.rules.bidding import Bidding, bidding_end
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
from duixian.law.rules.disposal_terms import DisposalTerm, disposal_terms
from duixian.law.rules.distribution import Claim, Distribution, Share, Terms, distribution
from duixian.law.rules.distribution_plan import PlanFacts, PlanStanding, plan_standing
from duixian.law.rules.docket_number import CourtCode, DocketReading, court_codes, docket_number
from duixian.law.rules.exempt import ExemptFacts, Exemption, exempt
from duixian.law.rules.exempt_home import HomeFacts, exempt_home
from duixian.law.rules.fee import Fee, auction_commission, enforcement_fee
from duixian.law.rules.freeze_term import FreezeTerm, freeze_term, longest_term
from duixian.law.rules.network_price import NetworkPrice, NetworkReport, network_fee, network_price
from duixian.law.rules.periods import period
from duixian.law.rules.property_facts import InquiryFacts, PropertyFacts, SurveyFacts
from duixian.law.rules.rate import Series, rate_on
from duixian.law.rules.reference_price import (
    NextPriceWay,
    PriceFacts,
    PriceValidity,
    next_price_way,
    price_validity,
)
from duixian.law.rules.relief import Relief, ReliefFacts, relief
from duixian.law.rules.resale_shortfall import ResaleShortfall, resale_shortfall
from duixian.law.rules.reserve_price import ReservePrice, reserve_price
from duixian.law.rules.ship_sale import ShipSale, ship_sale
from duixian.law.rules.taking_in_kind import Taker, Taking, taking_in_kind
from duixian.law.rules.termination import (
    Condition,
    DebtorFacts,
    TerminationCheck,
    TerminationFacts,
    termination_check,
)
from duixian.law.rules.transfer_of_disposal import Transfer, TransferFacts, transfer_of_disposal
from duixian.law.rules.useless_sale import UselessSale, useless_sale
from duixian.law.rules.version import version
from duixian.law.texts import Parameter, citation, citations, parameter

__all__ = [
    "AppraisalFee",
    "Availability",
    "Bidding",
    "Choices",
    "Claim",
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
    "DisposalTerm",
    "Distribution",
    "DocketReading",
    "ExemptFacts",
    "Exemption",
    "Extension",
    "Fee",
    "FreezeTerm",
    "HomeFacts",
    "InquiryFacts",
    "Line",
    "ListingFacts",
    "ListingGround",
    "ListingObstacle",
    "NetworkPrice",
    "NetworkReport",
    "NextPriceWay",
    "Node",
    "OldRule",
    "OrdinaryInterest",
    "Outstanding",
    "Parameter",
    "Pause",
    "Payment",
    "PlanFacts",
    "PlanStanding",
    "PriceFacts",
    "PriceValidity",
    "PrivateLoan",
    "PropertyFacts",
    "Relief",
    "ReliefFacts",
    "ResaleShortfall",
    "ReservePrice",
    "Segment",
    "Series",
    "Share",
    "ShipSale",
    "SurveyFacts",
    "Taker",
    "Taking",
    "TerminationCheck",
    "TerminationFacts",
    "Terms",
    "Transfer",
    "TransferFacts",
    "UselessSale",
    "appraisal_fee",
    "auction_commission",
    "bidding_end",
    "citation",
    "citations",
    "classify",
    "court_codes",
    "day_kind",
    "delay_interest",
    "delay_money",
    "disposal_terms",
    "distribution",
    "docket_number",
    "due_date",
    "enforcement_fee",
    "exempt",
    "exempt_home",
    "freeze_term",
    "listing_check",
    "load_nodes",
    "longest_term",
    "network_fee",
    "network_price",
    "next_price_way",
    "node",
    "parameter",
    "period",
    "plan_standing",
    "price_validity",
    "rate_on",
    "relief",
    "resale_shortfall",
    "reserve_price",
    "ship_sale",
    "taking_in_kind",
    "termination_check",
    "transfer_of_disposal",
    "useless_sale",
    "version",
]
