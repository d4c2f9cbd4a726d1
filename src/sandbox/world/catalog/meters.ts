// How resources are metered: usage types, and the units that usage is counted in.

export interface Meter {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  readonly measureId: number;
}

const meters: readonly Meter[] = [
  { code: 'duration', zh: '时长', en: 'Duration', measureId: 4 },
  { code: 'reserved', zh: '预留时长', en: 'Reserved duration', measureId: 4 },
  { code: 'spot', zh: '竞价时长', en: 'Spot duration', measureId: 6 },
  { code: 'capacity', zh: '存储容量', en: 'Storage capacity', measureId: 17 },
  { code: 'iops', zh: '预配置IOPS', en: 'Provisioned IOPS', measureId: 14 },
  { code: 'upflow', zh: '上行流量', en: 'Inbound traffic', measureId: 10 },
  { code: 'downflow', zh: '下行流量', en: 'Outbound traffic', measureId: 10 },
  { code: 'peak', zh: '峰值带宽', en: 'Peak bandwidth', measureId: 15 },
  { code: 'requests', zh: '请求次数', en: 'Requests', measureId: 14 },
  { code: 'count', zh: '数量', en: 'Count', measureId: 14 },
  { code: 'lcu', zh: '容量单位', en: 'Capacity units', measureId: 14 },
  { code: 'gbseconds', zh: '内存时长', en: 'Memory duration', measureId: 31 },
];
const byCode = new Map(meters.map((meter) => [meter.code, meter]));

export const findMeter = (code: string): Meter | undefined => byCode.get(code);

export function meterOf(code: string): Meter {
  const meter = findMeter(code);
  if (!meter) throw new RangeError(`expected a known meter, got ${code}`);
  return meter;
}
