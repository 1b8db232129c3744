"""How the model of spelling is made from pairs of names: `make train`."""
