import { ask, type Edge, keyed, pageSizeOf } from '../edge.ts';
import {
  CheckUserIdentity,
  type IdentityCheckRow,
  type RealNameReviewRow,
  ShowRealnameAuthenticationReviewResult,
} from './registration.ts';

/** Without an application for verification there is no result, which is no row. */
export const realNameReviewByCustomer: Edge<null, RealNameReviewRow> = {
  name: 'Customer.realNameReview',
  operation: ShowRealnameAuthenticationReviewResult,
  pageSize: pageSizeOf(ShowRealnameAuthenticationReviewResult),
  point: (key) =>
    ask(ShowRealnameAuthenticationReviewResult, { customer_id: key }, (answer) =>
      keyed(
        answer.review_result === undefined ? [] : [answer],
        undefined,
        () => key,
        () => key,
      ),
    ),
};

export interface IdentityQuestion {
  readonly search_type: string;
}

/** Keyed by the text that somebody wants to register with. */
export const identityCheckByValue: Edge<IdentityQuestion, IdentityCheckRow> = {
  name: 'Query.identityCheck',
  operation: CheckUserIdentity,
  pageSize: pageSizeOf(CheckUserIdentity),
  point: (key, { search_type }) =>
    ask(CheckUserIdentity, { search_type, search_value: key }, (answer) =>
      keyed(
        [answer],
        undefined,
        () => key,
        () => key,
      ),
    ),
};
