"""The digest by e-mail: what each reader is told, how it looks, and how it gets there."""
