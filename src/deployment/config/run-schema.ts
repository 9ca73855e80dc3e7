import * as z from 'zod';
import { either, text, textsOf } from './schema-values.ts';

const yes = (what: string) => z.boolean('true or false').optional().describe(what);
/** What the file says of how the program is run, under `run`. */
export const runSchema = z
  .strictObject(
    {
      chapter: text('the number or the id of a chapter').optional().describe('Prove only this chapter (--chapter).'),
      only: textsOf('ids of steps').optional().describe('Prove only these steps (--only).'),
      from: text('the id of a step').optional().describe('Prove this step and all that follow (--from).'),
      timeout: text('a time, e.g. "90s"').optional().describe('Give up after this long (--timeout).'),
      retries: z
        .int('a number from 0 to 99')
        .min(0, 'a number from 0 to 99')
        .max(99, 'a number from 0 to 99')
        .optional()
        .describe('Start a part that did not start so many times more (--retries).'),
      keep: yes('Leave the lab running afterwards (--keep).'),
      verbose: yes('Show the log of every part as it comes (--verbose).'),
      quiet: yes('Only what failed, and the verdict (--quiet).'),
      color: either(['auto', 'always', 'never']).optional().describe('Whether there are colours (--color).'),
      reporters: textsOf('reporters, e.g. "junit=report.xml"')
        .optional()
        .describe('Reports that are written at the end (--reporter). Only in a file that --config names.'),
      ports: z
        .record(
          text('the name of a part'),
          z.int('a port').min(1, 'a port, from 1 on').max(65_535, 'a port, up to 65535'),
          'an object: names of parts, each with its port',
        )
        .optional()
        .describe('The ports of parts, by their names (--port-…).'),
    },
    'an object',
  )
  .describe('How it is run; verify takes of it what it has an option for.');
