import { setTimeout as delay } from 'node:timers/promises';
import { Agent, request } from 'undici';
import type { Mode } from './modes.ts';
import { newQuestion } from './questions.ts';

export interface Answered {
  readonly ms: number;
  /** The code of its first error; undefined where there is none. */
  readonly code: string | undefined;
}

export interface AskOptions {
  readonly url: string;
  /** API keys among which the requests go round. */
  readonly keys: readonly string[];
  readonly everyMs: number;
  /** After this time no new request begins. */
  readonly forMs: number;
  readonly question: Mode['question'];
  readonly headers?: Readonly<Record<string, string>>;
  /** Lets go of what is still unanswered when the time is over. */
  readonly leaves?: boolean;
}

let questions = 0;

/** Sends requests at their instants, whether the earlier ones are answered or not, and waits for all answers. */
export async function ask(options: AskOptions): Promise<readonly Answered[]> {
  const { keys, everyMs, forMs, leaves = false } = options;
  const dispatcher = new Agent();
  const leaving = new AbortController();
  const start = performance.now();
  const answers: Promise<Answered | undefined>[] = [];
  for (let number = 0; number * everyMs < forMs; number++) {
    await delay(Math.max(0, start + number * everyMs - performance.now()));
    const key = keys[number % keys.length] ?? '';
    answers.push(askOnce(options, key, dispatcher, leaving.signal));
  }
  await delay(Math.max(0, start + forMs - performance.now()));
  if (leaves) leaving.abort();
  const ended = await Promise.all(answers);
  await dispatcher.destroy();
  return ended.filter((one) => one !== undefined);
}

async function askOnce(
  { url, question, headers }: AskOptions,
  key: string,
  dispatcher: Agent,
  signal: AbortSignal,
): Promise<Answered | undefined> {
  const start = performance.now();
  try {
    const response = await request(`${url}/graphql`, {
      dispatcher,
      signal,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        authorization: `Bearer ${key}`,
        ...headers,
      },
      body: JSON.stringify({ query: newQuestion(question, questions++) }),
    });
    const text = await response.body.text();
    return { ms: performance.now() - start, code: /"code":"(\w+)"/.exec(text)?.[1] };
  } catch (error) {
    if (signal.aborted) return undefined;
    return { ms: performance.now() - start, code: error instanceof Error ? error.name : String(error) };
  }
}
