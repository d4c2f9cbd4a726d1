// The regions that the world uses, under the upstream's public codes and names.

export interface Region {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
}

export const regions: readonly Region[] = [
  { code: 'cn-north-4', zh: '华北-北京四', en: 'CN North-Beijing4' },
  { code: 'cn-north-1', zh: '华北-北京一', en: 'CN North-Beijing1' },
  { code: 'cn-east-3', zh: '华东-上海一', en: 'CN East-Shanghai1' },
  { code: 'cn-south-1', zh: '华南-广州', en: 'CN South-Guangzhou' },
  { code: 'cn-southwest-2', zh: '西南-贵阳一', en: 'CN Southwest-Guiyang1' },
];
