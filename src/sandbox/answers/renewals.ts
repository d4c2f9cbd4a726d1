import type * as operations from '../../operations/renewals/index.ts';
import { duplicateResources, parameterError } from '../wire/refusal.ts';
import { renewalRates } from '../world/resources/renewals.ts';
import { type AnswersOf, callingCustomer, int } from './answer.ts';

const YEAR = 3;
const MOST_YEARS = 3;

export const renewals = {
  ListRenewRateOnPeriod: (request) => {
    const { values, world } = request;
    const customer = callingCustomer(request);
    const ids = (values['resource_ids'] ?? []) as readonly string[];
    if (new Set(ids).size < ids.length) throw duplicateResources();
    const terms = {
      periodType: int(values, 'period_type') ?? 0,
      periods: int(values, 'period_num') ?? 0,
      attached: values['include_relative_resources'] === true,
    };
    if (terms.periodType === YEAR && terms.periods > MOST_YEARS) {
      throw parameterError(`period_num: expected 1 to ${MOST_YEARS} years, got ${terms.periods}`);
    }
    return JSON.stringify(renewalRates(customer, world.resources(customer), ids, terms));
  },
} satisfies AnswersOf<typeof operations>;
