import type { Site } from '../../src/config/tenant.ts';
import { badInput } from '../../src/errors/errors.ts';
import { builder } from '../core/builder.ts';
import { checkSpan } from '../core/filter/time-span.ts';
import { AssociationType } from './customer-enums.ts';

export const CustomerFilter = builder.inputType('CustomerFilter', {
  description: 'Narrows a list of customers; fields that are left out do not filter.',
  fields: (t) => ({
    name: t.string({ description: 'Part of the verified real name, without spaces.' }),
    accountName: t.string({ description: 'Part of the login name, without spaces.' }),
    label: t.string({ description: 'Part of the label, case-sensitive, without spaces.' }),
    associationType: t.field({ type: AssociationType.ref, description: 'How it belongs to the partner.' }),
    associatedFrom: t.field({ type: 'DateTime', description: 'Associated at this instant or later.' }),
    associatedUntil: t.field({ type: 'DateTime', description: 'Associated at this instant or earlier.' }),
  }),
});

export type CustomerFilterShape = typeof CustomerFilter.$inferInput;

export function toListFilter(filter: CustomerFilterShape | null | undefined, site?: Site) {
  checkSpan('associated', filter?.associatedFrom, filter?.associatedUntil);
  const words = { name: filter?.name, accountName: filter?.accountName, label: filter?.label };
  for (const [name, value] of Object.entries(words)) {
    if (value?.includes(' ')) {
      throw badInput(`filter.${name}: expected text without spaces, got ${JSON.stringify(value)}`);
    }
  }
  const association = filter?.associationType
    ? AssociationType.codeOf(filter.associationType, site)
    : undefined;
  if (filter?.associationType && !association) {
    throw badInput('filter.associationType: expected CONSULTATIVE_SALE or RESALE, got UNKNOWN');
  }
  return {
    ...(filter?.name ? { customer: filter.name } : {}),
    ...(filter?.accountName ? { account_name: filter.accountName } : {}),
    ...(filter?.label ? { label: filter.label } : {}),
    ...(association ? { association_type: association } : {}),
    ...(filter?.associatedFrom ? { associated_on_begin: filter.associatedFrom } : {}),
    ...(filter?.associatedUntil ? { associated_on_end: filter.associatedUntil } : {}),
  };
}
