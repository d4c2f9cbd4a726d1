import { isGatewayError } from '../../src/errors/errors.ts';

/** Null where the upstream refuses with a code that means that there is nothing to show. */
export async function nullOnErrorCode<T>(answer: Promise<T>, ...codes: readonly string[]): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    const code = isGatewayError(error) ? error.upstream?.errorCode : undefined;
    if (code !== undefined && codes.includes(code)) return null;
    throw error;
  }
}
