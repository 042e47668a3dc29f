"""`/calls`: search as one types, narrow by facets, save, download, and "find calls for this"."""
