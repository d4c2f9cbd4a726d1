import type { Site } from '../../src/config/tenant.ts';
import { badInput } from '../../src/errors/errors.ts';
import { builder } from '../core/builder.ts';
import { checkSpan } from '../core/filter/time-span.ts';
import { codeIn, withoutEmpty } from '../core/filter/wire-filter.ts';
import { AssociationType } from './customer-enums.ts';

export const CustomerFilter = builder.inputType('CustomerFilter', {
  description: 'Filter for a list of customers. Omitted fields do not filter.',
  fields: (t) => ({
    name: t.string({
      description: 'Only customers with this part in the verified real name. Without spaces.',
    }),
    accountName: t.string({
      description: 'Only customers with this part in the login name. Without spaces.',
    }),
    label: t.string({
      description: 'Only customers with this part in the label. Case-sensitive, without spaces.',
    }),
    associationType: t.field({
      type: AssociationType.ref,
      description: 'Only customers with this association type.',
    }),
    associatedFrom: t.field({
      type: 'DateTime',
      description: 'Only customers associated at or after this instant.',
    }),
    associatedUntil: t.field({
      type: 'DateTime',
      description: 'Only customers associated at or before this instant.',
    }),
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
  return withoutEmpty({
    customer: filter?.name,
    account_name: filter?.accountName,
    label: filter?.label,
    association_type: codeIn('associationType', filter?.associationType, (value) =>
      AssociationType.codeOf(value, site),
    ),
    associated_on_begin: filter?.associatedFrom,
    associated_on_end: filter?.associatedUntil,
  });
}
