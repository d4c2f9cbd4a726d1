// The graph that clients see: importing a domain adds its types and fields; this file only collects them.
import { GraphQLDeferDirective, GraphQLStreamDirective, specifiedDirectives } from 'graphql';
import './core/scalars.ts';
import './core/money.ts';
import './catalog/catalog.ts';
import './catalog/districts.ts';
import './customers/customers.ts';
import './customers/registration.ts';
import './orders/orders.ts';
import './orders/order-listings.ts';
import './payments/order-payment.ts';
import './resources/resources.ts';
import './resources/resource-listings.ts';
import './renewals/renewal-price.ts';
import './prices/prices.ts';
import './renewals/expiring-resources.ts';
import './renewals/renewal-tasks.ts';
import './coupons/coupons.ts';
import './accounts/accounts.ts';
import './accounts/account-changes.ts';
import './coupons/own-coupons.ts';
import './enterprises/enterprises.ts';
import './bills/own-bills.ts';
import './bills/own-resource-records.ts';
import './bills/bandwidth.ts';
import './bills/costs.ts';
import './bills/amortized-costs.ts';
import './resources/packages.ts';
import './bills/monthly-bills.ts';
import './bills/consumption.ts';
import './viewer.ts';
import './partner/partner.ts';
import './distributors/distributors.ts';
import './coupons/coupon-quotas.ts';
import './coupons/coupon-records.ts';
import './partner/budgets.ts';
import './bills/invoices.ts';
import { builder } from './core/builder.ts';
import { withPlainTypes } from './core/plain-type.ts';
import { withResellers } from './core/scope/reseller-scope.ts';
import { withSites } from './core/scope/site-scope.ts';

const incremental = [GraphQLDeferDirective, GraphQLStreamDirective];

export const schema = withResellers(
  withSites(withPlainTypes(builder.toSchema({ directives: [...specifiedDirectives, ...incremental] }))),
);
