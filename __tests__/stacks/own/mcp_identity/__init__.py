"""A provider for Llama Stack 0.2.3 that does what the tutorial's does on the wire: a caller's api_key goes into `_meta` of the MCP call, and nothing else of
a caller's is passed on (docs/references/llama-stack-0.2.3.md, docs/references/mcp-server.md)."""
from contextlib import asynccontextmanager

from llama_stack.apis.tools import ListToolDefsResponse, ToolDef, ToolInvocationResult, ToolParameter
from llama_stack.distribution.request_headers import NeedsRequestProviderData
from llama_stack.providers.datatypes import ToolsProtocolPrivate
from mcp import ClientSession, types
from mcp.client.sse import sse_client
from pydantic import BaseModel


class Configuration(BaseModel):
    pass


class CallerData(BaseModel):
    api_key: str


async def get_adapter_impl(config, _deps):
    return Provider(config)


@asynccontextmanager
async def session_at(endpoint):
    async with sse_client(endpoint) as (read, write), ClientSession(read, write) as session:
        await session.initialize()
        yield session


class Provider(ToolsProtocolPrivate, NeedsRequestProviderData):
    def __init__(self, config):
        self.config = config

    async def list_runtime_tools(self, tool_group_id=None, mcp_endpoint=None):
        if mcp_endpoint is None:
            raise ValueError("mcp_endpoint is required")
        async with session_at(mcp_endpoint.uri) as session:
            listed = (await session.list_tools()).tools
        return ListToolDefsResponse(data=[described(tool, mcp_endpoint.uri) for tool in listed])

    async def invoke_tool(self, tool_name, kwargs):
        endpoint = (await self.tool_store.get_tool(tool_name)).metadata["endpoint"]
        params = {"name": tool_name, "arguments": kwargs}
        caller = self.get_request_provider_data()
        if caller and caller.api_key:
            params["_meta"] = {"api_key": caller.api_key}
        request = types.CallToolRequest(method="tools/call", params=types.CallToolRequestParams(**params))
        async with session_at(endpoint) as session:
            result = await session.send_request(types.ClientRequest(request), types.CallToolResult)
        texts = [item.model_dump_json() for item in result.content]
        return ToolInvocationResult(content="\n".join(texts), error_code=int(result.isError))


def described(tool, endpoint):
    properties = tool.inputSchema.get("properties", {}).items()
    return ToolDef(
        name=tool.name,
        description=tool.description,
        parameters=[
            ToolParameter(name=name, parameter_type=schema.get("type", "string"), description=schema.get("description", ""))
            for name, schema in properties
        ],
        metadata={"endpoint": endpoint},
    )
