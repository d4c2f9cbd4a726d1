import { expect } from 'vitest';
import type { Stage, StageAnswer } from './stage.ts';

/** What has to be equal on every run: status, data to the letter, and of each error what clients read. */
export function essence({ status, data, errors }: StageAnswer): unknown {
  return {
    status,
    data: JSON.stringify(data),
    errors: errors?.map(({ message, path, locations, extensions }) => ({
      message,
      path,
      locations,
      code: extensions?.code,
    })),
  };
}

const OF_A_LIBRARY = /Cannot read propert|is not a function|is not iterable|undefined \(reading/;

/** Sends a document three times; throws where a run differs from the first one. Gives the first answer. */
export async function thrice(
  { query }: Stage,
  document: string,
  variables: Readonly<Record<string, unknown>> = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<StageAnswer> {
  const first = await query(document, variables, headers);
  for (const run of [2, 3]) {
    const again = await query(document, variables, headers);
    expect(essence(again), `run ${run} of ${document}`).toEqual(essence(first));
  }
  for (const { message, extensions } of first.errors ?? []) {
    expect(message).not.toMatch(OF_A_LIBRARY);
    expect(extensions?.code).not.toBe('INTERNAL');
  }
  return first;
}
