"""Check `text`: words that contradict figures, one kind of fault to a module."""
