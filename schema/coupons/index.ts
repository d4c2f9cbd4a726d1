// Coupons: issued coupons, coupon quotas and their records.
// Importing this door adds the types and fields of the domain to the graph; it exports nothing.
import './coupons.ts';
import './customer-coupons.ts';
import './coupon-quotas.ts';
import './coupon-records.ts';
