"""What attackers try, one module for each kind of attack; docs/security.md says who and why."""
