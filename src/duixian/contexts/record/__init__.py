"""The record (案卷与日志): acts, the one door for writes, the journal nobody can rewrite.

Other rooms import the words of acts from `record.acts` and `record.facts`, and the door from
`record.doing`; this module stays empty so that importing the app loads no models too early.
"""
