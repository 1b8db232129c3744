"""The figures of the wanted list, measured: `make bench`, or `python -m bench [stage ...] [--small] [--folder F]`.

A stage runs in a process of its own, so that its memory is its own; stages share one folder, in which the node of
100,000 notices is made once. Numbers are printed beside what was asked; nothing is asserted.

Example:
    python -m bench un quality                  # two stages
    python -m bench search --folder var/bench   # what it needs and the folder holds is not made again
    python -m bench names --only M1 lists       # the matcher on public names
"""
