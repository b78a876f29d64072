"""A conversation for each question that an editor asks, with the capabilities of a real client."""
