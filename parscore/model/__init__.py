"""What the field talks about: frozen records without input or output."""
