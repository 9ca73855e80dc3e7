import { type GoingRun, labsInUse } from '../../../../src/down/labs-in-use.ts';

const LAB: GoingRun = { name: 'lab', servers: [], lab: ['http://localhost:8080', 'http://localhost:10000'] };

function run(name: string, servers: readonly string[], lab?: readonly string[]): GoingRun {
  return { name, servers, lab };
}

const CASES: readonly (readonly [string, readonly GoingRun[], Record<string, readonly string[]>])[] = [
  ['a run that was given no server uses none', [LAB, run('r', [])], {}],
  ['a run that was given another port uses none', [LAB, run('r', ['http://localhost:8081'])], {}],
  ['a run that was given one of its servers', [LAB, run('r', ['http://localhost:10000'])], { lab: ['r'] }],
  ['by another name of loopback', [LAB, run('r', ['http://[::1]:8080'])], { lab: ['r'] }],
  ['by its address', [LAB, run('r', ['http://127.0.0.1:8080'])], { lab: ['r'] }],
  ['another host on the same port is none of its', [LAB, run('r', ['http://idp.example:8080'])], {}],
  ['two runs', [LAB, run('r', ['http://localhost:8080']), run('s', ['http://localhost:8080'])], { lab: ['r', 's'] }],
  [
    'a lab that is ended as well uses none',
    [LAB, run('second', ['http://localhost:8080'], ['http://localhost:8080', 'http://localhost:10001'])],
    {},
  ],
  [
    'a lab that stays, since a run uses it, uses what it was given',
    [
      LAB,
      run('second', ['http://localhost:8080'], ['http://localhost:8080', 'http://localhost:10001']),
      run('r', ['http://localhost:10001']),
    ],
    { lab: ['second'], second: ['r'] },
  ],
  [
    'a lab is not used by way of what it was given itself',
    [
      LAB,
      run('second', ['http://localhost:8080'], ['http://localhost:8080', 'http://localhost:10001']),
      run('r', ['http://localhost:8080']),
    ],
    { lab: ['r'] },
  ],
  ['the usual port goes without saying', [run('lab', [], ['http://a']), run('r', ['http://a:80'])], { lab: ['r'] }],
];

test.each(CASES)('labs in use: %s', (_, runs, inUse) => {
  expect(Object.fromEntries(labsInUse(runs))).toEqual(inUse);
});
