// Service and resource types under the upstream's public codes; the names are plain translations. Each
// resource type lists how it is metered, see meters.ts.

export interface ResourceType {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  readonly meters: readonly string[];
}

export interface Service {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  readonly abbreviation: string;
  /** Two or three types; the first one is the main resource of a purchase. */
  readonly resourceTypes: readonly [ResourceType, ...ResourceType[]];
}

type Row = readonly [code: string, zh: string, en: string, meters: string];

function service(
  code: string,
  zh: string,
  en: string,
  abbreviation: string,
  main: Row,
  ...others: Row[]
): Service {
  const type = (row: Row): ResourceType => ({
    code: `hws.resource.type.${row[0]}`,
    zh: row[1],
    en: row[2],
    meters: row[3].split(' '),
  });
  return {
    code: `hws.service.type.${code}`,
    zh,
    en,
    abbreviation,
    resourceTypes: [type(main), ...others.map(type)],
  };
}

const time = 'duration reserved spot';
const disk = 'duration capacity iops';
const net = 'duration upflow downflow';

export const services: readonly Service[] = [
  service(
    'ec2',
    '弹性云服务器',
    'Elastic Cloud Server',
    'ECS',
    ['vm', '云主机', 'Cloud server', time],
    ['vm.image', '镜像', 'Image', 'duration capacity'],
    ['vm.gpu', 'GPU加速', 'GPU acceleration', time],
  ),
  service(
    'ebs',
    '云硬盘',
    'Elastic Volume Service',
    'EVS',
    ['volume', '云硬盘', 'Disk', disk],
    ['volume.backup', '云硬盘备份', 'Disk backup', disk],
  ),
  service(
    'vpc',
    '虚拟私有云',
    'Virtual Private Cloud',
    'VPC',
    ['bandwidth', '带宽', 'Bandwidth', net],
    ['ip', '弹性公网IP', 'Elastic IP', 'duration spot'],
    ['share.bandwidth', '共享带宽', 'Shared bandwidth', net],
  ),
  service(
    'obs',
    '对象存储服务',
    'Object Storage Service',
    'OBS',
    ['obs', '对象存储', 'Object storage', 'capacity requests upflow downflow'],
    ['obs.archive', '归档存储', 'Archive storage', 'capacity requests downflow'],
  ),
  service(
    'rds',
    '云数据库 RDS',
    'Relational Database Service',
    'RDS',
    ['rds.vm', '数据库实例', 'Database instance', time],
    ['rds.volume', '数据库存储', 'Database storage', disk],
    ['rds.backup', '数据库备份', 'Database backup', 'capacity'],
  ),
  service(
    'elb',
    '弹性负载均衡',
    'Elastic Load Balance',
    'ELB',
    ['elb', '负载均衡器', 'Load balancer', 'duration lcu'],
    ['elb.listener', '监听器', 'Listener', 'duration requests'],
  ),
  service(
    'cdn',
    '内容分发网络',
    'Content Delivery Network',
    'CDN',
    ['cdn', 'CDN加速', 'CDN acceleration', 'downflow requests peak'],
    ['cdn.https', 'HTTPS请求', 'HTTPS requests', 'requests'],
  ),
  service(
    'dcs',
    '分布式缓存服务',
    'Distributed Cache Service',
    'DCS',
    ['dcs3', '缓存实例', 'Cache instance', time],
    ['dcs.backup', '缓存备份', 'Cache backup', 'capacity'],
  ),
  service(
    'dds',
    '文档数据库服务',
    'Document Database Service',
    'DDS',
    ['dds.vm', '文档数据库实例', 'Document database instance', time],
    ['dds.volume', '文档数据库存储', 'Document database storage', disk],
  ),
  service(
    'dms',
    '分布式消息服务',
    'Distributed Message Service',
    'DMS',
    ['dms.kafka', 'Kafka实例', 'Kafka instance', time],
    ['dms.volume', '消息存储', 'Message storage', disk],
  ),
  service(
    'cce',
    '云容器引擎',
    'Cloud Container Engine',
    'CCE',
    ['cce.cluster', '容器集群', 'Container cluster', time],
    ['cce.node', '容器节点', 'Container node', time],
    ['cce.eni', '容器网卡', 'Container network interface', 'duration'],
  ),
  service(
    'cbr',
    '云备份',
    'Cloud Backup and Recovery',
    'CBR',
    ['cbr.vault', '备份存储库', 'Backup vault', 'duration capacity'],
    ['cbr.copy', '跨区域复制', 'Cross-region copy', 'upflow capacity'],
  ),
  service(
    'waf',
    'Web应用防火墙',
    'Web Application Firewall',
    'WAF',
    ['waf', 'WAF实例', 'WAF instance', 'duration requests'],
    ['waf.domain', '域名包', 'Domain package', 'duration'],
    ['waf.bandwidth', '业务带宽包', 'Bandwidth package', net],
  ),
  service(
    'nat',
    'NAT网关',
    'NAT Gateway',
    'NAT',
    ['nat', '公网NAT网关', 'Public NAT gateway', 'duration lcu'],
    ['nat.private', '私网NAT网关', 'Private NAT gateway', 'duration'],
  ),
  service(
    'vpn',
    '虚拟专用网络',
    'Virtual Private Network',
    'VPN',
    ['vpn', 'VPN网关', 'VPN gateway', net],
    ['vpn.connection', 'VPN连接', 'VPN connection', 'duration'],
  ),
  service(
    'sfs',
    '弹性文件服务',
    'Scalable File Service',
    'SFS',
    ['sfs', '文件系统', 'File system', disk],
    ['sfs.turbo', 'SFS Turbo', 'SFS Turbo', disk],
  ),
  service(
    'mrs',
    'MapReduce服务',
    'MapReduce Service',
    'MRS',
    ['mrs', 'MRS节点', 'MRS node', time],
    ['mrs.volume', 'MRS存储', 'MRS storage', disk],
    ['mrs.manager', 'MRS管理', 'MRS management', 'duration'],
  ),
  service(
    'dws',
    '数据仓库服务',
    'Data Warehouse Service',
    'DWS',
    ['dws', '数据仓库节点', 'Warehouse node', time],
    ['dws.snapshot', '快照', 'Snapshot', 'capacity'],
  ),
  service(
    'css',
    '云搜索服务',
    'Cloud Search Service',
    'CSS',
    ['css', '搜索集群', 'Search cluster', time],
    ['css.volume', '搜索存储', 'Search storage', disk],
  ),
  service(
    'functionstage',
    '函数工作流',
    'FunctionGraph',
    'FGS',
    ['functionstage', '函数', 'Function', 'requests gbseconds'],
    ['functionstage.reserved', '预留实例', 'Reserved instance', 'gbseconds duration'],
    ['functionstage.egress', '函数流量', 'Function traffic', 'downflow'],
  ),
  service(
    'hss',
    '企业主机安全',
    'Host Security Service',
    'HSS',
    ['hss', '主机防护', 'Host protection', 'duration count'],
    ['hss.container', '容器防护', 'Container protection', 'duration count'],
  ),
  service(
    'dew',
    '数据加密服务',
    'Data Encryption Workshop',
    'DEW',
    ['kms', '密钥', 'Key', 'duration requests'],
    ['csms', '凭据', 'Secret', 'duration requests'],
  ),
  service(
    'lts',
    '云日志服务',
    'Log Tank Service',
    'LTS',
    ['lts.traffic', '日志读写流量', 'Log traffic', 'upflow downflow'],
    ['lts.index', '日志索引', 'Log index', 'upflow capacity'],
    ['lts.storage', '日志存储', 'Log storage', 'capacity'],
  ),
  service(
    'smn',
    '消息通知服务',
    'Simple Message Notification',
    'SMN',
    ['smn', '消息通知', 'Notification', 'requests count'],
    ['smn.traffic', '通知流量', 'Notification traffic', 'downflow'],
  ),
  service(
    'bms',
    '裸金属服务器',
    'Bare Metal Server',
    'BMS',
    ['bms', '裸金属服务器', 'Bare metal server', time],
    ['bms.volume', '裸金属云硬盘', 'Bare metal disk', disk],
  ),
];

export function serviceAt(index: number): Service {
  const found = services[index];
  if (!found) throw new RangeError(`expected a service index below ${services.length}, got ${index}`);
  return found;
}
