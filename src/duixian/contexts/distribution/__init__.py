"""Who is paid, in what order, how much (分配与发放)."""
