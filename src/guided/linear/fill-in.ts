import { type FormField, shownValue } from '../../lesson/form.ts';
import { draftOf } from '../../view/draft.ts';
import { keyFor } from '../../view/key-words.ts';
import type { Talk } from './talk.ts';

/** What empties a field, where nothing at all means that it stays. */
const NOTHING = '-';

/** Asks for what a step asks for, field by field, and lets it act. */
export async function fillIn(talk: Talk): Promise<void> {
  const { guide } = talk;
  guide.perform('fill-in');
  for (const field of draftOf(guide.view)?.form ?? []) {
    await (field.kind === 'text' ? askText(talk, field) : askChoice(talk, field));
    guide.perform('choose-next');
  }
  guide.perform('send');
}

async function askText({ guide, prompt, say }: Talk, field: FormField): Promise<void> {
  say([field.help]);
  const text = await prompt.ask(`${field.label}, ${NOTHING} for nothing, or ${keep(shown(guide, field))}: `);
  if (text === '') return;
  guide.perform('erase-all');
  if (text !== NOTHING) guide.paste(text);
}

async function askChoice({ guide, prompt, say }: Talk, field: Extract<FormField, { kind: 'choice' }>): Promise<void> {
  say([field.help, ...field.choices.map(({ label }, index) => `${index + 1}. ${label}`)]);
  const wanted = Number(await prompt.ask(`${field.label}, a number, or ${keep(shown(guide, field))}: `)) - 1;
  const here = field.choices.findIndex(({ value }) => value === draftOf(guide.view)?.values[field.id]);
  // A number that is none of them leaves the choice as it is.
  if (!field.choices[wanted]) return;
  for (let turns = Math.abs(wanted - here); turns > 0; turns -= 1)
    guide.perform(wanted > here ? 'next-choice' : 'previous-choice');
}

function keep(value: string): string {
  return `${keyFor('submit', true)} for ${value === '' ? 'nothing' : value}`;
}

function shown({ view }: Talk['guide'], field: FormField): string {
  return shownValue(field, draftOf(view)?.values ?? {});
}
