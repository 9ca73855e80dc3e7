import type { Forgery, Signer } from '../../services/forge/forgery.ts';
import { parseJson } from '../../src/evidence/json.ts';
import { type ChoiceField, type FormValues, type StepForm, shownValue, type TextField } from '../../src/lesson/form.ts';
import type { Breakage } from './breakage.ts';
import { BREAKAGES } from './breakages.ts';

/** The tokens that one can begin with: each as its issuer made it. */
const BEGINNINGS: Readonly<Record<string, { readonly label: string; readonly breakage: Breakage }>> = {
  good: { label: 'the good one', breakage: BREAKAGES.nothing },
  'no-scope': { label: 'one without aud', breakage: BREAKAGES.noScope },
  'other-tool': { label: 'one for another tool', breakage: BREAKAGES.otherAudience },
};

const SIGNERS: Readonly<Record<Signer, string>> = {
  issuer: 'nobody anew: the issuer’s signature stays',
  'own-key': 'a key of your own',
  'public-key': 'the issuer’s public key, by HS256',
  nobody: 'nobody at all: the signature is cut off, alg none',
};

/** What the header may say, beside what the signature is. */
const ALGORITHMS = ['RS256', 'RS512', 'PS256', 'ES256', 'HS256', 'none'];

const LONGEST_NAME = 40;
const LONGEST_VALUE = 200;
/** Characters of it that are told; the claims of the hop have all of them. */
const TOLD = 40;
/** Lists and objects in each other. More is nothing that a claim holds. */
const DEEPEST = 4;

const token: ChoiceField = {
  kind: 'choice',
  id: 'token',
  label: 'token',
  help: 'Which token to begin with. Its issuer made it, and signed it.',
  choices: Object.entries(BEGINNINGS).map(([value, { label }]) => ({ value, label })),
};

const claim: TextField = {
  kind: 'text',
  id: 'claim',
  label: 'claim',
  help: 'The claim to change, or to add, e.g. sub, aud, iss, exp. Empty: the claims stay as they are.',
  initial: 'sub',
  longest: LONGEST_NAME,
};

const value: TextField = {
  kind: 'text',
  id: 'value',
  label: 'its value',
  help: 'A text, or JSON: 2000000000, ["a", "b"]. Empty: the claim is taken away.',
  initial: 'somebody-else',
  longest: LONGEST_VALUE,
  problem: (text) =>
    depthOf(parseJson(text)) > DEEPEST ? `A value has at most ${DEEPEST} lists or objects in each other.` : undefined,
};

const signer: ChoiceField = {
  kind: 'choice',
  id: 'signer',
  label: 'signed by',
  help: 'Who signs what has come of it. Only its issuer has the issuer’s private key.',
  choices: Object.entries(SIGNERS).map(([id, label]) => ({ value: id, label })),
};

const alg: ChoiceField = {
  kind: 'choice',
  id: 'alg',
  label: 'alg',
  help: 'What the header calls the algorithm.',
  choices: [{ value: '', label: 'as it is' }, ...ALGORITHMS.map((name) => ({ value: name, label: name }))],
};

const kid: TextField = {
  kind: 'text',
  id: 'kid',
  label: 'kid',
  help: 'What the header calls the key. Empty: as the issuer calls its own.',
  initial: '',
  longest: LONGEST_NAME,
};

/** What the bench asks for. From the start it holds the simplest forgery: another claim, and the old signature. */
export const BENCH_FORM: StepForm = [token, claim, value, signer, alg, kid];

/** The token to begin with. */
export function beginningOf(values: FormValues): Breakage {
  return BEGINNINGS[values[token.id] ?? '']?.breakage ?? BREAKAGES.nothing;
}

/** What is done to it. */
export function forgeryOf(values: FormValues): Forgery {
  const { claim: name, value: text = '', alg: algorithm, kid: key } = values;
  return {
    claims: name ? { [name]: claimValue(text) } : {},
    signer: isSigner(values.signer) ? values.signer : 'issuer',
    ...(algorithm && { alg: algorithm }),
    ...(key && { kid: key }),
  };
}

/** What was changed, in a few words. */
export function changeWords(values: FormValues): string {
  const { token: begun, claim: name, value: text, signer: by, alg: algorithm, kid: key } = values;
  const changes = [
    begun !== token.choices[0]?.value && shownValue(token, values),
    name && (text ? `${name}=${inShort(text)}` : `no ${name}`),
    by !== signer.choices[0]?.value && SIGNED_IN_SHORT[isSigner(by) ? by : 'issuer'],
    algorithm && `alg ${algorithm}`,
    key && `kid ${key}`,
  ];
  return changes.filter(Boolean).join(', ') || 'nothing';
}

function inShort(text: string): string {
  const characters = [...text];
  return characters.length > TOLD ? `${characters.slice(0, TOLD).join('')}…` : text;
}

const SIGNED_IN_SHORT: Readonly<Record<Signer, string>> = {
  issuer: '',
  'own-key': 'own key',
  'public-key': 'public key as a secret',
  nobody: 'not signed',
};

/** JSON where it is some; a text where it is none. Nothing at all takes a claim away. */
function claimValue(text: string): unknown {
  const json = parseJson(text);
  if (json !== undefined) return json;
  return text === '' ? undefined : text;
}

function depthOf(each: unknown): number {
  return typeof each === 'object' && each !== null ? 1 + Math.max(0, ...Object.values(each).map(depthOf)) : 0;
}

function isSigner(name: string | undefined): name is Signer {
  return name !== undefined && Object.hasOwn(SIGNERS, name);
}
