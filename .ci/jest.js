/**
 * Runs a suite of Jest, `node .ci/jest.js COUNTS COMMAND…`, and writes how many of its tests passed and failed into the file COUNTS.
 *
 * A file in which something failed is run once more when its suite is over, alone: a fault of the program fails twice, what a loaded machine did to
 * it does not. That is told openly. What fails again has failed, and so has a suite that cannot even start.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';

/** Where more files fail than these, it is no load. */
const MOST_AGAIN = 8;

const [counts, command, ...args] = process.argv.slice(2);
const report = `${counts}.json`;

/** What Jest says of each file; nothing where it did not come so far. A test that left something open cannot hold up the rest. */
function run(...further) {
  rmSync(report, { force: true });
  spawnSync(command, [...args, '--json', `--outputFile=${report}`, '--forceExit', ...further], { stdio: 'inherit' });
  try {
    return JSON.parse(readFileSync(report, 'utf8')).testResults;
  } catch {
    return [];
  }
}

const passedIn = (file) => file.assertionResults.filter(({ status }) => status === 'passed').length;

/** The tests of a file that failed; where none did, and the file has all the same, the file. */
function failedIn({ assertionResults, status }) {
  const failed = assertionResults.filter((test) => test.status === 'failed').map(({ fullName }) => fullName);
  return failed.length > 0 || status !== 'failed' ? failed : ['(the file itself)'];
}

/** Runs a file alone, which Jest does in band: its new results, or the old ones where there are none, and what became of each test. */
function runAgain(file) {
  const [results = file] = run('--runTestsByPath', file.name);
  const [before, now] = [failedIn(file), failedIn(results)];
  const rows = [...new Set([...before, ...now])].map(
    (test) => `  ${now.includes(test) ? 'failed' : 'passed'}: ${test}\n`,
  );
  return { results, told: `${relative('', file.name)}\n${rows.join('')}` };
}

const first = run();
const failed = first.filter(({ status }) => status === 'failed');
const again = new Map(failed.length > MOST_AGAIN ? [] : failed.map((file) => [file, runAgain(file)]));
if (again.size > 0) {
  const told = [...again.values()].map((file) => file.told);
  process.stdout.write(`\n== Failed under load, run again alone ==\n${told.join('')}`);
}
const last = first.map((file) => again.get(file)?.results ?? file);
const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
const failures = first.length === 0 ? 1 : sum(last.map((file) => failedIn(file).length));
writeFileSync(counts, `${sum(last.map(passedIn))} ${failures}\n`);
