"""Pages of directors, presidents and inspectors: the board, the permission matrix."""
