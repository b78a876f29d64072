"""What the protocol promises, held against a server whose handlers misbehave."""
