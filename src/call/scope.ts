import type { Tenant } from '../config/tenant.ts';
import type { Subject } from '../credentials/credentials.ts';
import type { CallTrace } from '../telemetry/call-trace.ts';
import type { Span } from '../telemetry/span.ts';
import type { CallBudget } from './call-budget.ts';

export type { Subject };

export const PARTNER: Subject = Object.freeze({ kind: 'partner' });

export type Language = 'zh_CN' | 'en_US';

/** On whose behalf a call is made, and until when it may take. One per request and subject. */
export interface CallScope {
  readonly tenant: Tenant;
  readonly subject: Subject;
  /** Fairness key: calls of one viewer queue behind each other, viewers take turns. */
  readonly viewer: string;
  readonly priority: 'interactive' | 'background';
  /** `clock.monotonic()` milliseconds after which the answer is of no use. */
  readonly deadline: number;
  /** Aborts when the client went away or the deadline passed. */
  readonly signal: AbortSignal;
  readonly trace: CallTrace;
  /** What its calls are spans of; undefined where nobody exports spans. */
  readonly span?: Span | undefined;
  /** What its calls are taken from; undefined where they are not limited. */
  readonly budget?: CallBudget | undefined;
  readonly language: Language | undefined;
}

/**
 * Whose answers they are; begins every key under which an answer is kept or shared. The upstream account
 * stands in it beside the tenant, because a reload may give a tenant's name to another account.
 */
export function accountOf({ tenant, subject }: Pick<CallScope, 'tenant' | 'subject'>): string {
  const owner = `${tenant.id}/${tenant.endpoints.bss.host}/${tenant.partner.domainId}`;
  return subject.kind === 'partner' ? `${owner}/partner` : `${owner}/customer/${subject.customerId}`;
}

/** The upstream account whose quota a call counts against (its ParentUid), whichever tenant asks for it. */
export function parentUid({ tenant, subject }: Pick<CallScope, 'tenant' | 'subject'>): string {
  return subject.kind === 'partner' ? tenant.partner.domainId : subject.customerId;
}
