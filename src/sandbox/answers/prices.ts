import type * as operations from '../../operations/prices/index.ts';
import {
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
import { type AnswersOf, type ApiRequest, callingCustomer, int, text } from './answer.ts';

const SERVICES: ReadonlySet<unknown> = new Set(services.map(({ code }) => code));

/** The products of a price request, checked as far as both kinds of them go. */
function productsOf({ values }: ApiRequest, needed: readonly string[]): readonly Product[] {
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

export const prices = {
  /** A partner's own prices are those of nobody: it prices as its customer. */
  ListOnDemandResourceRatings: (request) => {
    const products = productsOf(request, [
      'usage_factor',
      'usage_value',
      'usage_measure_id',
      'subscription_num',
    ]);
    for (const product of products) checkUsage(product);
    const places = int(request.values, 'inquiry_precision') === 1 ? 10 : 6;
    return quote(onDemandRates(callingCustomer(request), products, places));
  },

  ListRateOnPeriodDetail: (request) => {
    const products = productsOf(request, ['period_type', 'period_num', 'subscription_num']);
    return quote(periodRates(callingCustomer(request), products));
  },
} satisfies AnswersOf<typeof operations>;
