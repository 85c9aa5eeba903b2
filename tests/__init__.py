"""The suite: behaviour through public verbs and real widgets on a real encrypted file."""
