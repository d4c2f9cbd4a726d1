// The graph that clients see, in the domain's names. Importing a domain adds its types and fields; this file only
// collects them. Fields call loaders, map rows and declare what they read; they never know methods, paths or
// status codes.
import { GraphQLDeferDirective, GraphQLStreamDirective, specifiedDirectives } from 'graphql';
import './core/scalars.ts';
import './core/money.ts';
import './catalog/index.ts';
import './customers/index.ts';
import './accounts/index.ts';
import './orders/index.ts';
import './prices/index.ts';
import './partner/index.ts';
import './payments/index.ts';
import './resources/index.ts';
import './bills/index.ts';
import './distributors/index.ts';
import './renewals/index.ts';
import './coupons/index.ts';
import './enterprises/index.ts';
import './viewer.ts';
import { withCheckedArguments } from './core/arguments/check-arguments.ts';
import { builder } from './core/builder.ts';
import { withPlainTypes } from './core/plain-type.ts';
import { withResellers } from './core/scope/reseller-scope.ts';
import { withSites } from './core/scope/site-scope.ts';

const incremental = [GraphQLDeferDirective, GraphQLStreamDirective];

export const schema = withResellers(
  withSites(
    withCheckedArguments(
      withPlainTypes(builder.toSchema({ directives: [...specifiedDirectives, ...incremental] })),
    ),
  ),
);
