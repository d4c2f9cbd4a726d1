import { notACustomer, parameterError } from '../wire/refusal.ts';
import { checkIdentity, realNameReviewRow } from '../world/accounts/registration.ts';
import { type Answer, text } from './answer.ts';

export const showRealnameAuthenticationReviewResult: Answer = ({ world, values }) => {
  const customer = world.customer(text(values, 'customer_id') ?? '');
  if (!customer) throw notACustomer();
  return JSON.stringify(realNameReviewRow(customer));
};

export const checkUserIdentity: Answer = ({ world, values }) => {
  const [type = '', value = ''] = [text(values, 'search_type'), text(values, 'search_value')];
  const check = checkIdentity(world, type, value);
  if (!check) {
    throw parameterError(`search_type: expected email, mobile or name, got ${JSON.stringify(type)}`);
  }
  return JSON.stringify({
    error_code: 'CBC.0000',
    error_msg: 'success',
    check_result: check.taken ? 'used_by_user' : 'available',
    ...(check.remaining === undefined ? {} : { mobile_remain_available_num: check.remaining }),
  });
};
