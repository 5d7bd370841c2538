"""Turning property into money (财产处置): reference price, auction, sale, taking in kind."""
