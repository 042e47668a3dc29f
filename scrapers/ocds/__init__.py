"""Reads notices in the Open Contracting Data Standard (OCDS 1.1): packages, windows, calls."""
