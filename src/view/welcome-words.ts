/** What is said before anything of the course is loaded: the first frame does not wait for it, and knows neither its chapters nor its steps. */

/** What is taught. */
export const COURSE_TITLE = 'Access-token propagation';

/** The same in a sentence. */
export const COURSE_IS =
  'How a user’s access token travels: from a login, through an agent stack and an MCP server, to a tool that trusts only its own identity provider.';

/** What it takes, and what runs meanwhile. */
export const COURSE_TAKES =
  'Some twenty minutes. Real servers run on this machine while you learn; nothing is acted, and they all end with this program.';

/** How one comes by a token, and the way that it goes then, in the names of the first chapter. */
export const COURSE_LOGIN = { way: ['you', 'identity'], gives: 'a login gives an access token' };
/** See COURSE_LOGIN. */
export const COURSE_WAY: readonly string[] = ['you', 'stack', 'mcp', 'tool'];
