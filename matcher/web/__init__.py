"""The site: search, shortlist and review for people, and links of mails that act."""
