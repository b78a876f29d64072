"""What is known beyond the language itself, and what several rules share: tables, and marks that are recognised in a text."""
