"""What reqd promises its users, held against the real process: what it must never do, whatever a workspace or a client brings."""
