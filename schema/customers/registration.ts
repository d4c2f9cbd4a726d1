import { badInput } from '../../src/errors/errors.ts';
import type {
  IdentityCheckRow,
  RealNameReviewRow,
  RealNameStatusRow,
} from '../../src/operations/customers/registration.ts';
import {
  type IdentityFilter,
  identityCheckByValue,
  realNameReviewByCustomer,
  realNameStatusByCustomer,
} from '../../src/operations/customers/registration-edges.ts';
import { builder } from '../core/builder.ts';
import { openEnum } from '../core/open-enum.ts';
import { keyedRead, reads } from '../core/reads/reads.ts';
import { codes, texts } from '../core/row-fields.ts';
import { CustomerKind, Verification } from './customer-enums.ts';
import { CustomerRef } from './customers.ts';

const ReviewResult = openEnum('RealNameReviewResult', 'Result of a real-name verification review.', {
  UNDER_REVIEW: { code: '0', description: 'Application that is still under review.' },
  REJECTED: { code: '1', description: 'Application that was rejected; the opinion gives the reason.' },
  PASSED: { code: '2', description: 'Application that passed the review.' },
});

const RealNameReviewRef = builder.objectRef<RealNameReviewRow>('RealNameReview').implement({
  description: "Review of a customer's application for real-name verification.",
  fields: (t) => ({
    ...codes(t, {
      result: [ReviewResult, 'Result of the real-name verification review.', (row) => row.review_result],
    }),
    ...texts(t, {
      resultCode: ['Raw upstream code of the review result.', (row) => row.review_result],
      opinion: ['Opinion of the reviewer; only for rejected applications.', (row) => row.opinion],
    }),
  }),
});

builder.objectField(CustomerRef, 'realNameReview', (t) =>
  t.field({
    extensions: reads({ reads: [keyedRead(realNameReviewByCustomer, { rows: 'one' })] }),
    type: RealNameReviewRef,
    description:
      "Review of the customer's real-name verification; null when the customer never applied. One upstream call per customer.",
    resolve: (customer, _args, context) =>
      context.loaders.one(realNameReviewByCustomer, customer.customerId, null),
  }),
);

const RealNameStatusRef = builder.objectRef<RealNameStatusRow>('RealNameStatus').implement({
  description: "State of a customer's real-name verification, as the customer itself sees it.",
  fields: (t) => ({
    ...codes(t, {
      status: [Verification, 'Status of the real-name verification.', (row) => row.verified_status],
      kind: [CustomerKind, 'Kind of customer that was verified.', (row) => row.verified_type],
    }),
    ...texts(t, {
      statusCode: ['Raw upstream code of the verification status.', (row) => row.verified_status],
      kindCode: ['Raw upstream code of the kind of customer.', (row) => row.verified_type],
    }),
  }),
});

builder.objectField(CustomerRef, 'realNameStatus', (t) =>
  t.field({
    extensions: reads({ reads: [keyedRead(realNameStatusByCustomer, { rows: 'one' })] }),
    type: RealNameStatusRef,
    description:
      "State of the customer's real-name verification, read in the customer's name. One upstream call per customer.",
    resolve: (customer, _args, context) =>
      context.loaders.one(realNameStatusByCustomer, customer.customerId, null),
  }),
);

const IdentityKind = builder.enumType('IdentityKind', {
  description: 'Kind of identifier with which a customer can register.',
  values: {
    ACCOUNT_NAME: { value: 'name', description: 'Login name of the account, 5 to 32 characters.' },
    EMAIL: { value: 'email', description: 'E-mail address of the customer.' },
    MOBILE: {
      value: 'mobile',
      description: 'Mobile number with country code, e.g. `0086-00000000001`.',
    },
  } as const,
});

const CheckResult = openEnum('IdentityCheckResult', 'Availability of an identifier for registration.', {
  AVAILABLE: { code: 'available', description: 'Identifier that is available for registration.' },
  USED: {
    code: 'used_by_user',
    description: 'Identifier that is already in use, or mobile number with the maximum number of accounts.',
  },
});

const IdentityCheckRef = builder.objectRef<IdentityCheckRow>('IdentityCheck').implement({
  description:
    'Check of a login name, e-mail address or mobile number for the registration of a new customer.',
  fields: (t) => ({
    ...codes(t, {
      result: [CheckResult, 'Result of the check: availability for registration.', (row) => row.check_result],
    }),
    ...texts(t, { resultCode: ['Raw upstream code of the check result.', (row) => row.check_result] }),
    remainingRegistrations: t.int({
      description:
        'Number of accounts that can still be registered with the number; only for mobile numbers.',
      resolve: (row) => row.mobile_remain_available_num,
    }),
  }),
});

const LONGEST_VALUE = 64;

/** Values that the upstream accepts, so that a typing error costs no call. */
const FORMATS: Readonly<Record<string, { readonly pattern: RegExp; readonly expected: string }>> = {
  name: {
    pattern: /^(?!op_|shadow_)[a-zA-Z-][\w-]{4,31}$/,
    expected:
      '5 to 32 letters, digits, hyphens or underscores that begin with a letter or hyphen, and not with op_ or shadow_',
  },
  email: { pattern: /^[^@\s]+@[^@\s]+$/, expected: 'an e-mail address' },
  mobile: { pattern: /^00\d\d-\d+$/, expected: 'a number like 0086-00000000001' },
};

interface IdentityArguments {
  readonly kind: string;
  readonly value: string;
}

const filterOf = ({ kind }: IdentityArguments): IdentityFilter => ({ search_type: kind });

builder.queryField('identityCheck', (t) =>
  t.field({
    extensions: reads<IdentityArguments>({
      reads: [
        keyedRead(identityCheckByValue, {
          rows: 'one',
          key: ({ value }: IdentityArguments) => value,
          filters: (args: IdentityArguments) => [filterOf(args)],
        }),
      ],
    }),
    type: IdentityCheckRef,
    description: 'Check that a new customer can register with a login name, e-mail address or mobile number.',
    authScopes: { partner: true },
    args: {
      kind: t.arg({ type: IdentityKind, required: true, description: 'Kind of the value to be checked.' }),
      value: t.arg.string({
        required: true,
        description: 'Login name, e-mail address or mobile number to be checked; at most 64 characters.',
      }),
    },
    resolve: (_root, args, context) => {
      const format = FORMATS[args.kind];
      if (format && (args.value.length > LONGEST_VALUE || !format.pattern.test(args.value))) {
        throw badInput(`value: expected ${format.expected}, got ${JSON.stringify(args.value.slice(0, 80))}`);
      }
      return context.loaders.one(identityCheckByValue, args.value, filterOf(args));
    },
  }),
);
