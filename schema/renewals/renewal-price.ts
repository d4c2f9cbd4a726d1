import { badInput } from '../../src/errors/errors.ts';
import {
  type RenewalAmount,
  type RenewalFilter,
  renewalAmountByResource,
  renewalQuoteByResource,
} from '../../src/operations/renewals/edges.ts';
import type { RenewalRate } from '../../src/operations/renewals/renewals.ts';
import { builder } from '../core/builder.ts';
import { type Kind, ofKind } from '../core/kind.ts';
import { keyedRead, reads } from '../core/reads/reads.ts';
import { amounts, texts } from '../core/row-fields.ts';
import { InstallmentRef, installmentOf, type Priced, PriceOptionRef } from '../prices/price-parts.ts';
import { PeriodResourceRef } from '../resources/resources.ts';

const PERIODS = {
  MONTH: { code: 2, most: 11 },
  YEAR: { code: 3, most: 3 },
} as const;

const RenewalPeriod = builder.enumType('RenewalPeriod', {
  description: 'Length of one period of a renewal.',
  values: {
    MONTH: { description: 'Period of one month; 1 to 11 periods.' },
    YEAR: { description: 'Period of one year; 1 to 3 periods.' },
  } as const,
});

type FailureRow = RenewalRate['fail_resource_infos'][number];

const RenewalFailureRef = builder.objectRef<FailureRow>('RenewalFailure').implement({
  description: 'Reason that the price of a renewal cannot be determined.',
  fields: (t) => ({
    ...texts(t, {
      code: ['Upstream error code of the failure.', (row) => row.error_code],
      message: ['Upstream error message of the failure.', (row) => row.error_msg],
    }),
  }),
});

type OptionRow = RenewalRate['optional_discount_rating_results'][number];

const RenewalOptionRef = builder
  .objectRef<Priced<OptionRow> & Kind<'renewalOption'>>('RenewalPriceOption')
  .implement({
    description: 'Price of a renewal under one of the discounts that can be chosen.',
    interfaces: [PriceOptionRef],
  });

const toRenewalOption = ofKind('renewalOption');

const RenewalQuoteRef = builder.objectRef<RenewalRate>('RenewalQuote').implement({
  description: 'List price of a renewal and the price under each discount.',
  fields: (t) => ({
    ...amounts(t, {
      officialAmount: [
        'List price of the renewal.',
        ({ official_website_rating_result: official }) => official?.official_website_amount,
      ],
    }),
    installment: t.field({
      type: InstallmentRef,
      description: 'Installment that is due each time at list price, for prices paid in installments.',
      resolve: ({ official_website_rating_result: official, currency }) =>
        official ? installmentOf({ ...official, currency }) : null,
    }),
    options: t.field({
      type: [RenewalOptionRef],
      nullable: { list: true, items: false },
      description: 'Price options under the discounts that can be chosen.',
      resolve: ({ optional_discount_rating_results: rows, currency }) =>
        rows.map((row) => toRenewalOption({ ...row, currency })),
    }),
  }),
});

interface RenewalPrice {
  readonly price: RenewalAmount;
  readonly filter: RenewalFilter;
}

const RenewalPriceRef = builder.objectRef<RenewalPrice>('RenewalPrice').implement({
  description: 'Price of the renewal of a resource.',
  fields: (t) => ({
    ...amounts(
      t,
      {
        amount: [
          'Amount that the customer would pay; null when the price cannot be determined.',
          ({ price }) => price.amount,
        ],
      },
      ({ price }) => price,
    ),
    failure: t.field({
      type: RenewalFailureRef,
      description: 'Reason that the price of the renewal cannot be determined.',
      resolve: ({ price }) => price.failure,
    }),
    quote: t.field({
      extensions: reads({
        reads: [keyedRead(renewalQuoteByResource, { rows: 'one', batching: { perKeyFilter: true } })],
      }),
      type: RenewalQuoteRef,
      description:
        'List price and discounts; null when the price cannot be determined. One upstream call per resource.',
      resolve: ({ price, filter }, _args, context) =>
        price.failure ? null : context.loaders.one(renewalQuoteByResource, price.resourceId, filter),
    }),
  }),
});

builder.objectField(PeriodResourceRef, 'renewalPrice', (t) =>
  t.field({
    extensions: reads({
      reads: [keyedRead(renewalAmountByResource, { rows: 'one', batching: { perKeyFilter: true } })],
    }),
    type: RenewalPriceRef,
    description:
      'Price for the customer to renew the resource. Requested in the name of the customer, for 10 resources per upstream call; null for attached resources, which are renewed with the main resource.',
    args: {
      periods: t.arg.int({
        required: true,
        description: 'Number of renewal periods: 1 to 11 months, or 1 to 3 years.',
      }),
      period: t.arg({
        type: RenewalPeriod,
        defaultValue: 'MONTH',
        description: 'Length of one renewal period.',
      }),
      includeAttached: t.arg.boolean({
        defaultValue: false,
        description: 'True when the attached resources are renewed as well.',
      }),
    },
    resolve: async ({ row, ownerId }, { periods, period, includeAttached }, context) => {
      const name = period ?? 'MONTH';
      const { code, most } = PERIODS[name];
      if (periods < 1 || periods > most) {
        throw badInput(`periods: expected 1 to ${most} of a ${name}, got ${periods}`);
      }
      if (row.is_main_resource === '0') return null;
      const filter: RenewalFilter = {
        customerId: ownerId,
        period_type: code,
        period_num: periods,
        include_relative_resources: includeAttached ?? false,
      };
      const price = await context.loaders.one(renewalAmountByResource, row.resource_id, filter);
      return price && { price, filter };
    },
  }),
);
