import type { Cache } from '../cache/cache.ts';
import { damageOf } from '../decode/damage.ts';
import type { DamageReports } from '../loaders/damage-report.ts';

/** The cache, with a note of every answer of which something could not be read. */
export function reportingCache(
  cache: Pick<Cache, 'read' | 'has'>,
  reports: DamageReports,
): Pick<Cache, 'read' | 'has'> {
  return {
    has: cache.has,
    read: async (operation, input, scope) => {
      const answer = await cache.read(operation, input, scope);
      const damage = damageOf(answer);
      if (damage) reports.of(damage);
      return answer;
    },
  };
}
