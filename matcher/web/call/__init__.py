"""The page of one call: everything known of it, each fact with the words it was read from."""
