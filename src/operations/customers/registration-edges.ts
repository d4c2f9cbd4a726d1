import { type Edge, pageSizeOf, request, requestAs, toPage } from '../edge.ts';
import { single } from '../single-row.ts';
import {
  CheckUserIdentity,
  type IdentityCheckRow,
  type RealNameReviewRow,
  type RealNameStatusRow,
  ShowRealNameAuthStatus,
  ShowRealnameAuthenticationReviewResult,
} from './registration.ts';

/** Without an application for verification there is no result, which is no row. */
export const realNameReviewByCustomer: Edge<null, RealNameReviewRow> = {
  name: 'Customer.realNameReview',
  operation: ShowRealnameAuthenticationReviewResult,
  pageSize: pageSizeOf(ShowRealnameAuthenticationReviewResult),
  point: (key) =>
    request(ShowRealnameAuthenticationReviewResult, { customer_id: key }, (answer) =>
      toPage(
        answer.review_result === undefined ? [] : [answer],
        undefined,
        () => key,
        () => key,
      ),
    ),
};

export interface IdentityFilter {
  readonly search_type: string;
}

/** Keyed by the text that somebody wants to register with. */
export const identityCheckByValue: Edge<IdentityFilter, IdentityCheckRow> = {
  name: 'Query.identityCheck',
  operation: CheckUserIdentity,
  pageSize: pageSizeOf(CheckUserIdentity),
  point: (key, { search_type }) =>
    request(CheckUserIdentity, { search_type, search_value: key }, (answer) =>
      toPage(
        [answer],
        undefined,
        () => key,
        () => key,
      ),
    ),
};

/** As the customer itself sees it. */
export const realNameStatusByCustomer: Edge<null, RealNameStatusRow> = {
  name: 'Customer.realNameStatus',
  operation: ShowRealNameAuthStatus,
  pageSize: pageSizeOf(ShowRealNameAuthStatus),
  point: (key) => requestAs(key, ShowRealNameAuthStatus, {}, (answer) => single(key, answer)),
};
