"""Learning a small adapter of the embedding model from labelled pairs."""
