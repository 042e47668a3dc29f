"""What the program is made of, and what of it is known to be vulnerable: `make audit`."""
