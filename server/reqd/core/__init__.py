"""The pure heart: values, events and the one step from a snapshot to the next."""
