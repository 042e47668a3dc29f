"""One opportunity of Grants.gov, the same whether the extract or the interface told of it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from scrapers.grants_gov.extract import KIND

FORECAST = "forecast"
_FORGOTTEN = timedelta(days=730)  # untouched for so long and never to be archived: not open
_DIGITS_DAY = re.compile(r"(\d{2})(\d{2})(\d{4})", re.ASCII)  # 08182027
_SLASHED_DAY = re.compile(r"(\d{2})/(\d{2})/(\d{4})", re.ASCII)  # 08/18/2027
_DASHED_MOMENT = re.compile(r"(\d{4})-(\d{2})-(\d{2})-(\d{2})-(\d{2})-(\d{2})", re.ASCII)
_WORDED_DAY = re.compile(r"([A-Z][a-z]{2} \d{1,2}, \d{4}) \d{1,2}:\d{2}:\d{2} [AP]M [A-Z]{3,4}")
_UNSAID = ("", "undefined", "null", "n/a", "none")
# Read by `from_detail`, named apart from what is known and left out on purpose.
_READ = frozenset(
    {
        *("agencyName", "agencyDetails", "synopsisDesc", "forecastDesc", "responseDate"),
        *("responseDateStr", "responseDateDesc", "postingDate", "postingDateStr", "archiveDate"),
        *("archiveDateStr", "costSharing", "numberOfAwards", "estimatedFunding", "awardCeiling"),
        *("awardFloor", "applicantEligibilityDesc", "lastUpdatedDate", "applicantTypes"),
        *("fundingInstruments", "fundingActivityCategories", "estApplicationResponseDate"),
        *("estApplicationResponseDateStr", "estApplicationResponseDateDesc"),
        *("estSynopsisPostingDate", "estSynopsisPostingDateStr"),
    }
)
_LEFT_OUT = frozenset(
    {
        *("opportunityId", "version", "agencyCode", "agencyPhone", "agencyAddressDesc"),
        *("agencyContactName", "agencyContactDesc", "agencyContactPhone", "agencyContactEmail"),
        *("agencyContactEmailDesc", "topAgencyDetails", "fundingDescLinkUrl"),
        *("fundingDescLinkDesc", "estimatedFundingFormatted", "awardCeilingFormatted"),
        *("awardFloorFormatted", "sendEmail", "createTimeStamp", "createTimeStampStr"),
        *("createdDate", "fundingActivityCategoryDesc", "fiscalYear", "estAwardDate"),
        *("estAwardDateStr", "estProjectStartDate", "estProjectStartDateStr"),
    }
)
KNOWN_IN_DETAIL = tuple(sorted(_READ | _LEFT_OUT))
KNOWN_IN_EXTRACT = (
    *(KIND, "OpportunityID", "OpportunityTitle", "OpportunityNumber", "OpportunityCategory"),
    *("OpportunityCategoryExplanation", "FundingInstrumentType", "CategoryOfFundingActivity"),
    *("CategoryExplanation", "CFDANumbers", "EligibleApplicants", "AgencyCode", "AgencyName"),
    *("AdditionalInformationOnEligibility", "PostDate", "CloseDate", "CloseDateExplanation"),
    *("LastUpdatedDate", "AwardCeiling", "AwardFloor", "EstimatedTotalProgramFunding"),
    *("ExpectedNumberOfAwards", "Description", "Version", "CostSharingOrMatchingRequirement"),
    *("ArchiveDate", "AdditionalInformationURL", "AdditionalInformationText"),
    *("EstimatedSynopsisPostDate", "FiscalYear", "EstimatedSynopsisCloseDate"),
    *("EstimatedSynopsisCloseDateExplanation", "EstimatedAwardDate", "EstimatedProjectStartDate"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opportunity:
    """What one record says. Days are those of the US East; texts may still hold markup.

    Codes are Grants.gov's own (instruments "G", categories "HL", applicants
    "25"); amounts are the words as they came. A forecast's days are estimates.
    """

    number: str
    title: str
    agency: str
    forecast: bool
    instruments: tuple[str, ...]
    categories: tuple[str, ...]
    assistance_listings: tuple[str, ...]  # formerly CFDA numbers, such as 93.866
    applicants: tuple[str, ...]
    eligibility: str
    description: str
    ceiling: str
    floor: str
    total: str
    awards: str
    cost_sharing: bool | None
    posted: date | None
    opens: date | None  # of a forecast
    closes: date | None
    closes_at: time | None  # where the record itself states more than a day
    closing_note: str
    archived: date | None
    updated: date | None
    unreadable: tuple[str, ...]  # dates that are none, with their names

    def is_open(self, day: date) -> bool:
        """Whether it can still be entered, or is still to come, on a day of the US East.

        Where neither a closing nor an archiving day is given, a record that
        nobody has touched for two years counts as closed.
        """
        if (self.closes and self.closes < day) or (self.archived and self.archived <= day):
            return False
        touched = self.updated or self.posted
        if self.closes or self.archived or touched is None:
            return True
        return touched >= day - _FORGOTTEN


def from_extract(fields: Mapping[str, Any]) -> Opportunity:
    """Read one record of the extract, as `scrapers.grants_gov.extract.records` yields it."""
    forecast = fields[KIND] == FORECAST
    dates = _Dates()
    estimated = "EstimatedSynopsis" if forecast else ""
    return Opportunity(
        number=fields.get("OpportunityNumber", ""),
        title=fields.get("OpportunityTitle", ""),
        agency=fields.get("AgencyName", ""),
        forecast=forecast,
        instruments=_codes(fields.get("FundingInstrumentType", ())),
        categories=_codes(fields.get("CategoryOfFundingActivity", ())),
        assistance_listings=_codes(fields.get("CFDANumbers", ())),
        applicants=_codes(fields.get("EligibleApplicants", ())),
        eligibility=_said(fields.get("AdditionalInformationOnEligibility")),
        description=_said(fields.get("Description")),
        ceiling=fields.get("AwardCeiling", ""),
        floor=fields.get("AwardFloor", ""),
        total=fields.get("EstimatedTotalProgramFunding", ""),
        awards=fields.get("ExpectedNumberOfAwards", ""),
        cost_sharing=_yes_or_no(fields.get("CostSharingOrMatchingRequirement")),
        posted=dates.read("PostDate", fields.get("PostDate")),
        opens=dates.read("EstimatedSynopsisPostDate", fields.get("EstimatedSynopsisPostDate")),
        closes=dates.read(f"{estimated}CloseDate", fields.get(f"{estimated}CloseDate")),
        closes_at=None,
        closing_note=_said(fields.get(f"{estimated}CloseDateExplanation")),
        archived=dates.read("ArchiveDate", fields.get("ArchiveDate")),
        updated=dates.read("LastUpdatedDate", fields.get("LastUpdatedDate")),
        unreadable=tuple(dates.unreadable),
    )


def from_detail(data: Mapping[str, Any]) -> Opportunity:
    """Read `data` of an answer of fetchOpportunity. ValueError if it holds no record."""
    block = block_of(data)
    forecast = not isinstance(data.get("synopsis"), dict)
    dates = _Dates()
    closing = "estApplicationResponseDate" if forecast else "responseDate"
    closes, closes_at = dates.moment(block, closing)
    cost_sharing = block.get("costSharing")
    return Opportunity(
        number=_words(data.get("opportunityNumber")),
        title=_words(data.get("opportunityTitle")),
        agency=_agency(data, block),
        forecast=forecast,
        instruments=_ids(block.get("fundingInstruments"), "id"),
        categories=_ids(block.get("fundingActivityCategories"), "id"),
        assistance_listings=_ids(data.get("cfdas"), "cfdaNumber"),
        applicants=_ids(block.get("applicantTypes"), "id"),
        eligibility=_said(block.get("applicantEligibilityDesc")),
        description=_said(block.get("forecastDesc" if forecast else "synopsisDesc")),
        ceiling=_words(block.get("awardCeiling")),
        floor=_words(block.get("awardFloor")),
        total=_words(block.get("estimatedFunding")),
        awards=_words(block.get("numberOfAwards")),
        cost_sharing=cost_sharing if isinstance(cost_sharing, bool) else None,
        posted=dates.moment(block, "postingDate")[0],
        opens=dates.moment(block, "estSynopsisPostingDate")[0] if forecast else None,
        closes=closes,
        closes_at=closes_at,
        closing_note=_said(block.get(f"{closing}Desc")),
        archived=dates.moment(block, "archiveDate")[0],
        updated=dates.moment(block, "lastUpdatedDate")[0],
        unreadable=tuple(dates.unreadable),
    )


def block_of(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the part of a detail that describes the call, or else the one of its forecast.

    ValueError if there is neither.
    """
    for name in ("synopsis", FORECAST):
        block = data.get(name)
        if isinstance(block, dict):
            return block
    raise ValueError("the answer has neither a synopsis nor a forecast")


