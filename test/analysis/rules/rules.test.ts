import { judge } from '../../../src/analysis/judge/judge';
import { parseBlock } from '../../../src/analysis/model/address-block';
import type { EncryptionControl } from '../../../src/analysis/model/deployment-facts';
import type { Finding } from '../../../src/analysis/model/finding';
import { FINDING_CODES } from '../../../src/analysis/model/finding-codes';
import type { RouteTarget, Subnet, Workload } from '../../../src/analysis/model/network';
import { EXCLUSIONS } from '../../../src/analysis/read/read-encryption-controls';
import type { ModelBuilder, RuleText } from '../support/builders';
import { HTTPS, known, notKnown, privateNetwork, source } from '../support/builders';

function findingsOn(net: ModelBuilder): readonly Finding[] {
  return judge([{ assumptions: [], model: net.model }]).findings;
}

function codesOn(net: ModelBuilder): string[] {
  return findingsOn(net).map(({ code }) => code);
}

/** The private network after a change. */
function after(change: (net: ModelBuilder) => void): ModelBuilder {
  const net = privateNetwork();
  change(net);
  return net;
}

function inVpc(subnets: readonly string[], groups: readonly string[], props: Partial<Workload> = {}) {
  return (net: ModelBuilder) => net.lambda('Fn', subnets, groups, props);
}

function subnetWith(props: Partial<Subnet>) {
  return (net: ModelBuilder) => net.model.subnets.set('Private', { ...net.model.subnets.get('Private')!, ...props });
}

function nat64(target: RouteTarget) {
  return (net: ModelBuilder) => {
    subnetWith({ dns64: 'yes' })(net);
    net.route('Private', '64:ff9b::/96', target);
  };
}

const many = (count: number) => Array.from({ length: count }, (_, index) => `thing-${index}`);

/** The VPC is that of a stack in Ireland, and the function that of a stack in a Region, if it is known. */
const deployedIn = (region: string | undefined): Change => (net) => {
  net.vpc('Vpc', ['10.0.0.0/16'], { environment: { group: 'network', region: 'eu-west-1' } });
  net.lambda('Fn', ['Private'], ['Group'], { environment: { group: 'functions', region } });
};
const listening = (net: ModelBuilder) => net.model.listeners.set('Db', { source: source('Db'), securityGroups: known(['Group']), subnets: known(['Private']) });
const letIn = (net: ModelBuilder) => net.group('Group', { egress: [['all', undefined, '0.0.0.0/0']], ingress: [['tcp', 443, '10.0.0.0/8']] });

test('a good network has no findings', () => {
  expect(codesOn(privateNetwork())).toEqual([]);
});

type Change = (net: ModelBuilder) => void;

/** The function mounts a file system that has a mount target in its subnet, behind a group. */
function mounting(ingress: readonly RuleText[], props: Partial<Workload> = {}, further?: string): Change {
  return (net) => {
    net.group('Files', { ingress });
    net.group('Group', { egress: [['all', undefined, '0.0.0.0/0'], ['all', undefined, '::/0']] });
    net.model.listeners.set('Target', { source: source('Target'), securityGroups: known(['Files']), subnets: known(['Private']) });
    net.model.fileSystems = new Map([['Fs', { source: source('Fs', 'AWS::EFS::FileSystem'), mountTargets: ['Target'], furtherMountTargets: further }]]);
    net.lambda('Fn', ['Private'], ['Group'], { mounts: [{ path: '/mnt/files', fileSystem: 'Fs' }], ...props });
  };
}

/** The function has a second subnet, in a zone. */
function alsoIn(zone: Subnet['zone'], further?: string): Change {
  return (net) => {
    mounting([['tcp', 2049, 'Group']], {}, further)(net);
    net.subnet('Second', 'Vpc', ['10.0.8.0/24'], {}, { zone });
    net.model.workloads.set('Fn', { ...net.model.workloads.get('Fn')!, attachment: { kind: 'vpc', subnets: known(['Private', 'Second']), securityGroups: known(['Group']), ipv6Allowed: 'no' } });
  };
}

/** The function is that of a custom resource, and its subnet has routes. */
function providing(routes: Record<string, RouteTarget>, calls: readonly string[] = [], groups: readonly string[] = ['Group']): Change {
  return (net) => {
    net.subnet('Own', 'Vpc', ['10.0.7.0/24'], routes);
    net.model.customResources = new Map([['Fn', [{ source: source('Thing'), calls }]]]);
    net.lambda('Fn', ['Own'], groups);
  };
}

