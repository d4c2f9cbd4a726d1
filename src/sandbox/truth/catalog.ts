// Districts, what services sell, and how verifications ended.

import type { Language } from '../base/language.ts';
import { realNameReviewRow } from '../world/accounts/registration.ts';
import { serviceResourceRows } from '../world/catalog/dictionary.ts';
import { cities, counties, provinces } from '../world/catalog/districts.ts';
import type { Customer } from '../world/types.ts';

export const catalogTruth = (language: Language, customers: readonly Customer[]) => ({
  /** With `service_type_code`. */
  serviceResources: () => serviceResourceRows(language),
  provinces: () => provinces,
  /** With `within`, the code of the province. */
  cities: () => cities,
  /** With `within`, the code of the city. */
  counties: () => counties,
  /** With `customer_id`. */
  realNameReviews: () =>
    customers.map((customer) => ({ ...realNameReviewRow(customer), customer_id: customer.id })),
});
