"""The leak test: real requests by every kind of officer, and what no answer may hold and no request may change.

`python -m bench.leaks --seed 1 --cases 100000`; see `bench.leaks.run`.

* `oracle` says who may see and change what, from the rules of the policy in its own words: it imports nothing of them.
* `world` knows what is in a node of invented people in which every field of every record holds a word that nobody can
  guess; `making` makes it, out of `content` (notices, judgements), `dossiers` (reports, requests), `lists` and
  `people`.
* `routes` reads what can be asked from the application's own router; a route that it cannot fill in is an error.
  `fills` says what stands in path, query and form, `changes` what each act may change.
* `client` asks, in this process, without a network.
* `watch` finds words in answers, and rows that changed in the database.
* `run` brings them together and counts.
"""
