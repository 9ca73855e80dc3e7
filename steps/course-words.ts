import type { CourseWords } from '../src/lesson/chapter.ts';
import { WAY } from './propagation/way.ts';

/** What is said before anything of the course is loaded: the first frame waits for no chapter. */
export const COURSE_WORDS: CourseWords = {
  title: 'Access-token propagation',
  about:
    'How a user’s access token travels: from a login, through an agent stack and an MCP server, to a tool that trusts only its own identity provider.',
  takes:
    'The first chapter takes some twenty minutes. Real servers run on this machine while you learn; nothing is acted, and they all end with this program.',
  login: { way: ['you', 'identity'], gives: 'a login gives an access token' },
  way: WAY,
};
