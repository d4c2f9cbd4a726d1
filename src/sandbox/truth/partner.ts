// The partner's own account, or that of the reseller whose world it is, and the resellers below it.
import type { Language } from '../base/language.ts';
import {
  adjustmentsOf,
  couponRecordRows,
  issuedQuotaRows,
  partnerBalanceRows,
  partnerChanges,
  policyRows,
  quotaRecordRows,
  quotaRows,
} from '../world/partner/partner.ts';
import { resellersOf } from '../world/partner/resellers.ts';
import type { World } from '../world/world.ts';

export const partnerTruth = (world: World, backs: readonly number[], language: Language) => ({
  partnerBalances: () => partnerBalanceRows(world),
  /** Of the cash account, the newest first. */
  partnerChanges: () => partnerChanges(world, 'BALANCE_TYPE_DEBIT').map(({ row }) => row),
  adjustments: () => adjustmentsOf(world).map(({ row }) => row),
  policies: () => policyRows(language),
  couponQuotas: () => quotaRows(world),
  couponRecords: () => couponRecordRows(world),
  resellers: () => resellersOf(world).map(({ row }) => row),
  issuedCouponQuotas: () => issuedQuotaRows(world),
  couponQuotaRecords: () => quotaRecordRows(world),
  /** With `cycle`. */
  consumingCustomers: () =>
    backs.flatMap((back) =>
      world.consumers(back).map(({ id }) => ({ customer_id: id, cycle: world.cycles[back] })),
    ),
});