def read_day(words: str) -> date:
    """Read 08182027, 08/18/2027, 2027-08-18-00-00-00 or "Aug 18, 2027 12:00:00 AM EDT".

    ValueError for anything else.
    """
    if match := _DIGITS_DAY.fullmatch(words) or _SLASHED_DAY.fullmatch(words):
        return date(int(match[3]), int(match[1]), int(match[2]))
    if match := _DASHED_MOMENT.fullmatch(words):
        return date(int(match[1]), int(match[2]), int(match[3]))
    if match := _WORDED_DAY.fullmatch(words):
        return datetime.strptime(match[1], "%b %d, %Y").date()  # noqa: DTZ007  # a day, no moment
    raise ValueError(f"not a date of Grants.gov: {words[:40]!r}")


class _Dates:
    """Reads dates and keeps the names of those that are none."""

    def __init__(self) -> None:
        self.unreadable: list[str] = []

    def read(self, name: str, words: str | None) -> date | None:
        if words is None or words.strip().lower() in _UNSAID:
            return None
        try:
            return read_day(words.strip())
        except ValueError:
            self.unreadable.append(f"{name} {words[:40]!r}")
            return None

    def moment(self, block: Mapping[str, Any], name: str) -> tuple[date | None, time | None]:
        """Read a date of the interface, its form for machines first; midnight is no time."""
        words = _words(block.get(f"{name}Str")) or _words(block.get(name))
        day = self.read(name, words)
        match = _DASHED_MOMENT.fullmatch(words)
        if day is None or match is None or match.groups()[3:5] == ("00", "00"):
            return day, None
        try:
            return day, time(int(match[4]), int(match[5]))
        except ValueError:
            self.unreadable.append(f"{name} {words[:40]!r}")
            return day, None


def _codes(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted({value.strip() for value in values if value.strip()}))


def _ids(rows: object, key: str) -> tuple[str, ...]:
    """Return the codes of a list of objects, of which some may lack one."""
    entries = rows if isinstance(rows, list) else []
    return _codes([_words(row.get(key)) for row in entries if isinstance(row, dict)])


def _words(value: object) -> str:
    """Write a text or a number of JSON as text; anything else says nothing."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    return str(value).strip()


def _said(value: object) -> str:
    words = _words(value)
    return "" if words.lower() in _UNSAID else words


def _yes_or_no(value: object) -> bool | None:
    return {"yes": True, "no": False}.get(_words(value).lower())


def _agency(data: Mapping[str, Any], block: Mapping[str, Any]) -> str:
    details = data.get("agencyDetails")
    named = _words(details.get("agencyName")) if isinstance(details, dict) else ""
    return _words(block.get("agencyName")) or named