/** The VPC enforces encryption. */
function enforcing(exclusions: readonly string[], props: Partial<EncryptionControl> = {}): Change {
  return (net) => {
    net.model.encryptionControls = [{
      source: source('Fn'), vpc: 'Vpc', mode: 'enforce', ...props,
      exclusions: new Map(EXCLUSIONS.map((name) => [name, exclusions.includes(name) ? 'yes' : exclusions.includes(`?${name}`) ? 'unknown' : 'no'])),
    }];
  };
}

const runAtEdge: Change = (net) => {
  net.model.edgeAssociations = new Map([['Fn', [{ distribution: source('Shop'), event: 'viewer-request' }]]]);
};
const inZone = (name: string) => subnetWith({ zone: known(name) });
const GATEWAYS = ['InternetGatewayExclusionInput', 'NatGatewayExclusionInput', 'EgressOnlyInternetGatewayExclusionInput'];
const otherVpc: Change = (net) => {
  net.vpc('Other', ['10.9.0.0/16']);
  net.subnet('Far', 'Other', ['10.9.1.0/24']);
};

/** The function has an extension that calls services, in a subnet without a default route. */
function extending(services: readonly string[], further: Change = () => undefined, attachment: object = {}, declared?: Workload['declared']): Change {
  return (net) => {
    net.model.routeTables.set('Private routes', { ...net.model.routeTables.get('Private routes')!, routes: [] });
    further(net);
    net.lambda('Fn', ['Private'], ['Group'], { extensions: [{ name: 'an extension', services }], ...declared === undefined ? {} : { declared } });
    const fn = net.model.workloads.get('Fn')!;
    net.model.workloads.set('Fn', { ...fn, attachment: { ...fn.attachment, ...attachment } as Workload['attachment'] });
  };
}

function withEndpoint(service: string): Change {
  return (net) => {
    net.group('Endpoints', { ingress: [['tcp', 443, '10.0.0.0/16']] });
    net.interfaceEndpoint('Endpoint', 'Vpc', service, ['Private'], ['Endpoints']);
  };
}

const declaring = (...declared: NonNullable<Workload['declared']>): Change => inVpc(['Private'], ['Group'], { declared });
const tcpPorts = (fromPort: number, toPort: number) => [{ transport: 'tcp', ports: { fromPort, toPort } }] as const;

