/** What is to be done about each way in which a run ends, by its name in events. */
const WHAT_TO_DO = {
  proved: '',
  fault: 'Run it again with `--verbose`, which prints where it happened, and report that.',
  usage: '`--help` lists what there is. The walkthrough needs a terminal; without one, `--ci`.',
  'check-failed':
    'The line of the step says what was seen. On a Keycloak of your own, it is most often the mapper: step 1a names all that the realm lacks, with the click that repairs it.',
  'login-refused':
    'The message names what is amiss with the credentials, the user, the client or the scope, with the click that repairs it. Set `USER_PASSWORD` where it says so.',
  'part-unreachable':
    'The message names the port that is taken, the address where nothing answers, or the part that ended. With https and a certificate of your own authority, name its file with `--ca-file`. Leave out the `--port-…` option, and the next free port is used.',
  'prerequisite-missing':
    'The message says what is missing, and where it looked: Node.js is too old, `--idp container` found no engine, standard output leads to a full disk, or `doctor` found it missing. `--idp embedded` needs no engine.',
  'wrongly-accepted':
    'Its row says which part, what was sent, the rule, and what to do. Until that is done, whoever can reach the part gets in.',
  'timed-out':
    '`--timeout 5m`; the default is two minutes, ten with Keycloak in a container. The last step that was begun is the slow one.',
  interrupted:
    'Nothing is left running. Who presses it again and again leaves a container that was about to be removed; its name is said, and the next start removes it.',
};

/** The exit codes with their names in events, and what to do, as a table. Throws where there is a code of which that is not said. */
export function exitCodesBlock({ EXIT_CODES, MEANINGS }) {
  const rows = Object.entries(EXIT_CODES).map(([name, code]) => {
    if (WHAT_TO_DO[name] === undefined) throw new Error(`scripts/docs/exit-codes-block.js says nothing of ${name}`);
    return `| ${code} | \`${name}\` | ${MEANINGS[name]} | ${WHAT_TO_DO[name]} |`;
  });
  return `\n${['| code | name | meaning | what to do |', '| ---: | --- | --- | --- |', ...rows].join('\n')}\n\n`;
}
