"""Seals, opens, hashes for secrecy and signs: the only room that does. Knows no report, no table and no request.

keys.py makes and reads the key folder; sealing.py has what those keys do; codes.py, what comes from a secret, and tokens.
"""

from intake.vault.codes import DraftKeys, return_code_hash, return_key, token, token_hash
from intake.vault.keys import load_openers, load_receipt_keys, load_sealer, make_keys, read_receipt_keys
from intake.vault.sealing import Opener, Sealer, dossier_hash, verify_receipt

__all__ = [
    "DraftKeys",
    "Opener",
    "Sealer",
    "dossier_hash",
    "load_openers",
    "load_receipt_keys",
    "load_sealer",
    "make_keys",
    "read_receipt_keys",
    "return_code_hash",
    "return_key",
    "token",
    "token_hash",
    "verify_receipt",
]
