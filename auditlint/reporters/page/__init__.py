"""The page for the browser: a report's text with every figure coloured by what is known, findings beside it.

`view` makes what the templates show, `text` marks figures in text, `build` puts pages together. The HTML result and
the local web page share them.
"""
