"""Taking over what another catalogue offers to harvesters: Dublin Core by OAI-PMH, into the import."""
