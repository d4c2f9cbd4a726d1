import { parameterError } from '../wire/refusal.ts';
import { serviceAt } from '../world/catalog/services.ts';
import { deductionsOf, packageRow, packagesOf, packageUsageRow } from '../world/resources/packages.ts';
import { type Answers, callingCustomer, int, strings, text } from './answer.ts';
import { pageText } from './page.ts';

const MOST_DAYS = 90;

export const packages = {
  ListFreeResourceInfos: (request) => {
    const { values, language } = request;
    const [order, product, name, project, region] = [
      'order_id',
      'product_id',
      'product_name',
      'enterprise_project_id',
      'region_code',
    ].map((key) => text(values, key));
    const status = int(values, 'status');
    const services = strings(values, 'service_type_code_list');
    const rows = packagesOf(callingCustomer(request)).filter(
      (one) =>
        (order === undefined || one.orderId === order) &&
        (product === undefined || one.productId === product) &&
        (name === undefined || one.name === name) &&
        (project === undefined || project === '0') &&
        (region === undefined || region === 'cn-north-4') &&
        (status === undefined || one.status === status) &&
        (services === undefined || services.has(serviceAt(one.service).code)),
    );
    return pageText(request, { rows: 'free_resource_packages', total: 'total_count' }, rows, (one) =>
      JSON.stringify(packageRow(one, language)),
    );
  },

  /** Items of others are left out without a word. */
  ListFreeResourceUsages: (request) => {
    const ids = strings(request.values, 'free_resource_ids') ?? new Set();
    const items = packagesOf(callingCustomer(request)).flatMap((one) => one.items);
    return JSON.stringify({ free_resources: items.filter(({ id }) => ids.has(id)).map(packageUsageRow) });
  },

  ListFreeResourcesUsageRecords: (request) => {
    const { values } = request;
    const [from = '', to = ''] = [text(values, 'deduct_time_begin'), text(values, 'deduct_time_end')];
    const days = (Date.parse(to) - Date.parse(from)) / 86_400_000;
    if (days < 0 || days > MOST_DAYS) {
      throw parameterError(`deduct_time: expected at most ${MOST_DAYS} days in order, got ${from} to ${to}`);
    }
    const [item, product, type] = ['free_resource_id', 'product_id', 'resource_type_code'].map((key) =>
      text(values, key),
    );
    const rows = deductionsOf(callingCustomer(request)).filter(
      ({ date, row }) =>
        date >= from &&
        date <= to &&
        (item === undefined || row['free_resource_id'] === item) &&
        (product === undefined || row['product_id'] === product) &&
        (type === undefined || row['resource_type_code'] === type),
    );
    return pageText(request, { rows: 'free_resource_records', total: 'total_count' }, rows, ({ row }) =>
      JSON.stringify(row),
    );
  },
} satisfies Answers;
