/** Bill types of consumption records whose trade id is an order id; for the others it is a transaction id. */
export const ORDER_RECORD_TYPES: ReadonlySet<string> = new Set(['1', '2', '3', '4', '8', '103']);
