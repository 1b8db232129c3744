"""Lists of people matched as wholes: two files in, the pairs that may be one person out, with their evidence."""
