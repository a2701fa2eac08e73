import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as efs from 'aws-cdk-lib/aws-efs';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as fc from 'fast-check';
import type { ReportedVerdict } from './judging';
import { codesOf, judgeTemplates } from './judging';
import type { Resources } from './read/reading';
import { resourcesOf, template } from './read/reading';
import { call } from './support/call-command';
import { Destination, Egress, PrivateLambdaNetwork, VpcConnectedFunction } from '../../src';
import { readAskedDestination } from '../../src/analysis/judge/destinations/asked-destination';
import { DESTINATIONS_METADATA_KEY } from '../../src/metadata/declared-destination';

/*
 * What a function mounts is a destination of its template (E4 of docs/requirements.md).
 */

const ref = (name: string) => ({ Ref: name });
const arn = (name: string) => ({ 'Fn::GetAtt': [name, 'Arn'] });
const ZONES = ['a', 'b', 'c'] as const;
type Zone = typeof ZONES[number];

/** A network with a subnet for mount targets and one for functions in each zone. */
interface Mounting {
  /** The zones of the function. */
  readonly functions: readonly Zone[];

  /** The zones with a mount target, and whether its group lets the function in. */
  readonly targets: Readonly<Partial<Record<Zone, boolean>>>;

  /** Tells whether the group of the function lets NFS out. */
  readonly letsOut: boolean;
}

function resourcesFor({ functions, targets, letsOut }: Mounting): Resources {
  const rule = (port: number) => ({ IpProtocol: 'tcp', FromPort: port, ToPort: port, CidrIp: '10.0.0.0/16' });
  const group = (props: object): readonly [string, object] => ['AWS::EC2::SecurityGroup', { VpcId: ref('Vpc'), GroupDescription: 'orders', ...props }];
  const subnet = (zone: Zone, third: number): readonly [string, object] =>
    ['AWS::EC2::Subnet', { VpcId: ref('Vpc'), CidrBlock: `10.0.${third}.0/24`, AvailabilityZone: `us-east-1${zone}` }];
  return {
    Vpc: ['AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16', EnableDnsHostnames: true }],
    ...Object.fromEntries(ZONES.flatMap((zone, index) => [[`App${zone}`, subnet(zone, index)], [`Data${zone}`, subnet(zone, index + 10)]])) as Resources,
    Group: group({ SecurityGroupEgress: [rule(letsOut ? 2049 : 443)] }),
    Open: group({ SecurityGroupIngress: [rule(2049)] }),
    Closed: group({ SecurityGroupIngress: [rule(443)] }),
    Files: ['AWS::EFS::FileSystem', {}],
    Point: ['AWS::EFS::AccessPoint', { FileSystemId: ref('Files') }],
    ...Object.fromEntries(Object.entries(targets).map(([zone, letsIn]) =>
      [`Target${zone}`, ['AWS::EFS::MountTarget', { FileSystemId: ref('Files'), SubnetId: ref(`Data${zone}`), SecurityGroups: [ref(letsIn ? 'Open' : 'Closed')] }]])) as Resources,
    Fn: ['AWS::Lambda::Function', {
      VpcConfig: { SubnetIds: functions.map((zone) => ref(`App${zone}`)), SecurityGroupIds: [ref('Group')] },
      FileSystemConfigs: [{ Arn: arn('Point'), LocalMountPath: '/mnt/files' }],
    }],
  };
}

const mountings = fc.record<Mounting>({
  functions: fc.subarray([...ZONES], { minLength: 1 }),
  targets: fc.record({ a: fc.boolean(), b: fc.boolean(), c: fc.boolean() }, { requiredKeys: [] }),
  letsOut: fc.boolean(),
});

const OPEN: Mounting = { functions: ['a', 'b'], targets: { a: true, b: true }, letsOut: true };

interface Mounted {
  readonly mounted: readonly ReportedVerdict[];
  readonly codes: readonly string[];
}

function mountedBy(resources: Resources, asked: readonly string[] = []): Mounted {
  const questions = asked.map((text) => readAskedDestination(text, () => true)!);
  const { functions, findings } = judgeTemplates([template({ Resources: resourcesOf(resources) })], questions);
  const [{ verdicts }] = functions.filter(({ logicalId }) => logicalId === 'Fn');
  return { mounted: verdicts.filter(({ destination }) => destination.endsWith(':2049')), codes: findings.map(({ code }) => code) };
}

