import * as cdk from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as rds from 'aws-cdk-lib/aws-rds';
import { BUNDLING_STACKS, CURRENTLY_RECOMMENDED_FLAGS } from 'aws-cdk-lib/cx-api';
import * as ts from 'typescript';
import * as library from '../../src';

/*
 * Runs examples of the documentation. What an example declares without defining it (`declare const network: PrivateLambdaNetwork;`) is given by its
 * name; code of functions is replaced, because no example brings any along.
 */

const DECLARATION = /^declare const (\w+): .*;$/gm;
const ENVIRONMENT = { account: '111122223333', region: 'eu-west-1' };
const PLACE = `account=${ENVIRONMENT.account}:`;
const REGION = `region=${ENVIRONMENT.region}`;

/** The feature flags of a new app, and what AWS would answer to the look-ups of examples. */
const CONTEXT: Record<string, unknown> = {
  ...CURRENTLY_RECOMMENDED_FLAGS,
  [BUNDLING_STACKS]: [],
  [`availability-zones:${PLACE}${REGION}`]: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'],
  ...Object.fromEntries(['shared', 'licences'].map((name) => [`vpc-provider:${PLACE}filter.tag:Name=${name}:${REGION}:returnAsymmetricSubnets=true`, aVpc()])),
};

/** What an example can ask for by its name. Each is defined when it is asked for the first time. */
const GIVEN: Record<string, (given: Given) => unknown> = {
  app: () => new cdk.App({ context: CONTEXT }),
  stack: (given) => new cdk.Stack(given.get('app'), 'Given', { env: ENVIRONMENT }),
  management: (given) => new cdk.Stack(given.get('app'), 'Management', { env: ENVIRONMENT }),
  shop: (given) => new cdk.Stack(given.get('app'), 'Shop', { env: ENVIRONMENT }),
  network: (given) => new library.PrivateLambdaNetwork(given.get('stack'), 'GivenNetwork'),
  oldNetwork: (given) => given.get('network'),
  vpc: (given) => new ec2.Vpc(given.get('stack'), 'GivenVpc', { ipAddresses: ec2.IpAddresses.cidr('10.200.0.0/16') }),
  peer: (given) => given.get('vpc'),
  database: (given) => aDatabase(given.get('stack'), given.get<library.PrivateLambdaNetwork>('network').vpc),
  databaseOfPeer: (given) => aDatabase(given.get('stack'), given.get('peer')),
  orders: (given) => new library.VpcConnectedFunction(given.get('stack'), 'GivenFunction', {
    network: given.get('network'), runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline('//'), destinations: [],
  }),
  developers: (given) => new iam.Role(given.get('stack'), 'GivenRole', { assumedBy: new iam.AccountRootPrincipal() }),
  encryptionKey: (given) => new kms.Key(given.get('stack'), 'GivenKey'),
};

function aDatabase(stack: cdk.Stack, vpc: ec2.IVpc): rds.DatabaseInstance {
  return new rds.DatabaseInstance(stack, 'GivenDatabase', {
    engine: rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_17 }), vpc, storageEncrypted: true,
  });
}

function aVpc(): object {
  const subnet = (number: number, zone: string) => ({
    subnetId: `subnet-0123456789abcdef${number}`, cidr: `10.200.${number}.0/24`, availabilityZone: `eu-west-1${zone}`, routeTableId: `rtb-0123456789abcdef${number}`,
  });
  return {
    vpcId: 'vpc-0123456789abcdef0',
    vpcCidrBlock: '10.200.0.0/16',
    availabilityZones: [],
    subnetGroups: [
      { name: 'Public', type: 'Public', subnets: [subnet(0, 'a'), subnet(1, 'b')] },
      { name: 'App', type: 'Private', subnets: [subnet(2, 'a'), subnet(3, 'b')] },
    ],
  };
}

class Given {
  private readonly defined = new Map<string, unknown>();

  public get apps(): cdk.App[] {
    return this.defined.has('app') ? [this.get('app')] : [];
  }

  public get<T>(name: string): T {
    if (!this.defined.has(name)) {
      this.defined.set(name, GIVEN[name](this));
    }
    return this.defined.get(name) as T;
  }
}

/** Whether all is known that an example declares. */
export function canRun(example: string): boolean {
  return [...example.matchAll(DECLARATION)].every(([, name]) => name in GIVEN);
}

/** Run an example, and return the apps that it has made or was given. */
export function run(example: string): cdk.App[] {
  const apps: cdk.App[] = [];
  class App extends cdk.App {
    constructor(props: cdk.AppProps = {}) {
      super({ ...props, context: { ...CONTEXT, ...props.context } });
      apps.push(this);
    }
  }
  const modules: Record<string, unknown> = { 'cdk-lambda-network': library, 'aws-cdk-lib': { ...cdk, App } };
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  const execute = new Function('require', 'exports', 'given', inJavaScript(example)) as (load: (name: string) => unknown, exports: object, given: Given) => void;
  const given = new Given();
  execute((name) => modules[name] ?? jest.requireActual(name) as unknown, {}, given);
  return [...apps, ...given.apps];
}

function inJavaScript(example: string): string {
  const complete = example
    .replace(DECLARATION, (_, name: string) => `const ${name} = given.get('${name}');`)
    .replace(/lambda\.Code\.fromAsset\(.*?\)/g, "lambda.Code.fromInline('exports.handler = async () => {};')")
    .replace(/\bentry: '.*?'/g, `entry: ${JSON.stringify(__filename)}`);
  return ts.transpileModule(complete, { compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 } }).outputText;
}
