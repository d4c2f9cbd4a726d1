// What every row of one partner's world depends on: the seed, the day, and how much there is.

/** Of the upstream; each operation says on which of them it is. */
export type Site = 'cn' | 'intl';
export type Density = 'dense' | 'sparse';

export interface Frame {
  readonly seed: number;
  readonly site: Site;
  /** 1 for the first partner account of the sandbox. */
  readonly partner: number;
  /** Set where these are the customers of a reseller: 1 for the partner's first. */
  readonly reseller?: number;
  /** The last midnight in China before the world was made: nothing in it is later. */
  readonly today: number;
  readonly customers: number;
  readonly density: Density;
  readonly agencyName: string;
}

/** What the site bills in. */
export const currencyOf = ({ site }: Frame): 'CNY' | 'USD' => (site === 'intl' ? 'USD' : 'CNY');

/** Bill cycles of history, the current one included. */
export const CYCLES = 18;

/** A customer whose amounts have more digits than a double holds, and one with hundreds of orders. */
export const EXACT_INDEX = 1;
export const HEAVY_INDEX = 5;

/** Which draw of random numbers is meant, so that no two kinds of row share one. */
export const draw = {
  customer: 1,
  order: 2,
  item: 3,
  resource: 4,
  coupon: 5,
  onDemand: 6,
  usage: 7,
  balance: 8,
  subscription: 9,
  tag: 10,
  account: 11,
  customerAccount: 21,
  reseller: 26,
  partnerAccount: 27,
  adjustment: 28,
  quota: 29,
  project: 23,
  bandwidth: 24,
  package: 25,
  enterprise: 22,
  refund: 40,
  price: 41,
  budget: 50,
  invoice: 51,
} as const;

interface Volume {
  readonly orders: readonly [number, number];
  /** Every so many customers one has far more orders than the others. */
  readonly heavyEvery: number;
  /** Share of active resale customers with coupons, and how many those have. */
  readonly couponHolders: number;
  readonly coupons: readonly [number, number];
  readonly onDemand: readonly [number, number];
  /** Shares of customers and cycles that show usage, monthly payments, and savings plans. */
  readonly usage: number;
  readonly subscription: number;
  readonly savingsPlan: number;
}

export const volumes: Readonly<Record<Density, Volume>> = {
  dense: {
    orders: [1, 13],
    heavyEvery: 100,
    couponHolders: 1,
    coupons: [0, 6],
    onDemand: [1, 6],
    usage: 0.47,
    subscription: 0.5,
    savingsPlan: 0.065,
  },
  sparse: {
    orders: [0, 2],
    heavyEvery: 2000,
    couponHolders: 0.5,
    coupons: [0, 1],
    onDemand: [0, 2],
    usage: 0.12,
    subscription: 0.05,
    savingsPlan: 0.03,
  },
};