describe('a mount', () => {
  test('is reached exactly when each zone of the function has a mount target that lets it in', () => {
    fc.assert(fc.property(mountings, (mounting) => {
      const { mounted: [verdict, ...others] } = mountedBy(resourcesFor(mounting));
      const isOpen = mounting.letsOut && mounting.functions.every((zone) => mounting.targets[zone] === true);
      expect(others).toEqual([]);
      expect(verdict).toMatchObject({ destination: 'Files:2049', family: 'ipv4', declared: true, verdict: isOpen ? 'reachable' : 'blocked' });
    }));
  });

  test('has a finding exactly when it is blocked', () => {
    fc.assert(fc.property(mountings, (mounting) => {
      const { mounted: [{ verdict }], codes } = mountedBy(resourcesFor(mounting));
      expect(codes.some((code) => code.startsWith('LAMBDA_MOUNT_'))).toBe(verdict === 'blocked');
      expect(codes).not.toContain('LAMBDA_SUBNETS_DIVERGE');
    }), { numRuns: 50 });
  });

  test('hangs on no mount target of another zone', () => {
    fc.assert(fc.property(mountings, fc.constantFrom(...ZONES), fc.boolean(), (mounting, zone, letsIn) => {
      fc.pre(!mounting.functions.includes(zone));
      const before = mountedBy(resourcesFor(mounting)).mounted[0].verdict;
      expect(mountedBy(resourcesFor({ ...mounting, targets: { ...mounting.targets, [zone]: letsIn } })).mounted[0].verdict).toBe(before);
    }), { numRuns: 50 });
  });

  test.each(['Files:2049', 'Files'])('that somebody asks for is answered as the function mounts it: %s', (asked) => {
    const { mounted, codes } = mountedBy(resourcesFor({ ...OPEN, targets: { a: true, b: true, c: false } }), [asked]);
    expect({ mounted: mounted.map(({ verdict, asked: isAsked }) => [verdict, isAsked]), codes }).toEqual({ mounted: [['reachable', asked === 'Files:2049']], codes: [] });
  });

  test('that the function declares is told of as it is declared', () => {
    const { Fn: [type, props], ...rest } = resourcesFor(OPEN);
    const declaring = (port: number) => ({
      ...rest,
      Fn: [type, props, { [DESTINATIONS_METADATA_KEY]: [{ kind: 'resource', resource: 'Files', securityGroups: ['Open'], ports: [{ protocol: 'tcp', fromPort: port, toPort: port }] }] }],
    } as Resources);
    expect(mountedBy(declaring(2049)).mounted).toHaveLength(1);
    const { mounted } = mountedBy(declaring(443));
    expect(mounted.map(({ destination, declared }) => [destination, declared])).toEqual([['Files:2049', true]]);
  });
});

describe('what is not known', () => {
  const point = (Point: Resources[string]) => ({ ...resourcesFor(OPEN), Point });

  test.each<[string, Resources, string]>([
    ['the file system', point(['AWS::EFS::AccessPoint', { FileSystemId: 'fs-0123' }]), '/mnt/files:2049'],
    ['of which file system a mount target is', { ...resourcesFor({ ...OPEN, targets: { a: true } }), Other: ['AWS::EFS::MountTarget', { FileSystemId: { 'Fn::ImportValue': 'files' }, SubnetId: ref('Datab') }] }, 'Files:2049'],
    ['the zone', { ...resourcesFor({ ...OPEN, targets: { a: true } }), Datab: ['AWS::EC2::Subnet', { VpcId: ref('Vpc'), CidrBlock: '10.0.11.0/24' }], Targetb: ['AWS::EFS::MountTarget', { FileSystemId: ref('Files'), SubnetId: ref('Datab'), SecurityGroups: [ref('Open')] }] }, 'Files:2049'],
    ['the group', { ...resourcesFor(OPEN), Targetb: ['AWS::EFS::MountTarget', { FileSystemId: ref('Files'), SubnetId: ref('Datab'), SecurityGroups: ['sg-0123'] }] }, 'Files:2049'],
  ])('makes it inconclusive, and says what there is to do: %s', (_, resources, destination) => {
    const { mounted, codes } = mountedBy(resources);
    expect(mounted).toEqual([expect.objectContaining({ destination, verdict: 'inconclusive', declared: true })]);
    expect(mounted[0].subnets.map(({ mend }) => mend).join()).not.toBe('');
    expect(codes).toEqual([]);
  });

  test('is nothing where a subnet is in no template, except that the group of the function lets nothing out', () => {
    const { Fn: [type, props], ...rest } = resourcesFor(OPEN);
    const elsewhere = (own: Resources) => mountedBy({ ...own, Fn: [type, { ...props, VpcConfig: { SubnetIds: ['subnet-0123'], SecurityGroupIds: [ref('Group')] } }] }).mounted[0];
    expect(elsewhere(rest).verdict).toBe('inconclusive');
    const { Fn: _, ...closed } = resourcesFor({ ...OPEN, letsOut: false });
    expect(elsewhere(closed)).toMatchObject({ verdict: 'blocked' });
    expect(codesOf(elsewhere(closed))).toContain('ENI_SG_RULES_MISMATCH');
  });
});

