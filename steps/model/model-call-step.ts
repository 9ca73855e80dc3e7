import type { Lab } from '../../services/lab/lab.ts';
import type { Step } from '../../src/lesson/step.ts';
import type { Way } from '../../src/lesson/way.ts';
import { callOfStepExhibit } from '../propagation/call-exhibit.ts';
import { invoke, keepUserToken, type LoginCommandLab } from '../propagation/commands.ts';
import type { CallLab } from '../propagation/judged-call.ts';
import { type UserTokenLab, userToken } from '../propagation/user-token.ts';
import { askModel } from './commands.ts';
import { type ModelTalk, type TalkLab, talk } from './conversation.ts';
import { conversationExhibit } from './conversation-exhibit.ts';
import { withoutModel } from './left-out.ts';
import { wordsForModel, wordsForm } from './words-form.ts';

type ModelCallLab = CallLab & TalkLab & UserTokenLab & LoginCommandLab;

/** A call that a model is led to, and that is made with the user's token. */
export interface ModelCall {
  readonly id: string;
  /** Why there is nothing to do of it in this lab, where that is more than the want of a model. */
  readonly lacking?: (lab: Pick<Lab, 'mcp'>) => string | undefined;
  /** What is said to the model where nothing else is typed, and what the form says of that. */
  readonly words: string;
  readonly help: string;
  /** What the call is called, and whom it passes. */
  readonly title: string;
  readonly way: Way;
  /** What the model is asked to fetch by hand. */
  readonly address: (lab: Pick<Lab, 'mcp' | 'url'>) => string;
  /** What it answers to that, and what comes of the call. */
  readonly shows: readonly [decision: string, call: string];
}

/** What all such steps have in common. */
type Common = 'id' | 'leftOut' | 'form' | 'exhibits' | 'byHand' | 'run';

/** A step that asks a model, makes the call that it decides on, and tells it what came of that. */
export function modelCallStep(
  { id, lacking, words, help, title, way, address, shows: [decision, outcome] }: ModelCall,
  step: Omit<Step<ModelCallLab, ModelTalk>, Common>,
): Step<ModelCallLab, ModelTalk> {
  return {
    ...step,
    id,
    leftOut: (lab) => withoutModel(lab) ?? lacking?.(lab),
    form: wordsForm(words, help),
    exhibits: (state) => [
      ...callOfStepExhibit(state, id, title, way),
      ...conversationExhibit(state, id, 'What was said to the model, and by it'),
    ],
    byHand: (lab, shell) => [
      { kind: 'request', text: askModel(lab, `Fetch ${address(lab)}`, shell), shows: decision },
      keepUserToken(lab, shell),
      { kind: 'request', text: invoke(lab, { variable: 'ACCESS_TOKEN' }, shell, address(lab)), shows: outcome },
    ],
    run: async (context, values) => {
      const { accessToken } = await userToken(context.lab, context.signal);
      return talk(id, { words: wordsForModel(values, context.lab), token: accessToken }, context);
    },
  };
}
