"""What the sources of awards have in common: how they write amounts, days and words."""
