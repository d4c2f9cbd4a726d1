import type { Mode } from './modes.ts';

/** A question that nobody asked before, so that no kept answer and no call under way serves it. */
export function newQuestion(kind: Mode['question'], number: number): string {
  const from = new Date(Date.UTC(2020, 0, 1) + 1_000 * number).toISOString();
  const orders = `orders(filter: { createdFrom: "${from}" }, first: 1) { nodes { orderId } }`;
  const coupons = `coupons(filter: { createdFrom: "${from}" }, first: 1) { nodes { couponId } }`;
  if (kind === 'orders') return `{ ${orders} }`;
  if (kind === 'coupons') return `{ ${coupons} }`;
  return `{ ${orders} ${coupons}
    customers(filter: { associatedFrom: "${from}" }, first: 1) { nodes { customerId } }
    monthlyBills(cycle: "2026-10", filter: { serviceTypeCode: "code-${number}" }, first: 1) { nodes { cycle } }
    order(orderId: "order-${number}") { orderId }
    partner {
      adjustments(filter: { adjustedFrom: "${from}" }, first: 1) { totalCount }
      couponQuotaRecords(filter: { operatedFrom: "${from}" }, first: 1) { totalCount }
      couponRecords(filter: { operatedFrom: "${from}" }, first: 1) { totalCount }
      distributors(filter: { associatedFrom: "${from}" }, first: 1) { totalCount }
      policies(month: "2026-10", serviceTypeCode: "code-${number}", first: 1) { totalCount }
    }
  }`;
}
