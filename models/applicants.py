"""Who a call admits, and in which part. What a call does not say is not listed."""

from dataclasses import dataclass
from enum import StrEnum


class Applicant(StrEnum):
    """A kind of body that a call may admit or shut out."""

    UNIVERSITY = "university"  # universities and other higher education bodies
    NHS = "nhs"  # NHS bodies: trusts, integrated care boards, primary care
    COUNCIL = "council"  # local authorities
    COMPANY = "company"  # businesses of any size
    CHARITY = "charity"  # charities and other bodies of the third sector
    UK = "uk"  # any body established in the United Kingdom


class Part(StrEnum):
    """What a body does in a bid."""

    LEAD = "lead"  # makes the bid and holds the grant
    APPLY = "apply"  # may be in the bid at all, as lead or as partner


@dataclass(frozen=True, slots=True)
class Admission:
    """One thing that a call says of who may bid: yes or no, never a guess."""

    applicant: Applicant
    part: Part
    admitted: bool

    @property
    def fact(self) -> str:
        """Name under which its evidence is kept, e.g. "applicants.lead.university"."""
        return f"applicants.{self.part}.{self.applicant}"
