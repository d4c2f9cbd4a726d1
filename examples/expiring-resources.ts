// What ends within 30 days: node examples/expiring-resources.ts [http://127.0.0.1:4000]
import { ExpiringResourcesDocument } from './generated/graphql.ts';
import { send } from './send.ts';

const url = process.argv[2] ?? 'http://127.0.0.1:4000';
const now = Date.now();

const { customers } = await send({ url, apiKey: process.env['API_KEY'] }, ExpiringResourcesDocument, {
  first: 50,
  from: new Date(now).toISOString(),
  until: new Date(now + 30 * 86_400_000).toISOString(),
});

const lines = (customers?.nodes ?? []).flatMap(({ name, resources }) =>
  (resources?.nodes ?? []).map((resource) => ({
    'ends at': resource.expiresAt ?? '',
    customer: name ?? '',
    resource: resource.name ?? resource.resourceId,
    service: resource.serviceType?.name ?? '',
    'what happens then': resource.__typename === 'YearlyMonthlyResource' ? (resource.expiryPolicy ?? '') : '',
  })),
);
console.table(lines.sort((left, right) => (left['ends at'] < right['ends at'] ? -1 : 1)));
