"""The commands of the command line, one module each: `arguments(parser, lang)` and `run(options) -> int`."""
