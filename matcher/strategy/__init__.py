"""What a call means for the city: how big, which aim, may we bid, which few to decide on. Pure."""
