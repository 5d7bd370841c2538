"""The State Council's yearly arrangement of holidays (节假日安排), one file a year."""
