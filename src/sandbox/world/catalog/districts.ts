// Provinces with cities with counties, all of them made up; like the upstream's, named in Chinese only.

export interface District {
  readonly code: string;
  readonly name: string;
  /** Code of what it lies in. */
  readonly within?: string;
}

const PROVINCES = 12;

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1);
const two = (number: number): string => String(number).padStart(2, '0');

export const provinces: readonly District[] = numbers(PROVINCES).map((number) => ({
  code: `S${two(number)}`,
  name: `沙箱省${number}`,
}));

/** The last province has none, the others up to seven. */
export const cities: readonly District[] = provinces.slice(0, -1).flatMap(({ code, name }, at) =>
  numbers(1 + (at % 7)).map((number) => ({
    code: `${code}${two(number)}`,
    name: `${name}沙箱市${number}`,
    within: code,
  })),
);

export const counties: readonly District[] = cities.flatMap(({ code, name }, at) =>
  numbers(at % 5).map((number) => ({
    code: `${code}${two(number)}`,
    name: `${name}沙箱区${number}`,
    within: code,
  })),
);

export const districtRow = ({ code, name }: District): Record<string, unknown> => ({ code, name });
