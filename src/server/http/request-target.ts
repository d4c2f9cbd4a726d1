import { badRequest } from './refusal.ts';

/** The path of a request's target, which is a path or a whole URL; throws 400 where it is neither. */
export function pathOf(target: string | undefined): string {
  const text = target ?? '';
  if (text.startsWith('/')) return text.split('?', 1)[0] ?? '/';
  if (/^https?:\/\//i.test(text) && URL.canParse(text)) return new URL(text).pathname;
  throw badRequest(400, 'Expected a request for a path such as /graphql, got another target');
}
