import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StageSynthesisOptions } from 'aws-cdk-lib';
import { App, NestedStack, Stack, Stage, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { savedVerdicts } from '../support/saved-verdicts';
import { ReachabilityAnalyzer } from 'cdk-lambda-network';

const KEY = 'cdk-lambda-network:destinations';
const HTTPS = [{ protocol: 'tcp', fromPort: 443, toPort: 443 }];
const INTERNET_IPV4 = { kind: 'internet', addressFamilies: ['ipv4'], ports: HTTPS };
const INTERNET_IPV6 = { kind: 'internet', addressFamilies: ['ipv6'], ports: HTTPS };

/** A plain function of AWS CDK in a plain VPC; only its Metadata says what it is meant to reach. */
function plainFunction(scope: Construct, vpc: ec2.IVpc, destinations?: object[], props: Partial<lambda.FunctionProps> = {}): lambda.Function {
  const lambdaFunction = new lambda.Function(scope, 'Function', {
    runtime: lambda.Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => ({});'),
    vpc,
    ipv6AllowedForDualStack: true,
    ...props,
  });
  if (destinations !== undefined) {
    (lambdaFunction.node.defaultChild as lambda.CfnFunction).addMetadata(KEY, destinations);
  }
  return lambdaFunction;
}

function dualStackVpc(scope: Construct, props: ec2.VpcProps = {}): ec2.Vpc {
  return new ec2.Vpc(scope, 'Vpc', { ipProtocol: ec2.IpProtocol.DUAL_STACK, natGateways: 1, ...props });
}

/** An app of one stack, analyzed. */
function analyzed(define: (stack: Stack) => void): App {
  const app = new App();
  ReachabilityAnalyzer.register(app);
  define(new Stack(app, 'Shop'));
  return app;
}

interface Verdict {
  readonly destination: string;
  readonly family: string;
  readonly verdict: string;
  readonly subnets: readonly { readonly codes: readonly string[] }[];
}

/** The verdicts on the function called Function, as reachability.json has them. */
function verdictsOf(folder: string): Verdict[] {
  const { functions } = savedVerdicts(folder) as { functions: { id: string; verdicts: Verdict[] }[] };
  return functions.find(({ id }) => id.endsWith('/Function'))!.verdicts;
}

describe('A2: a plain CDK app', () => {
  test('what is declared and reached passes', () => {
    const app = analyzed((stack) => plainFunction(stack, dualStackVpc(stack), [INTERNET_IPV4], { allowAllOutbound: true }));
    const { directory } = app.synth();
    expect(verdictsOf(directory)).toContainEqual(expect.objectContaining({ destination: 'internet', family: 'ipv4', verdict: 'reachable' }));
  });

  test('the dual-stack function of AWS CDK reaches the internet over IPv4, and not over IPv6, because its group has no rule', () => {
    const app = analyzed((stack) => plainFunction(stack, dualStackVpc(stack)));
    const verdicts = verdictsOf(app.synth().directory);
    expect(verdicts).toContainEqual(expect.objectContaining({ destination: 'internet', family: 'ipv4', verdict: 'reachable' }));
    const ipv6 = verdicts.find(({ destination, family }) => destination === 'internet' && family === 'ipv6')!;
    expect(ipv6.verdict).toBe('blocked');
    expect(new Set(ipv6.subnets.flatMap(({ codes }) => codes))).toEqual(new Set(['ENI_SG_RULES_MISMATCH']));
  });

  test('fails what is declared and blocked, with the code, the path and what to change', () => {
    const app = analyzed((stack) => plainFunction(stack, dualStackVpc(stack), [INTERNET_IPV4, INTERNET_IPV6]));
    expect(() => app.synth()).toThrow(/Shop\/Function cannot reach internet \(IPv6\)[\s\S]*ENI_SG_RULES_MISMATCH/);
  });

  test('the same app with the rule passes', () => {
    const app = analyzed((stack) => plainFunction(stack, dualStackVpc(stack), [INTERNET_IPV4, INTERNET_IPV6], { allowAllIpv6Outbound: true }));
    expect(() => app.synth()).not.toThrow();
  });

  test('fails a function that declares nothing and reaches the internet', () => {
    const app = analyzed((stack) => plainFunction(stack, dualStackVpc(stack), []));
    expect(() => app.synth()).toThrow(/LAMBDA_REACHES_UNDECLARED/);
  });

  test('fails Template.fromStack as well', () => {
    let stack: Stack | undefined;
    analyzed((defined) => {
      stack = defined;
      plainFunction(defined, dualStackVpc(defined), [INTERNET_IPV6]);
    });
    expect(() => Template.fromStack(stack!)).toThrow(/ENI_SG_RULES_MISMATCH/);
  });

  test('says nothing of functions that declare nothing at all', () => {
    const app = analyzed((stack) => plainFunction(stack, dualStackVpc(stack, { natGateways: 0 })));
    expect(() => app.synth()).not.toThrow();
  });
});

describe('A2: acknowledging', () => {
  test('an acknowledged code passes, and is recorded with its reason', () => {
    const app = analyzed((stack) => {
      const lambdaFunction = plainFunction(stack, dualStackVpc(stack), [INTERNET_IPV4, INTERNET_IPV6]);
      Validations.of(lambdaFunction).acknowledge({ id: 'cdk-lambda-network::ENI_SG_RULES_MISMATCH', reason: 'IPv6 comes next month' });
    });
    const { directory } = app.synth();
    expect(readFileSync(join(directory, 'validation-report.json'), 'utf8')).toContain('IPv6 comes next month');
  });

  test('an acknowledged code lets no other one pass', () => {
    const app = analyzed((stack) => {
      const vpc = dualStackVpc(stack, { natGateways: 0 });
      const lambdaFunction = plainFunction(stack, vpc, [INTERNET_IPV4, INTERNET_IPV6], { allowAllIpv6Outbound: false });
      Validations.of(lambdaFunction).acknowledge({ id: 'cdk-lambda-network::ENI_SG_RULES_MISMATCH', reason: 'IPv6 comes next month' });
    });
    expect(() => app.synth()).toThrow(/NO_ROUTE_TO_DESTINATION/);
  });

  test('of two codes in the way of one destination, one that is acknowledged lets the other fail; both, and it passes', () => {
    const blockedTwice = (codes: readonly string[]) => analyzed((stack) => {
      const vpc = dualStackVpc(stack, { natGateways: 0 });
      const lambdaFunction = plainFunction(stack, vpc, [{ kind: 'cidr', cidr: '172.16.0.0/12', ports: HTTPS }], { allowAllOutbound: false });
      codes.forEach((code) => Validations.of(lambdaFunction).acknowledge({ id: `cdk-lambda-network::${code}`, reason: 'the network team adds it' }));
    });
    expect(() => blockedTwice(['NO_ROUTE_TO_DESTINATION']).synth()).toThrow(/ENI_SG_RULES_MISMATCH|SG_HAS_NO_RULES/);
    expect(() => blockedTwice(['ENI_SG_RULES_MISMATCH', 'SG_HAS_NO_RULES']).synth()).toThrow(/NO_ROUTE_TO_DESTINATION/);
    expect(() => blockedTwice(['NO_ROUTE_TO_DESTINATION', 'ENI_SG_RULES_MISMATCH', 'SG_HAS_NO_RULES']).synth()).not.toThrow();
  });
});

describe('A3: wherever the function is', () => {
  test('fails in a nested stack', () => {
    const app = analyzed((stack) => {
      const vpc = dualStackVpc(stack);
      plainFunction(new NestedStack(stack, 'Nested'), vpc, [INTERNET_IPV6]);
    });
    expect(() => app.synth()).toThrow(/Shop\/Nested\/Function cannot reach internet \(IPv6\)/);
  });

  test('is proven across stacks, whether references are exports or not', () => {
    const app = new App();
    ReachabilityAnalyzer.register(app);
    const vpc = dualStackVpc(new Stack(app, 'Net'));
    plainFunction(new Stack(app, 'Shop'), vpc, [INTERNET_IPV4]);
    expect(verdictsOf(app.synth().directory)).toContainEqual(expect.objectContaining({ destination: 'internet', family: 'ipv4', verdict: 'reachable' }));
  });

  test('fails in a stage', () => {
    const app = new App();
    ReachabilityAnalyzer.register(app);
    const stack = new Stack(new Stage(app, 'Production'), 'Shop');
    plainFunction(stack, dualStackVpc(stack), [INTERNET_IPV6]);
    expect(() => app.synth()).toThrow(/Production\/Shop\/Function cannot reach internet \(IPv6\)/);
  });

  test('sees what escape hatches write', () => {
    const app = analyzed((stack) => {
      const vpc = dualStackVpc(stack);
      plainFunction(stack, vpc, [INTERNET_IPV4]);
      for (const { node } of vpc.privateSubnets) {
        (node.findChild('DefaultRoute') as ec2.CfnRoute).addPropertyOverride('DestinationCidrBlock', '10.99.0.0/16');
      }
    });
    expect(() => app.synth()).toThrow(/NO_ROUTE_TO_DESTINATION/);
  });
});

describe('look-ups', () => {
  test('nothing fails while the CDK still has to look something up', () => {
    const app = new App();
    ReachabilityAnalyzer.register(app);
    const stack = new Stack(app, 'PendingLookUp', { env: { account: '111111111111', region: 'eu-west-1' } });
    plainFunction(stack, ec2.Vpc.fromLookup(stack, 'Vpc', { vpcName: 'shop' }), [INTERNET_IPV4]);
    const told = jest.spyOn(console, 'error').mockImplementation();
    expect(() => app.synth()).not.toThrow();
    expect(told).toHaveBeenCalledWith(expect.stringContaining('INFO PendingLookUp/Function is not known to reach internet (IPv4)'));
    told.mockRestore();
  });

  test('zones that are awaited excuse nothing where the zones of the network are named', () => {
    const app = new App();
    ReachabilityAnalyzer.register(app);
    const stack = new Stack(app, 'NamedZones', { env: { account: '111111111111', region: 'eu-west-1' } });
    const vpc = dualStackVpc(stack, { availabilityZones: ['eu-west-1a', 'eu-west-1b'], natGateways: 0 });
    plainFunction(stack, vpc, [INTERNET_IPV4]);
    expect(() => app.synth()).toThrow(/NO_ROUTE_TO_DESTINATION/);
  });

  test('zones that are awaited and stood in for excuse what fails', () => {
    const app = new App();
    ReachabilityAnalyzer.register(app);
    const stack = new Stack(app, 'AwaitedZones', { env: { account: '111111111111', region: 'eu-west-1' } });
    plainFunction(stack, dualStackVpc(stack, { natGateways: 0 }), [INTERNET_IPV4]);
    const told = jest.spyOn(console, 'error').mockImplementation();
    expect(() => app.synth()).not.toThrow();
    expect(told).toHaveBeenCalledWith(expect.stringContaining('INFO AwaitedZones/Function cannot reach internet (IPv4)'));
    told.mockRestore();
  });

  test('an image that is awaited excuses nothing', () => {
    const app = new App();
    ReachabilityAnalyzer.register(app);
    const stack = new Stack(app, 'AwaitedImage', { env: { account: '111111111111', region: 'eu-west-1' } });
    const vpc = dualStackVpc(stack, { availabilityZones: ['eu-west-1a'], natGateways: 0 });
    new ec2.Instance(stack, 'Server', {
      vpc, vpcSubnets: { subnets: vpc.privateSubnets }, instanceType: new ec2.InstanceType('t4g.nano'), machineImage: ec2.MachineImage.lookup({ name: 'image' }),
    });
    plainFunction(stack, vpc, [INTERNET_IPV4]);
    expect(() => app.synth()).toThrow(/NO_ROUTE_TO_DESTINATION/);
  });

  test('fails on an imported VPC of which nothing is known', () => {
    const app = analyzed((stack) => plainFunction(stack, ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
      vpcId: 'vpc-0123456789abcdef0', availabilityZones: ['eu-west-1a'], privateSubnetIds: ['subnet-0123456789abcdef0'],
    }), [INTERNET_IPV4]));
    expect(() => app.synth()).toThrow(/is not known to reach internet \(IPv4\)[\s\S]*UNKNOWN_RESOURCE/);
  });
});

