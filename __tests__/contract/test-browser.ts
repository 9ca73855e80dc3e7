/** What a browser got. */
export interface Shown {
  readonly status: number;
  readonly location: string | undefined;
  readonly text: string;
  readonly headers: Headers;
  /** Where it is. */
  readonly url: string;
}

/** As much of a browser as a login needs, told each request: it keeps cookies, and follows nothing by itself. Secure ones as browsers do on loopback. */
export class TestBrowser {
  readonly #cookies = new Map<string, string>();

  get cookies(): ReadonlyMap<string, string> {
    return this.#cookies;
  }

  get(url: string): Promise<Shown> {
    return this.#send(url, {});
  }

  post(url: string, fields: Readonly<Record<string, string>>, accept = 'text/html'): Promise<Shown> {
    return this.#send(url, { method: 'POST', body: new URLSearchParams(fields) }, accept);
  }

  /** Sends the page's form, with the fields that it brings along. */
  submit(page: Shown, fields: Readonly<Record<string, string>>): Promise<Shown> {
    return this.post(actionOf(page), { ...hiddenIn(page), ...fields });
  }

  async #send(url: string, init: RequestInit, accept = 'text/html'): Promise<Shown> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { ...init, redirect: 'manual', headers: { accept, cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/max-age=0/i.test(line)) this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    const { status, headers } = response;
    return { status, headers, location: headers.get('location') ?? undefined, text: await response.text(), url };
  }
}

/** Where the page's form goes. */
export function actionOf({ text, url }: Shown): string {
  return new URL((/<form[^>]*\saction="([^"]+)"/is.exec(text)?.[1] ?? '').replaceAll('&amp;', '&'), url).href;
}

/** The text of the element with an id or a class, without its tags. */
export function textOf({ text }: Shown, idOrClass: string): string | undefined {
  const [, rest] = new RegExp(`(?:id="|class="[^"]*)${idOrClass}"[^>]*>(.*)`, 's').exec(text) ?? [];
  return rest
    ?.split(/<\/(?:h1|div|p|span|strong)>/)[0]
    ?.replaceAll(/<[^>]*>/g, '')
    .trim();
}

function hiddenIn({ text }: Shown): Record<string, string> {
  const inputs = [...text.matchAll(/<input type="hidden"[^>]*>/gi)].map(([input]) => input);
  const of = (input: string, name: string) => new RegExp(`${name}="([^"]*)"`, 'i').exec(input)?.[1] ?? '';
  return Object.fromEntries(inputs.map((input) => [of(input, 'name'), of(input, 'value')]));
}
