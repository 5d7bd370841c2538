"""documents (文书): templates, numbering, sealing, service of process, the electronic file."""
