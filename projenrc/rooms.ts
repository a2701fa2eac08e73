/** A folder of `src`: what is in it, and which other folders its files may import. */
export interface Room {
  /** One line, as docs/ARCHITECTURE.md has it. */
  readonly what: string;

  /** Types count. A folder that is not named here is none of its business. */
  readonly knows: readonly string[];
}

/**
 * The map of the house: the linter draws its zones from it, and test/house.test.ts holds the imports and docs/ARCHITECTURE.md to it.
 *
 * The order is that of the house, from what users see to what everything stands on. No folder knows one that stands above it.
 */
export const ROOMS: Readonly<Record<string, Room>> = {
  'function': { what: 'VpcConnectedFunction, and the injector that connects functions which know nothing of networks', knows: ['connection'] },
  'guardrail': { what: 'policies for whoever deploys functions', knows: ['connection', 'services', 'private'] },
  'network': {
    what: 'PrivateLambdaNetwork: puts the parts below together',
    knows: [
      'network/acls', 'network/core', 'network/existing', 'network/flow-logs', 'network/peering', 'network/settings', 'network/subnets', 'network/transit-gateway',
      'connection', 'address-plan', 'egress', 'endpoints', 'vpc', 'metadata',
    ],
  },
  'network/existing': {
    what: 'networks that exist already: imported, published, handed over between stacks',
    knows: ['network/core', 'network/subnets', 'connection', 'analysis', 'address-plan', 'endpoints', 'vpc', 'metadata', 'private'],
  },
  'network/peering': {
    what: 'peering connections with routes on both sides',
    knows: ['network/subnets', 'connection', 'address-plan', 'vpc', 'metadata', 'private'],
  },
  'network/acls': { what: 'network ACLs for each tier', knows: ['network/core', 'network/subnets', 'address-plan', 'vpc', 'metadata', 'services', 'private'] },
  'network/settings': { what: 'DHCP options, encryption controls, Block Public Access, sharing of subnets', knows: ['network/core', 'network/subnets', 'egress', 'private'] },
  'network/flow-logs': { what: 'flow logs to CloudWatch Logs, Amazon S3 and Amazon Data Firehose', knows: ['private'] },
  'network/core': {
    what: 'the VPC, what it is checked for, and the look-up of prefix lists',
    knows: ['network/subnets', 'network/transit-gateway', 'address-plan', 'egress', 'services', 'private'],
  },
  'network/core/prefix-list-handler': { what: 'looks a prefix list up in Lambda, beside no node_modules; it is an asset, hashed as a folder', knows: [] },
  'network/transit-gateway': {
    what: 'attachments to transit gateways, and the routes to what is behind them',
    knows: ['network/subnets', 'address-plan', 'egress', 'vpc', 'services', 'private'],
  },
  'network/subnets': { what: 'zones, tiers and subnets, with logical ids that follow the zone', knows: ['address-plan', 'endpoints', 'private'] },
  'connection': {
    what: 'what one function needs: role, security group, destinations; the network as connections see it',
    knows: ['analysis', 'address-plan', 'endpoints', 'lifecycle', 'vpc', 'metadata', 'services', 'private'],
  },
  'endpoints': { what: 'ways to AWS services: endpoints and their policies', knows: ['services', 'private'] },
  'egress': { what: 'ways out: NAT gateways and instances, the egress-only internet gateway, transit gateways', knows: ['services', 'private'] },
  'lifecycle': { what: 'network interfaces of functions, from the first to the last', knows: ['lifecycle/release-handler', 'private'] },
  'lifecycle/release-handler': { what: 'runs in Lambda, beside no node_modules; it is an asset, hashed as a folder', knows: [] },
  'address-plan': { what: 'numbers and strings only: which block belongs to which zone and tier', knows: ['services', 'private'] },
  'vpc': { what: 'facts of any VPC that the constructs share: blocks, subnets, families, ports', knows: ['metadata', 'services', 'private'] },
  'analysis/command': {
    what: 'the commands of `cdk-lambda-network`: arguments, exit status',
    knows: [
      'analysis', 'analysis/page', 'analysis/report', 'analysis/report/sarif', 'analysis/difference', 'analysis/record', 'analysis/judge', 'analysis/judge/destinations',
      'analysis/load', 'analysis/worlds', 'analysis/describe', 'analysis/template', 'analysis/model', 'services',
    ],
  },
  'analysis': {
    what: 'the plugin, and the snapshots of an app, which is all that the constructs know of the analysis',
    knows: [
      'analysis/page', 'analysis/report', 'analysis/record', 'analysis/judge', 'analysis/reason', 'analysis/load', 'analysis/worlds', 'analysis/describe', 'analysis/model', 'services', 'private',
    ],
  },
  'analysis/page': {
    what: 'the report for a browser, and its folder; the app in it is in `page/`', knows: ['analysis/picture', 'analysis/report', 'analysis/difference', 'analysis/record'],
  },
  'analysis/picture': {
    what: 'networks, address plans, limits and costs laid out to be drawn; for files and for the page', knows: ['analysis/report', 'analysis/record', 'analysis/model', 'services'],
  },
  'analysis/report/sarif': {
    what: 'what `check` and `diff` find, as code scanning takes it: problems, rules, fingerprints, places in files',
    knows: ['analysis/report', 'analysis/difference', 'analysis/record', 'analysis/model'],
  },
  'analysis/report': { what: 'text, JSON, Markdown, the form of AWS CDK and that of the runbook', knows: ['analysis/difference', 'analysis/model', 'metadata'] },
  'analysis/difference': { what: 'two records compared: what a change does to what is reached', knows: ['analysis/record', 'analysis/model', 'services'] },
  'analysis/record': {
    what: 'a whole analysis with its network as one value of JSON, `reachability.json`', knows: ['analysis/template', 'analysis/model', 'services'],
  },
  'analysis/judge': {
    what: 'the whole judgement: each function, each destination, in all worlds',
    knows: ['analysis/judge/destinations', 'analysis/judge/forbidden', 'analysis/rules', 'analysis/reason', 'analysis/model'],
  },
  'analysis/judge/forbidden': {
    what: 'what must not be reached, cut into parts and proven closed',
    knows: ['analysis/judge/destinations', 'analysis/rules', 'analysis/reason', 'analysis/model'],
  },
  'analysis/judge/destinations': { what: 'what is asked of a function, and what its names stand for', knows: ['analysis/model', 'services'] },
  'analysis/rules': { what: 'one file a finding: what else is worth saying of a function', knows: ['analysis/reason', 'analysis/model', 'services'] },
  'analysis/reason': { what: 'from a function to a destination: paths, and what stands in their way', knows: ['analysis/model', 'services'] },
  'analysis/load': {
    what: 'the disk: assemblies, templates, snapshots and answers of AWS, into plain data; the lines on which resources stand',
    knows: ['analysis/describe', 'analysis/template', 'analysis/model'],
  },
  'analysis/worlds': {
    what: 'the worlds that undecided conditions make, and which templates bear on each other',
    knows: ['analysis/read', 'analysis/template', 'analysis/model', 'metadata'],
  },
  'analysis/read': { what: 'templates into networks, one file a concept of AWS', knows: ['analysis/template', 'analysis/model', 'metadata', 'services'] },
  'analysis/describe': { what: 'snapshots: what AWS answers, kept in a file, and read into networks', knows: ['analysis/model', 'services'] },
  'analysis/template': { what: 'the evaluator of CloudFormation: values, intrinsic functions, conditions, cross-stack references', knows: ['analysis/model', 'services'] },
  'analysis/model': { what: 'what a network, a question, a path and a verdict are', knows: ['metadata'] },
  'metadata': { what: 'the wire between the two halves: keys and types of what constructs write and the analysis reads', knows: [] },
  'private': { what: 'errors and their codes, and names in the account; for all constructs', knows: ['services'] },
  'services': { what: 'tables of what AWS documents of its services: names, ports, IPv6, quotas; for both halves', knows: [] },
};

/** Folders that think in plain data: no construct, no token, no disk. */
export const PURE_ROOMS: readonly string[] = [
  'address-plan', 'metadata', 'services', 'analysis/model', 'analysis/template', 'analysis/read', 'analysis/describe', 'analysis/worlds', 'analysis/reason', 'analysis/rules',
  'analysis/judge', 'analysis/judge/destinations', 'analysis/judge/forbidden', 'analysis/record', 'analysis/difference', 'analysis/picture',
];
