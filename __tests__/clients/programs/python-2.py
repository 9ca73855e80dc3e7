"""An application on version 2 of the Python SDK; see python-1.py."""

import asyncio
import sys
from urllib.parse import parse_qs, urlsplit

import httpx2
from mcp.client.auth import AuthorizationCodeResult, OAuthClientProvider
from mcp.client.client import Client
from mcp.client.streamable_http import streamable_http_client
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
    query = {name: values[0] for name, values in parse_qs(urlsplit(line.strip()).query).items()}
    return AuthorizationCodeResult(code=query["code"], state=query.get("state"), iss=query.get("iss"))


async def main():
    metadata = OAuthClientMetadata(redirect_uris=[redirect_uri], token_endpoint_auth_method="none")
    auth = OAuthClientProvider(server, metadata, Storage(), redirect, callback)
    async with httpx2.AsyncClient(auth=auth) as http:
        async with Client(streamable_http_client(server, http_client=http)) as client:
            result = await client.call_tool("fetch", {"url": tool})
            print(f"answer {result.content[0].text}", flush=True)


asyncio.run(main())
