import type { Language } from '../base/language.ts';
import {
  conversionRows,
  measureUnitRows,
  resourceTypeRows,
  serviceResourceRows,
  serviceTypeRows,
  usageTypeRows,
} from '../world/catalog/dictionary.ts';
import { type Answer, int, text } from './answer.ts';
import { pageText } from './page.ts';

type Rows = readonly Record<string, unknown>[];
type ByLanguage = Readonly<Record<Language, Rows>>;

const render = (row: Record<string, unknown>): string => JSON.stringify(row);
const both = (rows: (language: Language) => Rows): ByLanguage => ({ zh: rows('zh'), en: rows('en') });
const serviceTypes = both(serviceTypeRows);
const resourceTypes = both(resourceTypeRows);
const usageTypes = both(usageTypeRows);
const measureUnits = both(measureUnitRows);

export const listServiceTypes: Answer = (question) => {
  const name = text(question.values, 'service_type_name')?.toLowerCase();
  const rows = serviceTypes[question.language].filter(
    (row) =>
      name === undefined || (name !== '' && String(row['service_type_name']).toLowerCase().includes(name)),
  );
  return pageText(question, { rows: 'service_types', total: 'total_count' }, rows, render);
};

export const listResourceTypes: Answer = (question) =>
  pageText(
    question,
    { rows: 'resource_types', total: 'total_count' },
    resourceTypes[question.language],
    render,
  );

export const listUsageTypes: Answer = (question) => {
  const type = text(question.values, 'resource_type_code');
  const rows = usageTypes[question.language].filter(
    (row) => type === undefined || row['resource_type_code'] === type,
  );
  return pageText(question, { rows: 'usage_types', total: 'total_count' }, rows, render);
};

export const listMeasureUnits: Answer = ({ language }) =>
  JSON.stringify({ measure_units: measureUnits[language] });

export const listConversions: Answer = ({ values }) => {
  const type = int(values, 'measure_type');
  return JSON.stringify({
    conversions: conversionRows.filter((row) => type === undefined || row['measure_type'] === type),
  });
};

const serviceResources = both(serviceResourceRows);

/** A service that is not known, or has no resources, has none. */
export const listServiceResources: Answer = (question) => {
  const service = text(question.values, 'service_type_code');
  const rows = serviceResources[question.language].filter((row) => row['service_type_code'] === service);
  return pageText(
    question,
    { rows: 'infos', total: 'total_count' },
    rows,
    ({ service_type_code: _, ...row }) => JSON.stringify({ basic_info: row }),
  );
};
