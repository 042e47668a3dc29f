"""The service: calls and a city profile in, ranked matches and digests out."""
