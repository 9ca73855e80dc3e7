/** What an MCP server of this program's says where it was not told that the token may go to an address (services/mcp-server/fetch-tool.ts). */
const NOT_ALLOWED = /(https?:\/\/\S+) is not on the list of origins that may receive the token/;

/** What to do where the words of an answer say that the MCP server does not send tokens there; undefined where they do not. Pure. */
export function letItSendThere(said: string): string | undefined {
  const [, origin] = NOT_ALLOWED.exec(said) ?? [];
  return (
    origin &&
    `Start your MCP server with one more option, --allow-origin ${origin}: there the tool is asked in this lab.`
  );
}
