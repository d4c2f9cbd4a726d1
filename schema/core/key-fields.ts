// What tells objects apart that have no global id, for clients that keep one copy of each object. Where a key
// field is null, the object has no identity and belongs to the object around it. `docs/graph.md` lists the same.

/** Key fields by type. A type without key fields has one object for each viewer. */
export const KEY_FIELDS: Readonly<Record<string, readonly string[]>> = {
  AccountChange: ['changeId'],
  Catalog: [],
  City: ['code'],
  ConsumptionRecord: ['recordId'],
  County: ['code'],
  EnterpriseSubAccount: ['subAccountId'],
  Invoice: ['requestId'],
  IssuedCouponQuota: ['quotaId'],
  MeasureUnit: ['unitId'],
  OrderLineItem: ['lineItemId'],
  OwnCouponQuota: ['quotaId'],
  Partner: ['partnerId'],
  PartnerAccountChange: ['changeId'],
  Province: ['code'],
  QuotaUse: ['operation'],
  RefundItem: ['refundItemId'],
  ResourcePackage: ['packageId'],
  ResourceType: ['code'],
  ServiceType: ['code'],
  StoredValueCard: ['cardId'],
  Viewer: [],
};
