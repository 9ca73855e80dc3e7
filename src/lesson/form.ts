import { printableLine } from '../evidence/printable.ts';

/** What a step asks for before it acts: a few fields, each with what stands in it from the start. */
export type StepForm = readonly FormField[];

/** One field of a form. */
export type FormField = ChoiceField | TextField;

interface Named {
  /** Unique in its form. */
  readonly id: string;
  readonly label: string;
  /** What it is for, in a sentence. */
  readonly help: string;
}

/** One of several; the first of them stands there from the start. */
export interface ChoiceField extends Named {
  readonly kind: 'choice';
  readonly choices: readonly { readonly value: string; readonly label: string }[];
}

/** A text of one line. */
export interface TextField extends Named {
  readonly kind: 'text';
  readonly initial: string;
  /** Characters of the longest that is taken. */
  readonly longest: number;
  /** Why a text cannot be taken, as a sentence; undefined where it can. */
  problem?(text: string): string | undefined;
}

/** What stands in the fields, by their ids. */
export type FormValues = Readonly<Record<string, string>>;

/** What stands in a field from the start. */
function initialOf(field: FormField): string {
  return field.kind === 'text' ? field.initial : (field.choices[0]?.value ?? '');
}

/** What is taken of what was entered: for each field a text of one line, printable and no longer than it may be, or a choice that there is; else what stood there from the start. */
export function takenValues(form: StepForm, entered: FormValues = {}): FormValues {
  return Object.fromEntries(form.map((field) => [field.id, takenOf(field, entered[field.id])]));
}

function takenOf(field: FormField, entered: string | undefined): string {
  if (entered === undefined) return initialOf(field);
  if (field.kind === 'text') return [...printableLine(entered)].slice(0, field.longest).join('');
  return field.choices.some(({ value }) => value === entered) ? entered : initialOf(field);
}

/** The first field whose text cannot be taken, and why; undefined where all can. */
export function problemOf(
  form: StepForm,
  values: FormValues,
): { readonly at: number; readonly why: string } | undefined {
  for (const [at, field] of form.entries()) {
    const why = field.kind === 'text' ? field.problem?.(values[field.id] ?? '') : undefined;
    if (why !== undefined) return { at, why };
  }
  return undefined;
}

/** What stands in a field, as it is spoken of: of a choice, its label. */
export function shownValue(field: FormField, values: FormValues): string {
  const value = values[field.id] ?? initialOf(field);
  if (field.kind === 'text') return value;
  return field.choices.find((choice) => choice.value === value)?.label ?? '';
}

/** The choice beside the one that stands in a field; past the last comes the first. */
export function neighbour({ id, choices }: ChoiceField, values: FormValues, by: 1 | -1): string {
  const at = choices.findIndex(({ value }) => value === values[id]);
  return choices.at((Math.max(at, 0) + by) % choices.length)?.value ?? '';
}
