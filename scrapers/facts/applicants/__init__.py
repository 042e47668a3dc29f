"""Who may lead a bid and who may be in it, as far as a text says so."""

from scrapers.facts.applicants.reading import (
    FoundAdmission,
    find_admissions,
    without_contradictions,
)

__all__ = ["FoundAdmission", "find_admissions", "without_contradictions"]
