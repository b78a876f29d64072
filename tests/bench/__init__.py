"""How fast reqd is and how little it takes: figures to look at, which fail nothing."""
