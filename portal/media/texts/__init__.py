"""Reading the words of documents: PDF, DOCX and plain text, in a process of its own with limits."""
