import { badInput } from '../../src/errors/errors.ts';
import type { IdentityCheckRow, RealNameReviewRow } from '../../src/operations/customers/registration.ts';
import {
  type IdentityQuestion,
  identityCheckByValue,
  realNameReviewByCustomer,
} from '../../src/operations/customers/registration-edges.ts';
import { builder } from '../core/builder.ts';
import { openEnum } from '../core/open-enum.ts';
import { keyed, reads } from '../core/reads/reads.ts';
import { codes } from '../core/row-fields.ts';
import { CustomerRef } from './customers.ts';

const ReviewResult = openEnum('RealNameReviewResult', 'How the review of a real-name verification ended.', {
  UNDER_REVIEW: { code: '0', description: 'Nobody has decided yet.' },
  REJECTED: { code: '1', description: 'Rejected; the opinion says why.' },
  PASSED: { code: '2', description: 'Passed.' },
});

const RealNameReviewRef = builder.objectRef<RealNameReviewRow>('RealNameReview').implement({
  description: "The review of a customer's application for real-name verification.",
  fields: (t) => ({
    ...codes(t, {
      result: [ReviewResult, 'How it ended.', (row) => row.review_result],
    }),
    resultCode: t.string({ description: 'Raw code of the result.', resolve: (row) => row.review_result }),
    opinion: t.string({
      description: 'What the reviewer wrote; only when it was rejected.',
      resolve: (row) => row.opinion,
    }),
  }),
});

builder.objectField(CustomerRef, 'realNameReview', (t) =>
  t.field({
    extensions: reads({ reads: [keyed(realNameReviewByCustomer, { rows: 'one' })] }),
    type: RealNameReviewRef,
    description:
      'Review of its real-name verification; null when it never applied. Takes a call per customer.',
    resolve: (customer, _args, context) =>
      context.loaders.one(realNameReviewByCustomer, customer.customerId, null),
  }),
);

const IdentityKind = builder.enumType('IdentityKind', {
  description: 'What a customer can register with.',
  values: {
    ACCOUNT_NAME: { value: 'name', description: 'A login name of 5 to 32 characters.' },
    EMAIL: { value: 'email', description: 'An e-mail address.' },
    MOBILE: {
      value: 'mobile',
      description: 'A mobile number with its country code, e.g. `0086-00000000001`.',
    },
  } as const,
});

const CheckResult = openEnum('IdentityCheckResult', 'Whether something can be registered with.', {
  AVAILABLE: { code: 'available', description: 'Can be registered with.' },
  USED: { code: 'used_by_user', description: 'Somebody has it, or a number has as many accounts as it may.' },
});

const IdentityCheckRef = builder.objectRef<IdentityCheckRow>('IdentityCheck').implement({
  description: 'Whether a new customer can register with a name, address or number.',
  fields: (t) => ({
    ...codes(t, {
      result: [CheckResult, 'Whether it can be used.', (row) => row.check_result],
    }),
    resultCode: t.string({ description: 'Raw code of the result.', resolve: (row) => row.check_result }),
    remainingRegistrations: t.int({
      description: 'How many more accounts the number may register; only for mobile numbers.',
      resolve: (row) => row.mobile_remain_available_num,
    }),
  }),
});

const LONGEST_VALUE = 64;

/** What the upstream takes, so that a typing error costs no call. */
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

const questionOf = ({ kind }: IdentityArguments): IdentityQuestion => ({ search_type: kind });

builder.queryField('identityCheck', (t) =>
  t.field({
    extensions: reads<IdentityArguments>({
      reads: [
        keyed(identityCheckByValue, {
          rows: 'one',
          key: ({ value }: IdentityArguments) => value,
          filters: (args: IdentityArguments) => [questionOf(args)],
        }),
      ],
    }),
    type: IdentityCheckRef,
    description: 'Whether a new customer can register with a login name, e-mail address or mobile number.',
    authScopes: { partner: true },
    args: {
      kind: t.arg({ type: IdentityKind, required: true, description: 'What the value is.' }),
      value: t.arg.string({
        required: true,
        description: 'The name, address or number; at most 64 characters.',
      }),
    },
    resolve: (_root, args, context) => {
      const format = FORMATS[args.kind];
      if (format && (args.value.length > LONGEST_VALUE || !format.pattern.test(args.value))) {
        throw badInput(`value: expected ${format.expected}, got ${JSON.stringify(args.value.slice(0, 80))}`);
      }
      return context.loaders.one(identityCheckByValue, args.value, questionOf(args));
    },
  }),
);
