import { type AdaptiveLimitState, LONGEST_PAUSE_MS } from '../limit/adaptive-limit.ts';

// Instants that a state can hold lie no further ahead than this.
const AHEAD_MS = 2 * LONGEST_PAUSE_MS;

/**
 * The state that a replica wrote, or undefined: what is in Redis may be of another build, or anybody's.
 * `probeAt` stands beside it, because the script puts it off when it hands a probe out.
 */
export function readLimitState(json: string, probeAt: string, now: number): AdaptiveLimitState | undefined {
  const raw = parse(json);
  if (typeof raw !== 'object' || raw === null) return undefined;
  const field = (name: string) => {
    const value: unknown = Reflect.get(raw, name);
    return typeof value === 'number' && value <= now + AHEAD_MS ? value : undefined;
  };
  const [pausedUntil, lastRefusalAt, suspectedAt] = [
    field('pausedUntil'),
    field('lastRefusalAt'),
    field('suspectedAt'),
  ];
  const [loweredAt, probesRefused] = [field('loweredAt'), field('probesRefused')];
  if (pausedUntil === undefined || lastRefusalAt === undefined || suspectedAt === undefined) return undefined;
  if (loweredAt === undefined || probesRefused === undefined || probesRefused < 0) return undefined;
  const memory = { pausedUntil, lastRefusalAt, suspectedAt, loweredAt, probesRefused };
  const kind: unknown = Reflect.get(raw, 'kind');
  if (kind === 'open') return { ...memory, kind };
  const [limit, base, probed] = [field('limit'), field('base'), Number(probeAt)];
  if (limit === undefined || limit <= 0 || !(probed <= now + AHEAD_MS)) return undefined;
  if (kind === 'lowered') return { ...memory, kind, limit, probeAt: probed };
  return kind === 'climbing' && base !== undefined
    ? { ...memory, kind, limit, probeAt: probed, base }
    : undefined;
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