test('a range of ports that happens to have that of NFS says nothing of a mount that is not known', () => {
  const { Fn: [type, props], ...rest } = { ...resourcesFor(OPEN), Point: ['AWS::EFS::AccessPoint', { FileSystemId: 'fs-0123' }] } as Resources;
  const declaring = (fromPort: number) => mountedBy({
    ...rest, Fn: [type, props, { [DESTINATIONS_METADATA_KEY]: [{ kind: 'cidr', cidr: '10.0.10.0/24', ports: [{ protocol: 'tcp', fromPort, toPort: 2049 }] }] }],
  }).mounted.map(({ destination }) => destination);
  expect(declaring(2000)).toContain('/mnt/files:2049');
  expect(declaring(2049)).not.toContain('/mnt/files:2049');
});

describe('AWS CDK', () => {
  function mounting(stack: Stack, letsIn: boolean) {
    const vpc = new ec2.Vpc(stack, 'Vpc', { natGateways: 0, subnetConfiguration: [{ name: 'closed', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }] });
    const vpcSubnets = { subnetType: ec2.SubnetType.PRIVATE_ISOLATED };
    const files = new efs.FileSystem(stack, 'Files', { vpc, vpcSubnets });
    const own = new ec2.SecurityGroup(stack, 'Own', { vpc });
    const handler = new lambda.Function(stack, 'Fn', {
      runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = 1;'), vpc, vpcSubnets, securityGroups: [own],
      filesystem: letsIn ? lambda.FileSystem.fromEfsAccessPoint(files.addAccessPoint('Point'), '/mnt/files') : undefined,
    });
    if (!letsIn) {
      (handler.node.defaultChild as lambda.CfnFunction).addPropertyOverride('FileSystemConfigs', [{ Arn: files.addAccessPoint('Point').accessPointArn, LocalMountPath: '/mnt/files' }]);
    }
    return stack;
  }

  function synthesize(define: (stack: Stack) => void): string {
    const app = new App();
    define(new Stack(app, 'Shop', { env: { account: '111122223333', region: 'us-east-1' } }));
    return app.synth().directory;
  }

  test('lets a function of its own into what it mounts, which is proven without a declaration', () => {
    const { status, out } = call('check', synthesize((stack) => mounting(stack, true)));
    expect(out).toMatch(/✓ Files\w+:2049 \(IPv4\), mounted/);
    expect(status).toBe(0);
  });

  test('lets in nobody that it does not know of: the finding tells it, and nothing else does', () => {
    const { status, out } = call('check', synthesize((stack) => mounting(stack, false)));
    expect(out).not.toMatch(/Files\w+:2049/);
    expect(out.match(/mend: add an ingress rule/g)).toHaveLength(1);
    expect(out).toContain('LAMBDA_MOUNT_BLOCKED');
    expect(status).toBe(1);
  });

  test('mounts for a function in a network of ours, told of under the name that it declares', () => {
    const { status, out } = call('check', synthesize((stack) => {
      const network = new PrivateLambdaNetwork(stack, 'Network', { egress: Egress.none() });
      const files = new efs.FileSystem(stack, 'Files', { vpc: network.vpc, vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED } });
      new VpcConnectedFunction(stack, 'Fn', {
        network, runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = 1;'),
        filesystem: lambda.FileSystem.fromEfsAccessPoint(files.addAccessPoint('Point'), '/mnt/files'), destinations: [Destination.awsService('s3')],
      });
    }));
    expect(out).toContain('✓ Shop/Files/EfsSecurityGroup:2049 (IPv4), declared');
    expect(out).not.toContain('mounted');
    expect(status).toBe(0);
  });
});
