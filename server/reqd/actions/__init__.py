"""Actions: what would be edited or run when a person asks for it. Nothing here runs anything."""
