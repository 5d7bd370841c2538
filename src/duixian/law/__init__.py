"""What the law says: provisions and numbers by date, and rules as pure functions.

Imports only the kernel. Knows no clock and no database; every question carries its own day.
"""

from duixian.law.nodes import Extension, Node, Pause, due_date, load_nodes, node
from duixian.law.rules.advance_enforcement import Advance, AdvanceFacts, advance_enforcement
from duixian.law.rules.after_termination import AfterTermination, QueryAfter, after_termination
from duixian.law.rules.application_period import ApplicationPeriod, application_period
from duixian.law.rules.appraisal_fee import AppraisalFee, appraisal_fee
from duixian.law.rules.bankruptcy_transfer import (
    BankruptcyFacts,
    BankruptcyTransfer,
    TransferDay,
    bankruptcy_transfer,
)
from duixian.law.rules.bidding import Bidding, bidding_end
from duixian.law.rules.calendar import DayKind, day_kind
from duixian.law.rules.case_types import CaseType, case_type, filed_as, may_split
from duixian.law.rules.classification import (
    Availability,
    Classification,
    ClassificationFacts,
    Line,
    classify,
)
from duixian.law.rules.closing_mode import ClosingMode, ServiceOn, closing_mode
from duixian.law.rules.consumption_restriction import (
    Restriction,
    RestrictionFacts,
    consumption_restriction,
)
from duixian.law.rules.declaration_duty import DeclarationDuty, declaration_duty
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
from duixian.law.rules.disclosure import (
    Disclosure,
    PaperPublication,
    disclosure,
    paper_publication,
)
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
from duixian.law.rules.entrusting import Entrusting, cross_enforcement, entrusted_matter, entrusting
from duixian.law.rules.execution_term import (
    ExecutionTerm,
    TermExtension,
    change_of_court,
    execution_term,
)
from duixian.law.rules.exempt import ExemptFacts, Exemption, exempt
from duixian.law.rules.exempt_home import HomeFacts, exempt_home
from duixian.law.rules.exit_ban import ExitBan, ExitBanFacts, exit_ban
from duixian.law.rules.fee import Fee, auction_commission, enforcement_fee
from duixian.law.rules.freeze_term import FreezeTerm, freeze_term, longest_term
from duixian.law.rules.inaction import Inaction, Sign, inaction_signs
from duixian.law.rules.indicators import INDICATORS, Indicator, Reading, indicator_reading
from duixian.law.rules.listing_terms import (
    GROUND_TITLES,
    DebtorListing,
    DebtorListingFacts,
    GroundAnswer,
    dishonest_listing,
)
from duixian.law.rules.network_price import NetworkPrice, NetworkReport, network_fee, network_price
from duixian.law.rules.periods import period
from duixian.law.rules.points import Point
from duixian.law.rules.preservation import Preservation, PreservationFacts, preservation
from duixian.law.rules.property_facts import InquiryFacts, PropertyFacts, SurveyFacts
from duixian.law.rules.rate import Series, rate_on
from duixian.law.rules.reference_price import (
    NextPriceWay,
    PriceFacts,
    PriceValidity,
    next_price_way,
    price_validity,
)
from duixian.law.rules.refusal_crime import RefusalCrime, RefusalFacts, refusal_crime
from duixian.law.rules.relief import Relief, ReliefFacts, relief
from duixian.law.rules.remedies import REMEDIES, RemedyPeriod, remedies_on, remedy_period
from duixian.law.rules.remedy_kinds import Remedy
from duixian.law.rules.resale_shortfall import ResaleShortfall, resale_shortfall
from duixian.law.rules.reserve_price import ReservePrice, reserve_price
from duixian.law.rules.resumption import Resumption, resumption
from duixian.law.rules.sanction_limits import SanctionFacts, SanctionLimit, sanction_limit
from duixian.law.rules.ship_sale import ShipSale, ship_sale
from duixian.law.rules.signature_table import SIGNINGS, Signing
from duixian.law.rules.signatures import Signer, who_signs
from duixian.law.rules.taking_in_kind import Taker, Taking, taking_in_kind
from duixian.law.rules.termination import (
    Condition,
    DebtorFacts,
    TerminationCheck,
    TerminationFacts,
    termination_check,
)
from duixian.law.rules.transfer_of_disposal import Transfer, TransferFacts, transfer_of_disposal
from duixian.law.rules.triage import Triage, TriageFacts, triage
from duixian.law.rules.useless_sale import UselessSale, useless_sale
from duixian.law.rules.version import version
from duixian.law.rules.waiting_measures import OneMeasure, Place, Waiting, waiting_measures
from duixian.law.texts import Parameter, citation, citations, parameter

