// Districts, what services sell, and how verifications ended.
import { serviceResourceRows } from '../world/dictionary.ts';
import { cities, counties, provinces } from '../world/districts.ts';
import type { Language } from '../world/language.ts';
import { realNameReviewRow } from '../world/registration.ts';
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
