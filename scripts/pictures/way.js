import { escaped, PALETTE } from './palette.js';
import { Timeline } from './timeline.js';

const WIDTH = 840;
const HEIGHT = 420;
/** Where the parties stand, by their place on the way. */
const COLUMNS = [84, 308, 532, 756];
const BOX = { width: 116, height: 30 };
const PARTIES_Y = 104;
const IDENTITY = { x: 420, y: 34 };
const NAMES = { you: 'you', stack: 'stack server', mcp: 'MCP server', tool: 'tool server' };

/** Seconds. */
const LEG = 0.9;
const REST = 0.4;
const BACK = 0.45;
/** Between two checks. */
const CHECK = 0.2;
/** All of it stands, before it begins anew. */
const PAUSE = 5;

const STYLE = `
.small { font-size: 11px } .tiny { font-size: 10px } .middle { text-anchor: middle } .end { text-anchor: end }
.box, .line { fill: none; stroke: #7d838e; stroke-width: 1.2 } .dashed { stroke-dasharray: 4 4 }
.chip { fill: #16181d; stroke-width: 1.6 } .no { stroke: #f47a7a } .yes { stroke: #d69ae6 }
@media (prefers-color-scheme: light) {
.box, .line { stroke: #6b717b } .chip { fill: #fbfbfc } .no { stroke: #b42323 } .yes { stroke: #8a2da5 }
}`;

