/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
// The waterfall in GraphiQL: watches what GraphiQL asks, asks for the trace, and draws it under the result.
// Runs in the browser. Everything that an answer says is set as text, never as markup.
import { layOut, type Upstream, upstreamOf, type Waterfall } from './layout.ts';

const STYLE = `
.graphiql-sessions > div, .graphiql-response { min-height: 0; }
.graphiql-response .result-window { flex: 1 1 0; min-height: 0; }
.waterfall { border-top: 1px solid hsla(var(--color-neutral), 0.2); display: flex; flex: 0 1 45%; flex-direction: column;
  font: 12px/1.4 var(--font-family-mono, monospace); min-height: 0; color: hsl(var(--color-neutral)); }
.waterfall.closed { flex: 0 0 auto; }
.waterfall.closed .waterfall-body { display: none; }
.waterfall button { all: unset; cursor: pointer; display: flex; gap: 12px; padding: 8px 12px; box-sizing: border-box; width: 100%; }
.waterfall button:focus-visible { outline: 2px solid hsl(var(--color-primary)); outline-offset: -2px; }
.waterfall b { font-weight: 600; white-space: nowrap; }
.waterfall-body { overflow: auto; padding: 0 12px 12px; min-height: 0; }
.waterfall ul, .waterfall ol { list-style: none; margin: 0; padding: 0; }
.waterfall-legend { display: flex; flex-wrap: wrap; gap: 2px 14px; margin-bottom: 6px !important; }
.waterfall-legend i { border-radius: 2px; display: inline-block; height: 9px; margin-right: 5px; width: 9px; }
.waterfall-legend .phase i { background: hsl(var(--color-neutral)); width: 18px; }
.waterfall-legend .phase i.queued { opacity: 0.35; }
.waterfall-chart { display: grid; grid-template-columns: minmax(60px, 1fr) max-content; column-gap: 8px; }
.waterfall-axis { grid-column: 1; height: 16px; position: relative; }
.waterfall-axis span { opacity: 0.7; position: absolute; transform: translateX(-50%); white-space: nowrap; }
.waterfall-axis span:first-child { transform: none; }
.waterfall-bars { display: contents; }
.waterfall-bars li { display: contents; }
.waterfall-track { background: linear-gradient(hsla(var(--color-neutral), 0.08), hsla(var(--color-neutral), 0.08)) 0 50% / 100% 1px no-repeat;
  grid-column: 1; height: 13px; position: relative; }
.waterfall-track i { border-radius: 2px; bottom: 2px; min-width: 2px; position: absolute; top: 2px; }
.waterfall-track i.queued { border-radius: 2px 0 0 2px; min-width: 0; opacity: 0.35; }
.waterfall-track i.failed { outline: 2px solid hsl(var(--color-error)); outline-offset: 0; }
.waterfall-note { font-size: 10.5px; line-height: 13px; opacity: 0.75; white-space: nowrap; }
.waterfall-note.failed { color: hsl(var(--color-error)); opacity: 1; }
.waterfall h4 { font-size: 12px; margin: 10px 0 4px; }
.waterfall pre { font: inherit; font-size: 11px; margin: 0 0 6px; opacity: 0.85; white-space: pre-wrap; }
`;

function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  className = '',
  text = '',
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

const panel = element('section', 'waterfall');
panel.setAttribute('aria-label', 'Upstream calls');
const head = element('button');
head.type = 'button';
head.setAttribute('aria-expanded', 'true');
const summary = element('span', '', 'Run a query to see its upstream calls.');
head.append(element('b', '', 'Upstream calls'), summary);
const body = element('div', 'waterfall-body');
body.tabIndex = 0;
panel.append(head, body);
head.addEventListener('click', () => {
  const closed = panel.classList.toggle('closed');
  head.setAttribute('aria-expanded', String(!closed));
});

