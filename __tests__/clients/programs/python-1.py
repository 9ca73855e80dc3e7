"""An application on version 1 of the Python SDK. Arguments: MCP server, the tool's URL, redirect URI. It says `visit URL` where its user has to log in,
reads the address that the browser came back to from its standard input, and says `answer TEXT`."""

import asyncio
import sys
from urllib.parse import parse_qs, urlsplit

from mcp import ClientSession
from mcp.client.auth import OAuthClientProvider
from mcp.client.streamable_http import streamablehttp_client
from mcp.shared.auth import OAuthClientInformationFull, OAuthClientMetadata

server, tool, redirect_uri = sys.argv[1:]


class Storage:
    tokens = None
    client = OAuthClientInformationFull(client_id="mcp-cli", redirect_uris=[redirect_uri], token_endpoint_auth_method="none")

    async def get_tokens(self):
        return self.tokens

    async def set_tokens(self, tokens):
        self.tokens = tokens

    async def get_client_info(self):
        return self.client

    async def set_client_info(self, client):
        self.client = client


async def redirect(url):
    print(f"visit {url}", flush=True)


async def callback():
    line = await asyncio.to_thread(sys.stdin.readline)
    query = parse_qs(urlsplit(line.strip()).query)
    return query["code"][0], query.get("state", [None])[0]


async def main():
    metadata = OAuthClientMetadata(redirect_uris=[redirect_uri], token_endpoint_auth_method="none")
    auth = OAuthClientProvider(server, metadata, Storage(), redirect, callback)
    async with streamablehttp_client(server, auth=auth) as (read, write, _):
        async with ClientSession(read, write) as session:
            await session.initialize()
            result = await session.call_tool("fetch", {"url": tool})
            print(f"answer {result.content[0].text}", flush=True)


asyncio.run(main())