/** The way of a placeholder and of a token past the parties, as an SVG that moves: what each part told of a real call, and nothing else. */
export function wayPicture(told) {
  const time = new Timeline();
  const refused = lane(told.refused, { y: 206, label: 'with a placeholder', begins: 0.4, time });
  const login = loginOf(told, { begins: refused.ends + REST, y: 318, time });
  const answered = lane(told.answered, {
    y: 318,
    label: 'with the user’s token',
    begins: login.ends,
    time,
    arrives: true,
  });
  const body = [...parties(told), ...login.drawn, ...refused.drawn, ...answered.drawn];
  const note = 'print: a salted hash, alike wherever the same credential is seen. Told by the parts of a real run.';
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="title about">`,
    '<title id="title">A token’s way past four parties, beside that of a placeholder</title>',
    `<desc id="about">${escaped(inWords(told))}</desc>`,
    `<style>${PALETTE}${STYLE}\n${time.css(answered.ends + PAUSE)}\n</style>`,
    `<rect class="ground" width="${WIDTH}" height="${HEIGHT}" rx="8"/>`,
    ...body,
    text(note, { x: WIDTH / 2, y: HEIGHT - 14, classes: 'tiny dim middle' }),
    '</svg>',
    '',
  ].join('\n');
}

/** What stands still: who there is, and what carries a credential from one to the next. */
function parties({ way, answered }) {
  const boxAt = (x, y, name, width = BOX.width) => [
    `<rect class="box" x="${x - width / 2}" y="${y - BOX.height / 2}" width="${width}" height="${BOX.height}" rx="5"/>`,
    text(name, { x, y: y + 5, classes: 'middle bold' }),
  ];
  const half = BOX.width / 2;
  const top = PARTIES_Y - BOX.height / 2;
  const [you, , , tool] = COLUMNS;
  return [
    ...boxAt(IDENTITY.x, IDENTITY.y, 'identity provider', 170),
    `<path class="line" d="M${IDENTITY.x - 85} ${IDENTITY.y}H${you}V${top}"/>`,
    `<path class="line dashed" d="M${IDENTITY.x + 85} ${IDENTITY.y}H${tool}V${top}"/>`,
    text('a login gives the token', { x: 222, y: IDENTITY.y - 16, classes: 'small dim middle' }),
    text('its public keys', { x: 622, y: IDENTITY.y - 16, classes: 'small dim middle' }),
    ...way.flatMap((party, at) => boxAt(COLUMNS[at], PARTIES_Y, NAMES[party] ?? party)),
    ...answered.flatMap(({ carrier }, leg) => {
      const [from, to] = [COLUMNS[leg] + half, COLUMNS[leg + 1] - half];
      const middle = (from + to) / 2;
      return [
        `<path class="line" d="M${from} ${PARTIES_Y}H${to - 3}m-6 -4l6 4l-6 4"/>`,
        ...carrier
          .split(' ')
          .map((word, row) => text(word, { x: middle, y: PARTIES_Y + 34 + row * 14, classes: 'tiny cyan middle' })),
      ];
    }),
  ];
}

/** The user logs in, and the identity provider's token comes down to them. */
function loginOf({ login, token }, { begins, y, time }) {
  const you = COLUMNS[0];
  const edge = IDENTITY.x - 85;
  const asked = begins + LEG;
  const given = asked + REST;
  const ends = given + 2 * LEG;
  const ask = time.moves([
    { x: you, y: PARTIES_Y, at: begins },
    { x: you, y: IDENTITY.y, at: begins + LEG / 2 },
    { x: edge, y: IDENTITY.y, at: asked },
  ]);
  const give = time.moves([
    { x: IDENTITY.x, y: IDENTITY.y, at: given },
    { x: you, y: IDENTITY.y, at: given + LEG },
    { x: you, y, at: ends },
  ]);
  const [, said] = /(aud .*)$/.exec(login.answer.text) ?? [];
  return {
    ends,
    drawn: [
      `<circle class="${ask} cyan" r="5"/>`,
      text(`${login.answer.status} · ${said ?? login.answer.text}`, {
        x: IDENTITY.x,
        y: IDENTITY.y + 34,
        classes: `small green middle ${time.appears(given)}`,
      }),
      chip('eyJ...', 'yes', give),
      printAt(you, y, token.print, time.appears(ends - REST)),
    ],
  };
}

/** One call: what it carries goes from party to party, is seen at each, and the answers come back. */
function lane(hops, { y, label, begins, time, arrives = false }) {
  const [first, decided] = [hops[0], hops.at(-1)];
  const { ok } = decided.answer;
  const color = ok ? 'green' : 'red';
  const reached = (at) => begins + REST + at * (LEG + REST);
  const checked = reached(hops.length) + REST;
  const checks = decided.answer.checks ?? [];
  const said = checked + CHECK * checks.length;
  const back = (at) => said + REST + (hops.length - at) * BACK;
  const there = COLUMNS.flatMap((x, at) => [
    { x, y, at: at === 0 ? begins : reached(at) - REST },
    { x, y, at: reached(at) },
  ]);
  const home = COLUMNS.toReversed().map((x, at) => ({ x, y, at: said + REST + at * BACK }));
  return {
    ends: back(0),
    drawn: [
      text(label, { x: 26, y: y - 20, classes: 'small dim' }),
      `<path class="line" d="M${COLUMNS[0]} ${y}H${COLUMNS.at(-1)}"/>`,
      ...COLUMNS.map((x) => `<circle class="dim" cx="${x}" cy="${y}" r="3" fill="#7d838e"/>`),
      ...(arrives ? [] : [printAt(COLUMNS[0], y, first.credential.print, time.appears(begins))]),
      ...hops.map(({ credential }, at) =>
        printAt(COLUMNS[at + 1], y, credential.print, time.appears(reached(at + 1) - REST)),
      ),
      ...hops.map(({ answer }, at) =>
        text(answer.status, {
          x: COLUMNS[at + 1],
          y: y + 38,
          classes: `small middle ${color} ${time.appears(back(at + 1))}`,
        }),
      ),
      text(cut(inShort(first.answer.text), 19), {
        x: COLUMNS[0],
        y: y + 38,
        classes: `small middle ${color} ${time.appears(back(0))}`,
      }),
      verdict(checks, decided.answer.text, { y: y + 58, at: checked, time }),
      chip(first.credential.text, ok ? 'yes' : 'no', time.moves(there)),
      `<circle class="${time.moves(home)} ${color}" r="5"/>`,
    ],
  };
}

/** The checks of the tool, one after the other; where one stopped it, in the tool's words. */
function verdict(checks, words, { y, at, time }) {
  const marks = checks.map(
    ({ id, passed }, index) =>
      `<tspan class="${passed ? 'green' : 'red'} ${time.appears(at + CHECK * index)}">${passed ? '✓' : '✗'} ${escaped(id)} </tspan>`,
  );
  const reason = checks.some(({ passed }) => !passed) ? [escaped(words.replace(/^.*?: (?=oidc|failed)/, ''))] : [];
  const why = reason.map((each) => `<tspan class="red ${time.appears(at + CHECK)}">${cut(each, 92)}</tspan>`);
  return `<text class="tiny end" x="${WIDTH - 20}" y="${y}">${[...marks, ...why].join('')}</text>`;
}

/** A credential on its way. */
function chip(label, kind, moves) {
  const width = label.length * 6.7 + 16;
  return `<g class="${moves}"><rect class="chip ${kind}" x="${-width / 2}" y="-11" width="${width}" height="22" rx="11"/><text class="small middle" y="4">${escaped(label)}</text></g>`;
}

function printAt(x, y, print, classes) {
  return text(`print ${print}`, { x, y: y + 22, classes: `tiny middle magenta ${classes}` });
}

function text(words, { x, y, classes }) {
  return `<text class="${classes}" x="${x}" y="${y}">${escaped(words)}</text>`;
}

/** An HTTP error by its status, anything else by its first line. */
function inShort(words) {
  return /'(\d{3} [^']*)'/.exec(words)?.[1] ?? words.split('\n', 1)[0];
}

function cut(words, length) {
  return words.length <= length ? words : `${words.slice(0, length - 1)}…`;
}

/** The picture for somebody who does not see it. */
function inWords({ login, token, refused, answered }) {
  const way = (hops) =>
    hops
      .map(({ from, to, carrier, credential }) => `${from} to ${to} in ${carrier}, print ${credential.print}`)
      .join('; ');
  const end = (hops) => {
    const { to, answer } = hops.at(-1);
    const checks = (answer.checks ?? []).map(({ id, passed }) => `${id} ${passed ? 'passed' : 'did not pass'}`);
    return `The ${to} checks: ${checks.join(', ')}. It answers ${answer.status}: ${answer.text}`;
  };
  return [
    `The placeholder ${refused[0].credential.text} goes from ${way(refused)}.`,
    `${end(refused)}.`,
    `Then the user logs in: ${login.answer.text}, print ${token.print}.`,
    `That token goes from ${way(answered)}.`,
    end(answered),
  ].join(' ');
}
