// What reading a page costs: JSON with and without a number that a double would change, and the whole way
// into typed rows, each as a multiple of plain `JSON.parse` on the same text in the same run.
import { parseLossless } from '../src/decode/json.ts';
import { decodeResponse } from '../src/decode/response.ts';
import { ListSubCustomerBillDetail } from '../src/operations/bills/monthly-bills.ts';

export interface DecodeRun {
  readonly name: string;
  readonly bytes: number;
  readonly p50Ms: number;
  /** Times plain `JSON.parse`. */
  readonly ratio: number;
}

const ROWS = 1_000;
const ROUNDS = 200;
const WARM_UP = 30;

/** Consumption records as the upstream writes them, about 240 bytes each. */
function page(): string {
  const rows = Array.from({ length: ROWS }, (_, index) => {
    const cents = (index * 37) % 10_000;
    return [
      `{"bill_cycle":"2026-01","customer_id":"${String(index).padStart(32, 'c')}"`,
      '"service_type_code":"hws.service.type.ec2","charging_mode":3,"bill_detail_type":5',
      `"usage_amount":3600.5,"official_amount":${cents / 100}`,
      `"payment_amount":${(cents / 1e8).toFixed(8)},"trade_id":"CS2601150000${index}"}`,
    ].join(',');
  });
  return `{"total_count":${ROWS},"currency":"CNY","fee_records":[${rows.join(',')}]}`;
}

function sourceText(_key: string, value: unknown, { source }: { source?: string } = {}): unknown {
  return typeof value === 'number' ? source : value;
}

export async function run(): Promise<readonly DecodeRun[]> {
  const text = page();
  const oneLong = text.replace('3600.5', '3600.50000000000000000001');
  const { response } = ListSubCustomerBillDetail;
  const candidates: Readonly<Record<string, () => unknown>> = {
    'json-parse': () => JSON.parse(text),
    'lossless, all numbers short': () => parseLossless(text),
    'lossless, one number long': () => parseLossless(oneLong),
    'reviver only': () => JSON.parse(text, sourceText),
    'decoded rows': () => decodeResponse('ListSubCustomerBillDetail', response, text),
  };
  const medians = interleaved(candidates);
  const base = medians.get('json-parse') ?? Number.NaN;
  return [...medians].map(([name, p50Ms]) => ({
    name,
    bytes: Buffer.byteLength(text),
    p50Ms: round(p50Ms),
    ratio: round(p50Ms / base),
  }));
}

/** The candidates take turns, so that a busy machine slows all of them alike. */
function interleaved(candidates: Readonly<Record<string, () => unknown>>): Map<string, number> {
  const times = new Map(Object.keys(candidates).map((name): [string, number[]] => [name, []]));
  for (let turn = -WARM_UP; turn < ROUNDS; turn++) {
    for (const [name, work] of Object.entries(candidates)) {
      const start = performance.now();
      work();
      const elapsed = performance.now() - start;
      if (turn >= 0) times.get(name)?.push(elapsed);
    }
  }
  return new Map([...times].map(([name, list]) => [name, median(list)]));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
