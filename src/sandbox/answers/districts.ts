import { cities, counties, type District, districtRow, provinces } from '../world/catalog/districts.ts';
import { type Answer, text } from './answer.ts';
import { pageText } from './page.ts';

const render = (district: District): string => JSON.stringify(districtRow(district));
const within = (all: readonly District[], code: string | undefined) =>
  all.filter((district) => district.within === code);

export const listProvinces: Answer = (question) =>
  pageText(question, { rows: 'provinces', total: 'count' }, provinces, render);

export const listCities: Answer = (question) => {
  const rows = within(cities, text(question.values, 'province_code'));
  return pageText(question, { rows: 'cities', total: 'count' }, rows, render);
};

export const listCounties: Answer = (question) => {
  const rows = within(counties, text(question.values, 'city_code'));
  return pageText(question, { rows: 'counties', total: 'count' }, rows, render);
};
