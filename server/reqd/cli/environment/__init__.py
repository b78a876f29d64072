"""What `reqd env` can be asked for: one file each."""
