"""serve.py VERSION CONFIGURATION PORT: runs a stack server as it is, but on loopback alone, and without what it would fetch when it starts."""
import sys

import uvicorn

version, configuration, port = sys.argv[1:]

if version == "0.2.3":
    # It has no option for the address that it listens on.
    start = uvicorn.run
    uvicorn.run = lambda *args, **kwargs: start(*args, **{**kwargs, "host": "127.0.0.1"})
    from llama_stack.distribution.server.server import main

    sys.argv = ["server", "--config", configuration, "--port", port, "--disable-ipv6"]
else:
    # Its table of tokens comes from the network, and is for texts that are searched: here there are none.
    import tiktoken

    class Bytes:
        def encode(self, text, **_):
            return list(text.encode())

        def decode(self, tokens):
            return bytes(tokens).decode()

    tiktoken.get_encoding = lambda _: Bytes()
    from ogx.cli.ogx import main

    sys.argv = ["ogx", "run", configuration, "--port", port, "--insecure"]
main()
