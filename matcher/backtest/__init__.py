"""Past weeks again: what the digest would have shown, beside what the city won."""
