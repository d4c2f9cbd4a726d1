// What could not be read of upstream answers while what is left of them is shown. Each damaged answer is
// reported once per request, at the first field that shows a part of it.
import type { ASTNode } from 'graphql';
import type { Damage } from '../decode/damage.ts';
import { GatewayError } from '../errors/errors.ts';
import type { KeyedRow } from '../operations/edge.ts';

/** Where in the answer something is, as GraphQL errors say it. */
export interface Place {
  readonly path: readonly (string | number)[];
  readonly nodes: readonly ASTNode[];
}

/** One damaged answer; `place` is set by the field that shows it. */
export interface DamageReport {
  readonly error: GatewayError;
  place: Place | undefined;
}

export class DamageReports {
  readonly #reports = new Map<GatewayError | string, DamageReport>();

  /**
   * The report of a damaged answer: the same one however often the answer is read. A field that is damaged in
   * the same way in several answers is reported once; lost rows are reported with each of them.
   */
  of({ error, lost }: Damage): DamageReport {
    const known = lost.length > 0 ? error : error.message;
    let report = this.#reports.get(known);
    if (!report) {
      report = { error, place: undefined };
      this.#reports.set(known, report);
    }
    return report;
  }

  all(): readonly DamageReport[] {
    return [...this.#reports.values()];
  }
}

/** Damage of the answers of one plan: that of a key's own answers, and of those that serve many keys. */
export class PlanDamage {
  readonly #reports: DamageReports;
  readonly #ofKeys = new Map<string | undefined, DamageReport[]>();

  constructor(reports: DamageReports) {
    this.#reports = reports;
  }

  add(key: string | undefined, damage: Damage): void {
    this.#ofKeys.set(key, [...(this.#ofKeys.get(key) ?? []), this.#reports.of(damage)]);
  }

  of(key: string): { readonly damage?: readonly DamageReport[] } {
    if (this.#ofKeys.size === 0) return {};
    const damage = [...(this.#ofKeys.get(key) ?? []), ...(this.#ofKeys.get(undefined) ?? [])];
    return damage.length > 0 ? { damage } : {};
  }
}

/** Rows of an answer about many keys that do not say whose they are: nobody gets them, so that it is reported. */
export function strayRows(operation: string, rows: readonly KeyedRow<unknown>[]): Damage | undefined {
  const strays = rows.filter((row) => row.key === '' && !('isLost' in row)).length;
  if (strays === 0) return undefined;
  const message = `${operation}: expected each row to say whose it is, got ${strays} that ${strays === 1 ? 'does' : 'do'} not`;
  const error = new GatewayError('UPSTREAM_MALFORMED', message, { upstream: { operation } });
  return { error, lost: [], kept: rows.length };
}