function draw(waterfall: Waterfall): void {
  summary.textContent = waterfall.summary;
  const parts: HTMLElement[] = [];
  if (waterfall.empty !== undefined) parts.push(element('p', 'waterfall-empty', waterfall.empty));
  else parts.push(legendOf(waterfall), chartOf(waterfall));
  if (waterfall.plans.length > 0) parts.push(element('h4', '', 'Plans'));
  for (const text of waterfall.plans) parts.push(element('pre', 'waterfall-plan', text));
  body.replaceChildren(...parts);
  body.scrollTop = 0;
}

function legendOf({ legend }: Waterfall): HTMLElement {
  const list = element('ul', 'waterfall-legend');
  for (const { operation, colour, calls } of legend) {
    const item = element('li');
    const swatch = element('i');
    swatch.style.background = colour;
    item.append(swatch, `${operation} × ${calls}`);
    list.append(item);
  }
  for (const [phase, text] of [
    ['queued', 'waits for the quota'],
    ['sent', 'sent until received'],
  ]) {
    const item = element('li', 'phase');
    item.append(element('i', phase), text ?? '');
    list.append(item);
  }
  return list;
}

function chartOf({ bars, ticks }: Waterfall): HTMLElement {
  const chart = element('div', 'waterfall-chart');
  const axis = element('div', 'waterfall-axis');
  axis.setAttribute('aria-hidden', 'true');
  for (const { at, label } of ticks) {
    const tick = element('span', '', label);
    tick.style.left = `${at}%`;
    axis.append(tick);
  }
  const list = element('ol', 'waterfall-bars');
  for (const { colour, left, queued, sent, note, failed, title } of bars) {
    const item = element('li');
    const track = element('div', 'waterfall-track');
    track.title = title;
    track.setAttribute('role', 'img');
    track.setAttribute('aria-label', title);
    track.append(
      piece('queued', colour, left, queued),
      piece(failed ? 'failed' : 'sent', colour, left + queued, sent),
    );
    item.append(track, element('span', failed ? 'waterfall-note failed' : 'waterfall-note', note));
    list.append(item);
  }
  // The axis takes the first cell of the grid; what stands beside it is empty.
  chart.append(axis, element('span'), list);
  return chart;
}

function piece(className: string, colour: string, left: number, width: number): HTMLElement {
  const made = element('i', className);
  made.style.background = colour;
  made.style.left = `${left}%`;
  made.style.width = `${width}%`;
  return made;
}

/** GraphiQL builds its page when it pleases, so that the panel looks for its place each time. */
function attach(): boolean {
  const place = document.querySelector('.graphiql-response');
  if (place && panel.parentElement !== place) place.append(panel);
  return place !== null;
}

function show(upstream: Upstream): void {
  attach();
  draw(layOut(upstream));
}

const TRACE = 'x-upstream-trace';

/** GraphiQL's own requests, with the trace asked for; the others are left alone. */
const send = globalThis.fetch;
let latest = 0;
globalThis.fetch = async (input, init) => {
  if (typeof init?.body !== 'string' || init.body.includes('"operationName":"IntrospectionQuery"')) {
    return send(input, init);
  }
  const headers = new Headers(init.headers);
  if (!headers.has(TRACE)) headers.set(TRACE, '1');
  const asked = ++latest;
  const response = await send(input, { ...init, headers });
  const copy = response.clone();
  copy.text().then(
    (text) => {
      const upstream = upstreamOf(text, response.headers.get('content-type') ?? '');
      // An answer that comes after that of a later query is not what the result shows.
      if (upstream && asked === latest) show(upstream);
    },
    // The query was stopped: what the panel shows stays.
    () => undefined,
  );
  return response;
};

const style = element('style');
style.textContent = STYLE;
document.head.append(style);
const waiting = new MutationObserver(() => {
  if (attach()) waiting.disconnect();
});
if (!attach()) waiting.observe(document.body, { childList: true, subtree: true });
