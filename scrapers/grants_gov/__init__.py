"""Grants.gov's records, from the daily XML extract or from its programming interface."""
