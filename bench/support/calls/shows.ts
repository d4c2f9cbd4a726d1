// What a run has to show, and what it missed of it, in words.
import { DASHBOARD, FEW_OF_MANY } from './queries.ts';
import type { WorldSize } from './stage.ts';

export interface Figures {
  readonly name: string;
  readonly calls: number;
  readonly hindsight: number;
  readonly hindsightMix: number;
  readonly edges: number;
  readonly seconds: number;
  readonly boundSeconds: number;
  readonly throttled: number;
  readonly naiveCalls?: number;
  readonly naiveSeconds?: number;
}

interface Target {
  readonly name: string;
  readonly customers: number;
  readonly calls: number;
  readonly seconds: number;
}

/** The join that other gateways were measured on, in dense worlds. */
const targets: readonly Target[] = [
  { name: DASHBOARD, customers: 200, calls: 36, seconds: 0.6 },
  { name: FEW_OF_MANY, customers: 2_000, calls: 77, seconds: 1.6 },
];

const OVER_NAIVE = 5;

export function missed(run: Figures, { customers, density }: WorldSize, customerPages: number): string[] {
  const { name, calls, hindsight, hindsightMix, edges, seconds, boundSeconds, throttled } = run;
  const target = targets.find((one) => one.name === name && one.customers === customers);
  const atMost = (what: string, value: number, most: number): string[] =>
    value <= most ? [] : [`expected ${what} of at most ${round(most)}, got ${round(value)}`];
  return [
    ...atMost('calls (hindsight + edges)', calls, hindsight + edges),
    ...atMost('calls (1.15 hindsightMix + edges)', calls, 1.15 * hindsightMix + edges),
    ...atMost('throttled', throttled, 0),
    ...atMost('seconds (1.15 boundSeconds + 0.2)', seconds, 1.15 * boundSeconds + 0.2),
    ...(target && density === 'dense'
      ? [
          ...atMost('calls (target of this world)', calls, target.calls),
          ...atMost('seconds (target of this world)', seconds, target.seconds),
        ]
      : []),
    ...(name === FEW_OF_MANY ? atMost('pages of the customer listing', customerPages, 1) : []),
    ...(run.naiveCalls === undefined
      ? []
      : atMost('calls (a fifth of the naive)', calls, run.naiveCalls / OVER_NAIVE)),
    ...(run.naiveSeconds === undefined
      ? []
      : atMost('seconds (a fifth of the naive)', seconds, run.naiveSeconds / OVER_NAIVE)),
  ];
}

const round = (value: number): number => Math.round(value * 1000) / 1000;
