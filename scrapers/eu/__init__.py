"""The two public services behind the EU Funding & Tenders Portal, read alike."""
