import type { Site } from '../../src/call/operation.ts';
import { builder } from './builder.ts';

interface Member {
  /** The upstream's code. */
  readonly code: string;
  /** The code on the international site, where that is another one. */
  readonly intl?: string;
  readonly description: string;
}

/**
 * An enumeration that stays open: codes that are not listed read as `UNKNOWN`, and the field beside it
 * carries the raw code. The upstream adds codes without notice, and that must never break an answer.
 */
export function openEnum<const Members extends Readonly<Record<string, Member>>>(
  name: string,
  description: string,
  members: Members,
) {
  type Value = Extract<keyof Members, string> | 'UNKNOWN';
  const listed = Object.entries(members);
  const byCode = new Map(
    listed.flatMap(([value, { code, intl }]) =>
      (intl === undefined ? [code] : [code, intl]).map((one) => [one, value as Value] as const),
    ),
  );
  const ref = builder.enumType(name, {
    description,
    values: Object.fromEntries([
      ...listed.map(([value, member]) => [value, { value: value as Value, description: member.description }]),
      [
        'UNKNOWN',
        {
          value: 'UNKNOWN' as Value,
          description: 'Code unknown to this schema version; see the raw code.',
        },
      ],
    ]) as Record<Value, { value: Value; description: string }>,
  });
  return {
    ref,
    /** The member for an upstream code. */
    of: (code: string | undefined): Value =>
      code === undefined ? 'UNKNOWN' : (byCode.get(code) ?? 'UNKNOWN'),
    /** The upstream code of a member, undefined for `UNKNOWN`. */
    codeOf: (value: string, site: Site = 'cn'): string | undefined =>
      (site === 'intl' ? members[value]?.intl : undefined) ?? members[value]?.code,
  };
}
