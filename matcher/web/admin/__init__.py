"""The pages of whoever looks after people, the review queue and the service."""
