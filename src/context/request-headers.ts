// What the headers of a request ask for; a header that cannot be read is BAD_USER_INPUT.
import type { ReadScope } from '../cache/cache.ts';
import { badInput } from '../errors/errors.ts';

/** The headers of a request by lower-case name. */
export interface RequestHeaders {
  header(name: string): string | null | undefined;
}

export interface HeaderSettings {
  /** The plan alone was asked for: `x-upstream-plan: only`. */
  readonly planOnly: boolean;
  /** Time that the request may take: `x-deadline-ms`, as far as the gateway allows it. */
  readonly deadlineMs: number;
  /** Language of names: the first of `accept-language`. */
  readonly language: ReadScope['language'];
  /** Answers from the cache are refused: `cache-control: no-cache`. */
  readonly bypassCache: boolean;
}

export function readHeaders(request: RequestHeaders, longestMs: number): HeaderSettings {
  return {
    planOnly: readPlanOnly(request.header('x-upstream-plan')),
    deadlineMs: readDeadline(request.header('x-deadline-ms'), longestMs),
    language: readLanguage(request.header('accept-language')),
    bypassCache: bypassesCache(request),
  };
}

export function bypassesCache(request: RequestHeaders): boolean {
  return /\bno-cache\b/i.test(request.header('cache-control') ?? '');
}

function readPlanOnly(header: string | null | undefined): boolean {
  if (!header) return false;
  if (header.trim().toLowerCase() === 'only') return true;
  throw badInput(`x-upstream-plan: expected only, got ${JSON.stringify(header)}`);
}

function readDeadline(header: string | null | undefined, longestMs: number): number {
  if (!header) return longestMs;
  const wanted = Number(header);
  if (!/^\d{1,9}$/.test(header.trim()) || wanted < 1) {
    throw badInput(
      `x-deadline-ms: expected a positive whole number of milliseconds, got ${JSON.stringify(header)}`,
    );
  }
  return Math.min(wanted, longestMs);
}

/** The upstream's names come in Chinese or English; other languages get the site's own default. */
function readLanguage(header: string | null | undefined): ReadScope['language'] {
  const first = header?.split(',')[0]?.trim().toLowerCase() ?? '';
  if (first.startsWith('zh')) return 'zh_CN';
  return first.startsWith('en') ? 'en_US' : undefined;
}
