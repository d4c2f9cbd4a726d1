// Parameters that many operations share, spelled once.

export const indirectPartner = { indirect_partner_id: { in: 'query', type: 'string' } } as const;
export const indirectPartnerInBody = { indirect_partner_id: { in: 'body', type: 'string' } } as const;
export const language = { 'X-Language': { in: 'header', type: 'string' } } as const;

const OFFSET_MAX = 2_147_483_646;

/** `offset` and `limit` of a GET listing. */
export function pageInQuery<const Max extends number>(limitMax: Max, limitMin = 1) {
  return {
    offset: { in: 'query', type: 'int', min: 0, max: OFFSET_MAX },
    limit: { in: 'query', type: 'int', min: limitMin, max: limitMax },
  } as const;
}

/** `offset` and `limit` of a POST query. */
export function pageInBody<const Max extends number>(limitMax: Max, offsetMax = OFFSET_MAX) {
  return {
    offset: { in: 'body', type: 'int', min: 0, max: offsetMax },
    limit: { in: 'body', type: 'int', min: 1, max: limitMax },
  } as const;
}

/** How a listing pages; the default page of the upstream is 10 rows everywhere. */
export function paging(
  rows: string,
  limitMax: number,
  total: 'total_count' | 'count' | null = 'total_count',
  offsetMax = OFFSET_MAX,
) {
  return { rows, limitMax, limitDefault: 10, offsetMax, total } as const;
}
