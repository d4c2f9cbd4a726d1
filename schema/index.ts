// The graph that clients see: importing a domain adds its types and fields; this file only collects them.
import { GraphQLDeferDirective, GraphQLStreamDirective, specifiedDirectives } from 'graphql';
import './scalars.ts';
import './money.ts';
import './catalog.ts';
import './districts.ts';
import './customers.ts';
import './registration.ts';
import './orders.ts';
import './order-listings.ts';
import './order-payment.ts';
import './resources.ts';
import './resource-listings.ts';
import './renewal-price.ts';
import './prices.ts';
import './expiring-resources.ts';
import './renewal-tasks.ts';
import './coupons.ts';
import './accounts.ts';
import './account-changes.ts';
import './own-coupons.ts';
import './enterprises.ts';
import './own-bills.ts';
import './own-resource-records.ts';
import './bandwidth.ts';
import './costs.ts';
import './amortized-costs.ts';
import './resource-packages.ts';
import './bills.ts';
import './consumption.ts';
import './viewer.ts';
import './partner.ts';
import './distributors.ts';
import './coupon-quotas.ts';
import './coupon-records.ts';
import './budgets.ts';
import './invoices.ts';
import { builder } from './builder.ts';
import { withPlainTypes } from './plain-type.ts';
import { withResellers } from './reseller-scope.ts';
import { withSites } from './site-scope.ts';

const incremental = [GraphQLDeferDirective, GraphQLStreamDirective];

export const schema = withResellers(
  withSites(withPlainTypes(builder.toSchema({ directives: [...specifiedDirectives, ...incremental] }))),
);
