"""The command line, the configuration and the web server, as an operator meets them."""