describe('synthesizing again into a folder', () => {
  const synthesizeInto = (outdir: string, destinations: object[], options?: StageSynthesisOptions) => {
    const app = new App({ outdir });
    ReachabilityAnalyzer.register(app);
    const stack = new Stack(app, 'Again');
    plainFunction(stack, dualStackVpc(stack), destinations, { allowAllOutbound: true });
    app.synth(options);
    return app;
  };

  test.each<[string, StageSynthesisOptions | undefined]>([['as usual', undefined], ['without validation', { skipValidation: true }]])('%s, verdicts follow the templates', (_, options) => {
    const outdir = mkdtempSync(join(tmpdir(), 'again-'));
    synthesizeInto(outdir, [INTERNET_IPV4], options);
    expect(verdictsOf(outdir).filter(({ destination }) => destination === 'sqs')).toEqual([]);
    synthesizeInto(outdir, [INTERNET_IPV4, { kind: 'aws-service', service: 'sqs' }], options);
    expect(verdictsOf(outdir)).toContainEqual(expect.objectContaining({ destination: 'sqs', verdict: 'reachable' }));
  });

  test('an app that changes between two syntheses of one process', () => {
    const outdir = mkdtempSync(join(tmpdir(), 'again-'));
    const app = synthesizeInto(outdir, [INTERNET_IPV4]);
    (app.node.findChild('Again').node.findChild('Function').node.defaultChild as lambda.CfnFunction)
      .addMetadata(KEY, [INTERNET_IPV4, { kind: 'aws-service', service: 'sqs' }]);
    expect(() => app.synth({ force: true })).not.toThrow();
    expect(verdictsOf(outdir)).toContainEqual(expect.objectContaining({ destination: 'sqs', verdict: 'reachable' }));
  });
});

test('registering twice analyzes once', () => {
  const validate = jest.spyOn(ReachabilityAnalyzer.prototype, 'validate');
  const app = analyzed((stack) => {
    ReachabilityAnalyzer.register(stack);
    plainFunction(stack, dualStackVpc(stack), [INTERNET_IPV4]);
  });
  app.synth();
  expect(validate).toHaveBeenCalledTimes(1);
  validate.mockRestore();
});
