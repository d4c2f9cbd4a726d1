// The facts about customers, orders and coupons that lists filter and sort by. One object each is kept for
// the whole world; what else their wire rows say is drawn when somebody asks. `text` keeps a rendered row.
import type { Frame } from './frame.ts';

export interface Customer {
  readonly frame: Frame;
  /** 0 for "Sandbox Customer 0001", which is the newest association. */
  readonly index: number;
  readonly id: string;
  readonly name: string;
  readonly accountName: string;
  readonly associatedAt: number;
  /** Resale (association type 2); otherwise consultative sale (1). */
  readonly resale: boolean;
  /** Whether the customer has any orders, resources, coupons or consumption. */
  readonly active: boolean;
  /** Whether it let the partner act for it. */
  readonly agency: boolean;
  /** Oldest first. */
  readonly orders: Order[];
  readonly coupons: Coupon[];
  text?: string;
}

export interface Order {
  readonly customer: Customer;
  readonly ordinal: number;
  readonly createdAt: number;
  /** 0 when it was not paid. */
  readonly paidAt: number;
  readonly service: number;
  readonly type: number;
  readonly status: number;
  /** How many line items there are. */
  readonly items: number;
  /** A combined order nests two sub-orders. */
  readonly combined: boolean;
  text?: string;
}

export interface Coupon {
  readonly customer: Customer;
  readonly ordinal: number;
  readonly id: string;
  readonly type: number;
  readonly status: number;
  /** In cents. */
  readonly faceValue: number;
  readonly balance: number;
  readonly createdAt: number;
  readonly effectiveAt: number;
  readonly expiresAt: number;
  readonly usedBy?: Order;
  readonly lockedBy?: Order;
  text?: string;
}
