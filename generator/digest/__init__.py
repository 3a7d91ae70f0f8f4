"""The email of what is new: selection, content, recipients, ledger, mail server."""
