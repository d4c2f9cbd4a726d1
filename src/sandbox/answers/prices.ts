import {
  accessDenied,
  duplicateResources,
  factorNotFound,
  parameterError,
  productNotFound,
  projectNotFound,
  quoteTooHigh,
  usageUnitWrong,
} from '../wire/refusal.ts';
import { findMeter } from '../world/catalog/meters.ts';
import { services } from '../world/catalog/services.ts';
import { units } from '../world/catalog/units.ts';
import { onDemandRates, type Product, periodRates } from '../world/resources/prices.ts';
import { renewalRates } from '../world/resources/renewals.ts';
import type { Customer } from '../world/types.ts';
import { type Answer, int, type Question, text } from './answer.ts';

/** Renewal prices are a customer's own business. */
function customerOf({ caller }: Question): Customer {
  if (!caller.customer) throw accessDenied('Access denied: expected a customer credential.');
  return caller.customer;
}

const YEAR = 3;
const MOST_YEARS = 3;

export const listRenewRateOnPeriod: Answer = (question) => {
  const { values, world } = question;
  const customer = customerOf(question);
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
};

const SERVICES: ReadonlySet<unknown> = new Set(services.map(({ code }) => code));

/** The products of a price question, checked as far as both kinds of them go. */
function productsOf({ values }: Question, needed: readonly string[]): readonly Product[] {
  // Projects are nobody's in the sandbox, but they look like projects.
  if (!/^[0-9a-f]{32}$/.test(text(values, 'project_id') ?? '')) throw projectNotFound();
  const products = values['product_infos'] as readonly Product[];
  const ids = new Set(products.map(({ id }) => id));
  if (ids.size < products.length) throw parameterError('product_infos: expected ids that differ');
  const names = ['id', 'cloud_service_type', 'resource_type', 'resource_spec', 'region', ...needed];
  for (const product of products) {
    const missing = names.find((name) => product[name] === undefined);
    if (missing) throw parameterError(`product_infos.${missing}: expected a value, got none`);
    if (!SERVICES.has(product['cloud_service_type'])) {
      throw productNotFound(`There is no product of ${String(product['cloud_service_type'])}.`);
    }
  }
  return products;
}

/** A partner's own prices are those of nobody: it prices as its customer. */
export const listOnDemandResourceRatings: Answer = (question) => {
  const products = productsOf(question, [
    'usage_factor',
    'usage_value',
    'usage_measure_id',
    'subscription_num',
  ]);
  for (const product of products) checkUsage(product);
  const places = int(question.values, 'inquiry_precision') === 1 ? 10 : 6;
  return quote(onDemandRates(customerOf(question), products, places));
};

/** What is metered must be known, and counted in a unit of its kind. */
function checkUsage(product: Product): void {
  const factor = String(product['usage_factor']);
  const meter = findMeter(factor.toLowerCase());
  if (!meter) throw factorNotFound(`There is no billing factor ${factor}.`);
  const kindOf = (id: unknown) => units.find((unit) => unit.id === id)?.type;
  const unit = product['usage_measure_id'];
  if (kindOf(unit) !== kindOf(meter.measureId)) {
    throw usageUnitWrong(`${factor} is not measured in unit ${String(unit)}.`);
  }
}

/** A quote is refused where no order could be that large. */
const TOO_HIGH = /"official_website_amount":\d{20,}/;

function quote(answer: object): string {
  const text = JSON.stringify(answer);
  if (TOO_HIGH.test(text)) throw quoteTooHigh();
  return text;
}

export const listRateOnPeriodDetail: Answer = (question) => {
  const products = productsOf(question, ['period_type', 'period_num', 'subscription_num']);
  return quote(periodRates(customerOf(question), products));
};