/** For each code, changes after which it is found, and changes after which it is not. */
const CHANGES: readonly (readonly [code: string, positive: readonly Change[], negative: readonly Change[]])[] = [
  ['LAMBDA_NOT_IN_VPC',
    [inVpc([], [], { attachment: { kind: 'none' } }), inVpc([], [], { kind: 'web-function', attachment: { kind: 'none' } })],
    [inVpc([], [], { attachment: { kind: 'unknown', reason: 'a parameter' } }), inVpc([], [], { kind: 'capacity-provider', attachment: { kind: 'none' } })]],
  ['LAMBDA_DEDICATED_TENANCY',
    [(net) => net.vpc('Vpc', ['10.0.0.0/16'], { dedicatedTenancy: 'yes' })],
    [(net) => net.vpc('Vpc', ['10.0.0.0/16'], { dedicatedTenancy: 'unknown' }), (net) => net.vpc('Other', ['10.9.0.0/16'], { dedicatedTenancy: 'yes' })]],
  ['LAMBDA_SUBNET_COUNT', [inVpc(many(17), ['Group'])], [inVpc(many(16), ['Group'])]],
  ['LAMBDA_SECURITY_GROUP_COUNT', [inVpc(['Private'], many(6))], [inVpc(['Private'], many(5))]],
  ['LAMBDA_VPC_IN_OTHER_REGION', [deployedIn('us-east-1')], [deployedIn('eu-west-1'), deployedIn(undefined)]],
  ['LAMBDA_VPC_CONFIG_INCOMPLETE',
    [inVpc([], ['Group']), inVpc(['Private'], [])],
    [inVpc(['Private'], [], { kind: 'network-connector' }), inVpc([], [], { attachment: { kind: 'vpc', subnets: notKnown(), securityGroups: known([]), ipv6Allowed: 'no' } })]],
  ['LAMBDA_VPC_MISMATCH',
    [
      (net) => {
        otherVpc(net);
        net.lambda('Fn', ['Private', 'Far'], ['Group']);
      },
      (net) => {
        otherVpc(net);
        net.group('Group', {}, { vpc: 'Other' });
      },
      (net) => net.group('Group', {}, { isInDefaultVpc: true }),
    ],
    [
      (net) => net.group('Group', {}, { vpc: '?a parameter' }),
      (net) => net.group('Group', {}, { vpc: undefined }),
      (net) => {
        net.group('Group', {}, { isInDefaultVpc: true });
        net.vpc('Vpc', ['10.0.0.0/16'], { defined: false });
      },
      (net) => {
        otherVpc(net);
        net.group('Group', {}, { vpc: 'Other', associatedVpcs: ['Vpc'] });
      },
      (net) => {
        net.subnet('Far', '?a parameter', ['10.9.1.0/24']);
        net.lambda('Fn', ['Private', 'Far'], ['Group']);
      },
    ]],
  ['LAMBDA_ZONE_NOT_SERVED',
    [inZone('us-west-2-lax-1a'), inZone('usw2-lax1-az1'), inZone('us-east-1-wl1-bos-wlz-1'), inZone('use1-wl1-bos-wlz1'), inZone('us-gov-west-1-phx-1a'), subnetWith({ outpost: 'yes' })],
    [inZone('us-west-2a'), inZone('usw2-az1'), inZone('us-gov-west-1a'), inZone('usgw1-az2'), inZone('apne1-az4'), inZone('${Availability Zone 0 of us-west-2}'), subnetWith({ zone: notKnown() })]],
  ['LAMBDA_AT_EDGE_IN_VPC',
    [runAtEdge],
    [(net) => {
      runAtEdge(net);
      net.lambda('Fn', [], [], { attachment: { kind: 'none' } });
    }]],
  ['LAMBDA_PROVIDER_CANNOT_ANSWER',
    [providing({}), providing({ '0.0.0.0/0': { kind: 'internet-gateway', id: 'Igw' } }), (net) => {
      providing({}, ['lambda'])(net);
      net.gatewayEndpoint('S3', 'Vpc', 's3', ['Own']);
    }],
    [
      providing({ '0.0.0.0/0': { kind: 'nat-gateway', id: 'Nat' } }), providing({ '0.0.0.0/0': { kind: 'unknown', reason: 'a parameter' } }),
      providing({ '0.0.0.0/0': { kind: 'nat-gateway', id: 'Nat' } }, [], ['group-that-is-not-known']), (net) => {
        providing({})(net);
        net.gatewayEndpoint('S3', 'Vpc', 's3', ['Own']);
      },
    ]],
  ['LAMBDA_MOUNT_WITHOUT_VPC', [mounting([], { attachment: { kind: 'none' } })], [mounting([['tcp', 2049, 'Group']]), inVpc([], [], { attachment: { kind: 'none' } })]],
  ['LAMBDA_MOUNT_NOT_IN_ZONE',
    [alsoIn(known('b')), (net) => {
      mounting([])(net);
      net.model.fileSystems = new Map([['Fs', { source: source('Fs', 'AWS::EFS::FileSystem'), mountTargets: [] }]]);
    }],
    [alsoIn(known('a')), alsoIn(notKnown()), alsoIn(known('use1-az2')), alsoIn(known('${Availability Zone 1}')), alsoIn(known('b'), 'a nested stack has it'), inVpc(['Private'], ['Group'], { mounts: [{ path: '/mnt' }] })]],
  ['LAMBDA_MOUNT_BLOCKED',
    [mounting([['tcp', 2049, '10.99.0.0/16']]), mounting([['tcp', 2048, 'Group']]), (net) => {
      mounting([['tcp', 2049, 'Group']])(net);
      net.group('Group', { egress: [['tcp', 443, '0.0.0.0/0']] });
    }, (net) => {
      alsoIn(notKnown())(net);
      net.group('Group', { egress: [['tcp', 443, '0.0.0.0/0']] });
    }],
    [mounting([['tcp', 2049, 'Group']]), mounting([['tcp', 2049, '?']]), mounting([['tcp', 2049, '10.0.0.0/16']]), (net) => {
      mounting([])(net);
      net.group('Files', {}, { furtherRules: 'it is defined elsewhere' });
    }]],
  ['LAMBDA_EXTENSION_WITHOUT_WAY',
    [extending(['logs']), extending(['secretsmanager', 'ssm']), extending(['logs'], (net) => net.route('Private', '::/0', { kind: 'unknown', reason: 'a parameter' }), { ipv6Allowed: 'no' })],
    [
      inVpc(['Private'], ['Group'], { extensions: [{ name: 'an extension', services: ['logs'] }] }),
      extending(['logs'], (net) => net.route('Private', '0.0.0.0/0', { kind: 'unknown', reason: 'a parameter' })),
      extending(['logs'], withEndpoint('logs')),
      extending(['secretsmanager', 'ssm'], withEndpoint('ssm')),
      extending(['logs'], () => undefined, {}, [{ kind: 'aws-service', service: 'logs' }]),
      inVpc([], [], { attachment: { kind: 'none' }, extensions: [{ name: 'an extension', services: ['logs'] }] }),
    ]],
  ['LAMBDA_SMTP_RESTRICTED',
    [
      declaring({ kind: 'internet', addressFamilies: ['ipv4'], ports: tcpPorts(25, 25) }), declaring({ kind: 'internet', addressFamilies: ['ipv6'], ports: tcpPorts(20, 30) }),
      declaring({ kind: 'cidr', block: parseBlock('52.94.0.0/16')!, ports: tcpPorts(25, 25) }), declaring({ kind: 'cidr', block: parseBlock('2600:1f00::/24')!, ports: tcpPorts(25, 25) }),
    ],
    [
      declaring({ kind: 'internet', addressFamilies: ['ipv4'], ports: tcpPorts(587, 587) }), declaring({ kind: 'internet', addressFamilies: ['ipv4'], ports: tcpPorts(0, 65_535) }),
      declaring({ kind: 'internet', addressFamilies: ['ipv4'], ports: [{ transport: 'udp', ports: { fromPort: 25, toPort: 25 } }] }),
      declaring({ kind: 'cidr', block: parseBlock('10.20.0.0/16')!, ports: tcpPorts(25, 25) }), declaring({ kind: 'cidr', block: parseBlock('fd00::/8')!, ports: tcpPorts(25, 25) }),
    ]],
  ['VPC_ENCRYPTION_NOT_EXCLUDED',
    [
      enforcing([]), enforcing(GATEWAYS), ...GATEWAYS.map((left) => enforcing(['LambdaExclusionInput', ...GATEWAYS.filter((name) => name !== left)])),
      ...['VpcLatticeExclusionInput', undefined].map((exclusion): Change => (net) => {
        enforcing(['LambdaExclusionInput', ...GATEWAYS])(net);
        net.model.unencrypted = [{ source: source('Lattice'), vpc: 'Vpc', exclusion }];
      }),
    ],
    [
      enforcing(['LambdaExclusionInput', ...GATEWAYS]), enforcing(['?LambdaExclusionInput', ...GATEWAYS]), enforcing([], { mode: 'monitor' }), enforcing([], { mode: undefined }), enforcing([], { vpc: 'Other' }),
    ]],
  ['LAMBDA_PUBLIC_SUBNET', [inVpc(['Public'], ['Group']), inVpc(['Private', 'Public'], ['Group'])], [subnetWith({ routeTable: notKnown() }), subnetWith({ routeTable: known('main') })]],
  ['LAMBDA_SUBNETS_DIVERGE',
    [(net) => {
      net.subnet('Closed', 'Vpc', ['10.0.7.0/24', '2001:db9:0:107::/64']);
      net.lambda('Fn', ['Private', 'Closed'], ['Group']);
    }],
    [inVpc(['Private', 'subnet-that-is-not-known'], ['Group']), (net) => {
      net.subnet('Closed', 'Vpc', ['10.0.7.0/24', '2001:db9:0:107::/64']);
      net.lambda('Fn', ['Closed'], ['Group']);
    }]],
  ['LAMBDA_SG_INGRESS_UNUSED',
    [letIn],
    [(net) => {
      letIn(net);
      listening(net);
    }, (net) => net.group('Group', { ingress: [['tcp', 443, '10.0.0.0/8']] }, { furtherRules: 'it is defined elsewhere' })]],
  ['LAMBDA_URL_IS_PUBLIC', [inVpc(['Private'], ['Group'], { hasUrl: 'yes' })], [inVpc(['Private'], ['Group'], { hasUrl: 'unknown' }), inVpc([], [], { hasUrl: 'yes', attachment: { kind: 'none' } })]],
  ['LAMBDA_REACHES_UNDECLARED',
    [inVpc(['Private'], ['Group'], { declared: [] }), inVpc(['Private'], ['Group'], { declared: [{ kind: 'internet', addressFamilies: ['ipv4'], ports: HTTPS }] })],
    [
      inVpc(['Private'], ['Group'], { declared: [{ kind: 'internet', addressFamilies: ['ipv4', 'ipv6'], ports: HTTPS }] }),
      inVpc(['Private'], ['group-that-is-not-known'], { declared: [] }),
    ]],
  ['LAMBDA_REACHES_FORBIDDEN',
    [
      inVpc(['Private'], ['Group'], { forbidden: [{ kind: 'internet', addressFamilies: ['ipv4'], ports: HTTPS }] }),
      inVpc(['Private'], ['group-that-is-not-known'], { forbidden: [{ kind: 'internet', addressFamilies: ['ipv4'], ports: HTTPS }] }),
    ],
    [inVpc(['Private'], ['Group'], { forbidden: [] }), (net) => {
      net.group('Group', { egress: [['tcp', 80, '0.0.0.0/0']] });
      net.lambda('Fn', ['Private'], ['Group'], { forbidden: [{ kind: 'internet', addressFamilies: ['ipv4'], ports: HTTPS }] });
    }]],
  ['WAY_WITHOUT_GRANT',
    [inVpc(['Private'], ['Group'], { declared: [{ kind: 'aws-service', service: 'states' }], grants: { role: 'Role', calls: [], mayCall: new Set(['sqs']) } })],
    [
      { declared: [{ kind: 'aws-service', service: 'states' }] },
      { declared: [{ kind: 'aws-service', service: 'states' }], grants: { role: 'Role', calls: [] } },
      { declared: [{ kind: 'aws-service', service: 'states' }], grants: { role: 'Role', calls: [], mayCall: new Set(['states']) } },
      { declared: [{ kind: 'aws-service', service: 'sqs' }], grants: { role: 'Role', calls: [], mayCall: new Set<string>() } },
    ].map((props) => inVpc(['Private'], ['Group'], props as Partial<Workload>))],
  ['LAMBDA_COMPUTE_NOT_READ',
    ['AWS::Lambda::MicrovmImage', 'AWS::Lambda::Something', 'AWS::CloudFormation::Stack'].map((type) => (net: ModelBuilder) => {
      net.model.unreadCompute = [source('Fn', type)];
    }),
    [inVpc([], [], { kind: 'other', attachment: { kind: 'unknown', reason: 'it is not read' } })]],
  ['DNS64_WITHOUT_NAT64_ROUTE',
    [subnetWith({ dns64: 'yes' }), nat64({ kind: 'egress-only-internet-gateway', id: 'Eigw' })],
    [
      subnetWith({ dns64: 'unknown' }), subnetWith({ dns64: 'yes', routeTable: notKnown() }), nat64({ kind: 'nat-gateway', id: 'Nat' }), nat64({ kind: 'unknown', reason: 'a parameter' }),
      (net) => {
        subnetWith({ dns64: 'yes' })(net);
        net.model.routeTables.set('Private routes', { ...net.model.routeTables.get('Private routes')!, furtherRoutes: 'it is defined elsewhere' });
      },
    ]],
];

