import { Parser } from 'htmlparser2';

/** A form of a page: what it sends, and where to. */
export interface PageForm {
  /** As it stands there; to be resolved against the page's address. */
  readonly action: string;
  readonly method: 'GET' | 'POST';
  readonly fields: readonly PageField[];
}

/** A field or button of a form, in its order. */
export interface PageField {
  readonly name: string;
  /** `submit` for a button. */
  readonly type: string;
  readonly value: string;
}

/** What a walk looks at of a page. */
export interface ReadPage {
  readonly forms: readonly PageForm[];
  readonly heading: string;
  /** What the page says was wrong; empty where it says nothing. */
  readonly error: string;
}

/** Where Keycloak's pages, and ours, tell of an error. */
const ERROR_CLASS = 'kc-feedback-text';
const ERROR_ID = 'kc-error-message';
/** Characters that are kept of a text. */
const MAX_TEXT = 500;
/** Elements that nothing closes. */
const VOID = new Set(['input', 'br', 'img', 'meta', 'link', 'hr']);

/** Reads a page's forms and what it says. Any text is a page: what is no HTML has no forms. */
export function readPage(text: string): ReadPage {
  const forms: { action: string; method: 'GET' | 'POST'; fields: PageField[] }[] = [];
  const texts = { heading: '', error: '' };
  let form: (typeof forms)[number] | undefined;
  /** Which texts the open elements belong to. */
  const open: (keyof typeof texts | undefined)[] = [];
  const parser = new Parser({
    onopentag(name, attributes) {
      if (name === 'form') {
        const { action = '', method = '' } = attributes;
        form = { action, method: method.toUpperCase() === 'POST' ? 'POST' : 'GET', fields: [] };
        forms.push(form);
      }
      if (form && (name === 'input' || name === 'button')) {
        const { name: field = '', type = name === 'button' ? 'submit' : 'text', value = '' } = attributes;
        form.fields.push({ name: field, type: type.toLowerCase(), value });
      }
      if (!VOID.has(name)) open.push(kindOf(name, attributes) ?? open.at(-1));
    },
    ontext(part) {
      const kind = open.at(-1);
      if (kind) texts[kind] = (texts[kind] + part).slice(0, MAX_TEXT);
    },
    onclosetag(name) {
      if (name === 'form') form = undefined;
      if (!VOID.has(name)) open.pop();
    },
  });
  parser.end(text);
  return { forms, heading: oneLine(texts.heading), error: oneLine(texts.error) };
}

function kindOf(name: string, { id, class: classes = '' }: Readonly<Record<string, string>>) {
  if (id === ERROR_ID || classes.split(/\s+/).includes(ERROR_CLASS)) return 'error';
  return name === 'h1' ? 'heading' : undefined;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
