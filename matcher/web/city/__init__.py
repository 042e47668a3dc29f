"""Pages of the city's needs and organisations: the evidence, and the calls beside it."""
