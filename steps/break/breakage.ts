import type { Lab } from '../../services/lab/lab.ts';
import type { Secret } from '../../src/evidence/secret.ts';
import type { Call } from '../../src/lesson/call.ts';
import type { SessionState } from '../../src/lesson/state.ts';
import type { Step, StepContext, Verdict } from '../../src/lesson/step.ts';
import type { Afterwards } from './afterwards.ts';

/** What a credential is made with: the wallet, what the issuer shows to everybody, and who takes the credential. */
export type ForgeLab = Pick<
  Lab,
  | 'audience'
  | 'credentials'
  | 'endpoints'
  | 'inspection'
  | 'issuer'
  | 'kept'
  | 'prepare'
  | 'realm'
  | 'running'
  | 'start'
  | 'token'
  | 'url'
  | 'userGrant'
>;

/** What there is to the making of a credential, beside the lab. */
export interface Making extends Pick<StepContext<unknown>, 'progress' | 'signal' | 'watched'> {
  /** Takes what ends something that has to be there while the credential is sent, or puts it back. */
  readonly afterwards: Afterwards;
}

/** One thing that is broken about the call, and what the tool has to say to it: a row of the chapter's table. */
export interface Breakage {
  /** The step, by its id. */
  readonly id: string;
  readonly title: string;
  /** What is broken, in a few words. */
  readonly broken: string;
  /** The credential to send; undefined where none is sent. */
  make(lab: ForgeLab, making: Making): Promise<Secret | undefined>;
  /** What the making would only wait for. */
  readonly ahead?: Step<ForgeLab>['ahead'];
  /** Why it cannot be made in this lab; undefined where it can. */
  missing?: Step<ForgeLab>['leftOut'];
  readonly expected: ExpectedAnswer;
  /** Why a call that was made by hand, as the step says, is not seen here; undefined where it is. */
  readonly unseenByHand?: string;
  /** What else has to be so, for the call to be the one that the step speaks of. */
  readonly also?: CallCheck;
}

/** A look at a call that has come to its end. */
export interface CallCheck {
  readonly id: string;
  readonly title: string;
  judge(call: Call, state: SessionState, lab: Pick<Lab, 'audience'>): Verdict;
}

/** The tool's answer, by the references and not by what it was seen to say. */
export interface ExpectedAnswer {
  readonly status: '200' | '401';
  /** The check that stops the token; undefined where all pass, or where there is no token to check. */
  readonly check?: string;
  /** The body of the answer, for a credential with these claims. */
  words(about: {
    readonly claims: Readonly<Record<string, unknown>>;
    readonly lab: Pick<Lab, 'audience' | 'endpoints' | 'issuer'>;
  }): string;
}

/** Said before the reason wherever a token is refused (docs/references/tool-server.md#verification-order). */
export const PREFACE = 'Unauthorized token: Token validation failed: ';

/** What the tool said, without what it says of every refused token. */
export function withoutPreface(words: string): string {
  return words.startsWith(PREFACE) ? words.slice(PREFACE.length) : words;
}
