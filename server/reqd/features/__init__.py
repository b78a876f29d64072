"""The questions an editor asks while a person reads and writes: one file each, each a pure question on a snapshot."""