__all__ = [
    "GROUND_TITLES",
    "INDICATORS",
    "REMEDIES",
    "SIGNINGS",
    "Advance",
    "AdvanceFacts",
    "AfterTermination",
    "ApplicationPeriod",
    "AppraisalFee",
    "Availability",
    "BankruptcyFacts",
    "BankruptcyTransfer",
    "Bidding",
    "CaseType",
    "Choices",
    "Claim",
    "Classification",
    "ClassificationFacts",
    "ClosingMode",
    "Condition",
    "Conversion",
    "CourtCode",
    "DayKind",
    "DebtLine",
    "DebtorFacts",
    "DebtorListing",
    "DebtorListingFacts",
    "DeclarationDuty",
    "DelayInterest",
    "DelayMoney",
    "DelayPause",
    "Disclosure",
    "DisposalTerm",
    "Distribution",
    "DocketReading",
    "Entrusting",
    "ExecutionTerm",
    "ExemptFacts",
    "Exemption",
    "ExitBan",
    "ExitBanFacts",
    "Extension",
    "Fee",
    "FreezeTerm",
    "GroundAnswer",
    "HomeFacts",
    "Inaction",
    "Indicator",
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
    "OneMeasure",
    "OrdinaryInterest",
    "Outstanding",
    "PaperPublication",
    "Parameter",
    "Pause",
    "Payment",
    "Place",
    "PlanFacts",
    "PlanStanding",
    "Point",
    "Preservation",
    "PreservationFacts",
    "PriceFacts",
    "PriceValidity",
    "PrivateLoan",
    "PropertyFacts",
    "QueryAfter",
    "Reading",
    "RefusalCrime",
    "RefusalFacts",
    "Relief",
    "ReliefFacts",
    "Remedy",
    "RemedyPeriod",
    "ResaleShortfall",
    "ReservePrice",
    "Restriction",
    "RestrictionFacts",
    "Resumption",
    "SanctionFacts",
    "SanctionLimit",
    "Segment",
    "Series",
    "ServiceOn",
    "Share",
    "ShipSale",
    "Sign",
    "Signer",
    "Signing",
    "SurveyFacts",
    "Taker",
    "Taking",
    "TermExtension",
    "TerminationCheck",
    "TerminationFacts",
    "Terms",
    "Transfer",
    "TransferDay",
    "TransferFacts",
    "Triage",
    "TriageFacts",
    "UselessSale",
    "Waiting",
    "advance_enforcement",
    "after_termination",
    "application_period",
    "appraisal_fee",
    "auction_commission",
    "bankruptcy_transfer",
    "bidding_end",
    "case_type",
    "change_of_court",
    "citation",
    "citations",
    "classify",
    "closing_mode",
    "consumption_restriction",
    "court_codes",
    "cross_enforcement",
    "day_kind",
    "declaration_duty",
    "delay_interest",
    "delay_money",
    "disclosure",
    "dishonest_listing",
    "disposal_terms",
    "distribution",
    "docket_number",
    "due_date",
    "enforcement_fee",
    "entrusted_matter",
    "entrusting",
    "execution_term",
    "exempt",
    "exempt_home",
    "exit_ban",
    "filed_as",
    "freeze_term",
    "inaction_signs",
    "indicator_reading",
    "listing_check",
    "load_nodes",
    "longest_term",
    "may_split",
    "network_fee",
    "network_price",
    "next_price_way",
    "node",
    "paper_publication",
    "parameter",
    "period",
    "plan_standing",
    "preservation",
    "price_validity",
    "rate_on",
    "refusal_crime",
    "relief",
    "remedies_on",
    "remedy_period",
    "resale_shortfall",
    "reserve_price",
    "resumption",
    "sanction_limit",
    "ship_sale",
    "taking_in_kind",
    "termination_check",
    "transfer_of_disposal",
    "triage",
    "useless_sale",
    "version",
    "waiting_measures",
    "who_signs",
]
