"""An MCP server of Python's SDK (1.x) with a tool of its own, which asks a tool server with the token that came with the call."""

import sys
import urllib.error
import urllib.request

from mcp.server.fastmcp import Context, FastMCP

transport, port, tool = sys.argv[1], int(sys.argv[2]), sys.argv[3]
server = FastMCP("Greetings", host="127.0.0.1", port=port)


@server.tool()
def ask(politely: bool, context: Context) -> str:
    key = getattr(context.request_context.meta, "api_key", None)
    request = urllib.request.Request(tool, headers={"Authorization": f"Bearer {key}"})
    try:
        with urllib.request.urlopen(request) as answer:
            said = answer.read().decode()
    except urllib.error.HTTPError as error:
        raise ValueError(f"{error.code} {error.reason}") from None
    return f"Please: {said}" if politely else said


server.run(transport=transport)
