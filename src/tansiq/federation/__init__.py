"""What we tell: items, letters, receipts and the gate through which everything comes that a partner sends.

No IO, no clock, no chance: functions take bytes and keys, and give values or bytes. The specification is
`docs/protocol/exchange.md`.
"""
