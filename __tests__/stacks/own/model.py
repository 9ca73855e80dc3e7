"""model.py PORT: no model, but what speaks the chat API of one: it calls the first tool that it is offered with the URL of the user's words, and then
says what came of it."""
import json
import re
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def decide(messages, tools):
    """What is said, or the call that is made."""
    last = messages[-1]
    if last["role"] == "tool" or not tools:
        return {"content": f"It says: {json.dumps(last.get('content'))}"}
    url = re.search(r"https?://[^\s\"'<>\\]+", json.dumps(last.get("content")))
    call = {"name": tools[0]["function"]["name"], "arguments": json.dumps({"url": url[0] if url else ""})}
    return {"content": "", "tool_calls": [{"index": 0, "id": "call_1", "type": "function", "function": call}]}


class Model(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, text, content_type="application/json"):
        body = text.encode()
        self.send_response(200)
        self.send_header("content-type", content_type)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        listed = {"id": "scripted", "object": "model", "created": 0, "owned_by": "tests"}
        self.answer(json.dumps({"object": "list", "data": [listed]}))

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        offered = [] if asked.get("tool_choice") == "none" else asked.get("tools") or []
        said = decide(asked["messages"], offered)
        ended = "tool_calls" if "tool_calls" in said else "stop"
        about = {"id": "chat_1", "created": 0, "model": asked["model"]}
        if not asked.get("stream"):
            choice = {"index": 0, "message": {"role": "assistant", **said}, "finish_reason": ended}
            return self.answer(json.dumps({**about, "object": "chat.completion", "choices": [choice]}))
        choices = [({"role": "assistant", "content": ""}, None), (said, None), ({}, ended)]
        events = [
            {**about, "object": "chat.completion.chunk", "choices": [{"index": 0, "delta": delta, "finish_reason": end}]}
            for delta, end in choices
        ]
        lines = [f"data: {json.dumps(event)}\n\n" for event in events]
        return self.answer("".join(lines) + "data: [DONE]\n\n", "text/event-stream")

    def log_message(self, *_):
        pass


ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Model).serve_forever()
