"""Signing in: by a mailed link, through an OpenID provider; and signing out."""
