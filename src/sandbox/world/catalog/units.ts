// Units of measure. The ids and types that the upstream documents keep their values (0 day, 1 yuan, 3 fen,
// 10 GB, 11 MB, 19/20/24/25 periods); the rest of the dictionary is the sandbox's own.

export interface Unit {
  readonly id: number;
  readonly zh: string;
  readonly en: string;
  readonly abbreviation: string;
  readonly type: number;
}

const unit = (id: number, type: number, zh: string, en: string, abbreviation: string): Unit => ({
  id,
  zh,
  en,
  abbreviation,
  type,
});

export const units: readonly Unit[] = [
  unit(0, 2, '天', 'Day', 'd'),
  unit(1, 1, '元', 'CNY', 'CNY'),
  unit(2, 1, '角', 'Jiao', 'Jiao'),
  unit(3, 1, '分', 'Fen', 'Fen'),
  unit(4, 2, '小时', 'Hour', 'h'),
  unit(5, 2, '分钟', 'Minute', 'min'),
  unit(6, 2, '秒', 'Second', 's'),
  unit(7, 3, 'EB', 'EB', 'E'),
  unit(8, 3, 'PB', 'PB', 'P'),
  unit(9, 3, 'TB', 'TB', 'T'),
  unit(10, 3, 'GB', 'GB', 'G'),
  unit(11, 3, 'MB', 'MB', 'M'),
  unit(12, 3, 'KB', 'KB', 'K'),
  unit(13, 3, 'Byte', 'Byte', 'B'),
  unit(14, 4, '次', 'Count', 'count'),
  unit(15, 16, 'Mbps', 'Mbps', 'Mbps'),
  unit(16, 16, 'Kbps', 'Kbps', 'Kbps'),
  unit(17, 7, 'GB', 'GB', 'GB'),
  unit(18, 7, 'MB', 'MB', 'MB'),
  unit(19, 10, '年', 'Year', 'y'),
  unit(20, 10, '月', 'Month', 'mo'),
  unit(24, 10, '天', 'Day', 'd'),
  unit(25, 10, '小时', 'Hour', 'h'),
  unit(30, 17, 'GB*小时', 'GB-hour', 'GB*h'),
  unit(31, 17, 'GB*秒', 'GB-second', 'GB*s'),
  unit(32, 18, '次/秒', 'Queries per second', 'QPS'),
  unit(33, 12, '个', 'Piece', 'pcs'),
];

/** One `from` is `ratio` times `to`. */
export interface Conversion {
  readonly from: number;
  readonly to: number;
  readonly ratio: number;
  readonly type: number;
}

const conversion = (type: number, from: number, to: number, ratio: number): Conversion => ({
  from,
  to,
  ratio,
  type,
});

export const conversions: readonly Conversion[] = [
  conversion(1, 1, 2, 10),
  conversion(1, 2, 3, 10),
  conversion(1, 1, 3, 100),
  conversion(2, 0, 4, 24),
  conversion(2, 4, 5, 60),
  conversion(2, 5, 6, 60),
  conversion(2, 4, 6, 3600),
  conversion(3, 7, 8, 1024),
  conversion(3, 8, 9, 1024),
  conversion(3, 9, 10, 1024),
  conversion(3, 10, 11, 1024),
  conversion(3, 11, 12, 1024),
  conversion(3, 12, 13, 1024),
  conversion(3, 10, 13, 1_073_741_824),
  conversion(7, 17, 18, 1024),
  conversion(10, 19, 20, 12),
  conversion(10, 24, 25, 24),
  conversion(16, 15, 16, 1000),
  conversion(17, 30, 31, 3600),
];