/** What is said of endpoints and other resources, whoever uses them: services.test.ts, listening.test.ts, network-quotas.test.ts; and of grants, in all worlds: grants. */
const OF_NETWORKS = [
  'ELASTIC_IP_COUNT', 'GRANT_WITHOUT_WAY', 'RESOURCE_VPC_MISMATCH', 'ROUTE_DUPLICATE', 'SECURITY_GROUP_RULE_COUNT', 'VPCE_POLICY_SIZE', 'VPCE_PRIVATE_DNS_CONFLICT', 'VPCE_SERVICE_NOT_KNOWN',
  'VPCE_TAKES_PUBLIC_APIS',
];

test('every code is found by some rule, but for those of what is no network', () => {
  expect([...CHANGES.map(([code]) => code), ...OF_NETWORKS].sort()).toEqual(Object.keys(FINDING_CODES).filter((code) => !/^(TEMPLATE|SNAPSHOT)_/.test(code)).sort());
});

describe.each(CHANGES)('%s', (code, positive, negative) => {
  test.each(positive.map((change) => [change] as const))('is found: %#', (change) => {
    const found = findingsOn(after(change)).find((each) => each.code === code)!;
    expect(found).toMatchObject({ code, severity: FINDING_CODES[code as keyof typeof FINDING_CODES].severity, source: { id: 'Fn' } });
    expect(found.message).toMatch(/[^.]$/);
    expect(found.mend.inTemplate).toMatch(/[^.]$/);
  });

  test.each(negative.map((change) => [change] as const))('is not, where it does not hold or is not known: %#', (change) => {
    expect(codesOn(after(change))).not.toContain(code);
  });
});

test('LAMBDA_SUBNETS_DIVERGE names what is reached from where, and counts the rest', () => {
  const net = after((each) => {
    each.subnet('Closed', 'Vpc', ['10.0.7.0/24', '2001:db9:0:107::/64']);
    each.lambda('Fn', ['Private', 'Closed'], ['Group']);
  });
  expect(findingsOn(net)[0].message).toBe('internet (IPv4) is reached from Private and not from Closed, and 1 more: it works or fails as Lambda picks the subnet');
});
