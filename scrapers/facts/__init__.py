"""Readers of facts in text: amounts, dates, stages, sentences. Pure; no network, no source."""
