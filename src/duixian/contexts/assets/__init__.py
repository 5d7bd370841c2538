"""What the debtor owns (财产): inquiries and answers, declarations, leads, surveys, the register."""
