"""How a call changes over time: new rounds at an old address, and what a version changed."""
