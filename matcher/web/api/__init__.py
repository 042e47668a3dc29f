"""What programs read: CommonGrants under /common-grants, our own picture under /api."""
