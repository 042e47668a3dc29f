"""Bad weather: everything that goes wrong around the weekly work, and what must hold after it."""
