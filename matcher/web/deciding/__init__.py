"""Deciding on a call from the site: go, watch, no-go, what became of it, what people say of it.

`form` reads what was filled in (pure), `record` stores it, `views` puts it into words, `pages`
answers; `comments` is what people say of a call for one another.
"""
