import { type FormField, type FormValues, neighbour, type StepForm, takenValues } from '../lesson/form.ts';
import type { GuidedAction } from './guided-action.ts';
import type { View } from './view.ts';

/** The form of the step that is shown, and what stands in it, sent or not. */
export interface Draft {
  readonly form: StepForm;
  readonly values: FormValues;
  /** The field that is chosen. */
  readonly field: FormField;
  /** Its place, from 0. */
  readonly at: number;
}

/** Undefined where the step asks for nothing. */
export function draftOf({ lesson, guided }: Pick<View, 'lesson' | 'guided'>): Draft | undefined {
  const form = lesson.find(({ id }) => id === guided.step)?.form;
  const at = Math.min(guided.cursor, (form?.length ?? 0) - 1);
  const field = form?.[at];
  return form && field && { form, values: takenValues(form, guided.drafts[guided.step]), field, at };
}

/** The text in the chosen field becomes another one; what is chosen there stays. */
export function typedInto(view: View, change: (text: string) => string): GuidedAction | undefined {
  const draft = draftOf(view);
  if (draft?.field.kind !== 'text') return undefined;
  const { id } = draft.field;
  return drafted(view, draft, { [id]: change(draft.values[id] ?? '') });
}

/** The choice beside the chosen one takes its place; a text stays. */
export function turned(view: View, by: 1 | -1): GuidedAction | undefined {
  const draft = draftOf(view);
  if (draft?.field.kind !== 'choice') return undefined;
  return drafted(view, draft, { [draft.field.id]: neighbour(draft.field, draft.values, by) });
}

function drafted({ guided }: View, { form, values }: Draft, changes: FormValues): GuidedAction {
  return { type: 'draft', step: guided.step, values: takenValues(form, { ...values, ...changes }) };
}
