"""What debtors who do not perform are put under (惩戒): consumption restriction, dishonest list."""
