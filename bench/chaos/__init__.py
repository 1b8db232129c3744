"""Two nodes are killed, cut off, lied to by line and clocks: nothing may be lost, doubled or overwritten.

`setting` makes the nodes, `life` is one process of one of them until it is killed, `line` the faults of what lies
between, `ledger` what a node said was done, `verdict` compares all of it at the end.
"""
