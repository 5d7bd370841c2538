"""Case accounts in double entry: every fen from payer to payee (案款)."""
