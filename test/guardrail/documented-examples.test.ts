import type { Policies, Request, VpcConfig } from './requests';
import { FORMS, documentWith, inUse, isAllowed } from './requests';
import { LambdaVpcGuardrail } from '../../src';

/*
 * The examples of "Using IAM condition keys for VPC settings" in the AWS Lambda developer guide, each beside the guardrail for it. Both are
 * put to the same requests; where they decide differently, it is written down here.
 */

const OWN = { vpc: 'vpc-00000001', other: 'vpc-00000002', foreign: 'vpc-00000009' };
const SUBNETS = { own: ['subnet-00000001', 'subnet-00000002'], foreign: 'subnet-00000009' };
const GROUPS = { own: ['sg-00000001', 'sg-00000002'], foreign: 'sg-00000009' };

function config(vpc: string, subnets: readonly string[], groups: readonly string[]): VpcConfig {
  return { vpc, subnets, groups };
}

/** What functions can ask for. */
const CONFIGS: Record<string, VpcConfig> = {
  'own': config(OWN.vpc, SUBNETS.own, GROUPS.own),
  'one of each': config(OWN.other, SUBNETS.own.slice(1), GROUPS.own.slice(1)),
  'foreign VPC': config(OWN.foreign, SUBNETS.own, GROUPS.own),
  'foreign subnet': config(OWN.vpc, [SUBNETS.foreign], GROUPS.own),
  'mixed subnets': config(OWN.vpc, [...SUBNETS.own, SUBNETS.foreign], GROUPS.own),
  'foreign group': config(OWN.vpc, SUBNETS.own, [GROUPS.foreign]),
  'mixed groups': config(OWN.vpc, SUBNETS.own, [...GROUPS.own, GROUPS.foreign]),
  'all foreign': config(OWN.foreign, [SUBNETS.foreign], [GROUPS.foreign]),
};

const REQUESTS: Record<string, Request> = {
  'create, no VPC': { action: 'lambda:CreateFunction', says: 'nothing' },
  'create, empty lists': { action: 'lambda:CreateFunction', says: 'empty' },
  'update, never a VPC': { action: 'lambda:UpdateFunctionConfiguration', says: 'nothing' },
  'update, disconnect': { action: 'lambda:UpdateFunctionConfiguration', before: CONFIGS.own, says: 'empty' },
  ...Object.fromEntries(Object.entries(CONFIGS).flatMap(([name, says]): [string, Request][] => [
    [`create, ${name}`, { action: 'lambda:CreateFunction', says }],
    [`update, ${name}`, { action: 'lambda:UpdateFunctionConfiguration', before: CONFIGS.own, says }],
    [`update of something else, ${name}`, { action: 'lambda:UpdateFunctionConfiguration', before: says, says: 'nothing' }],
  ])),
};

const WITHOUT_VPC = Object.keys(REQUESTS).filter((name) => !Object.keys(CONFIGS).some((one) => name.endsWith(one)));

/** All ways in which a function comes to have these settings. */
function waysTo(...names: string[]): string[] {
  return names.flatMap((name) => [`create, ${name}`, `update, ${name}`, `update of something else, ${name}`]);
}

async function deniedBy(policies: Policies): Promise<string[]> {
  const decisions = await Promise.all(Object.entries(REQUESTS).map(async ([name, request]) => {
    return { name, allowed: await isAllowed(policies, request) };
  }));
  return decisions.filter(({ allowed }) => !allowed).map(({ name }) => name).sort();
}

interface Example {
  readonly title: string;
  readonly effect: 'Allow' | 'Deny';
  readonly condition: Record<string, Record<string, string | string[]>>;
  readonly guardrail: LambdaVpcGuardrail;

  /** What ours denies. */
  readonly denied: string[];

  /** What the textbook admits of that. */
  readonly hole: string[];
}

const VPC_IDS = [OWN.vpc, OWN.other];

const EXAMPLES: Example[] = [
  {
    title: 'G1: only functions in a VPC',
    effect: 'Deny',
    condition: { Null: { 'lambda:VpcIds': 'true' } },
    guardrail: LambdaVpcGuardrail.requireVpc(),
    denied: WITHOUT_VPC,
    hole: [],
  },
  {
    title: 'G2: not in certain VPCs',
    effect: 'Deny',
    condition: { StringEquals: { 'lambda:VpcIds': VPC_IDS } },
    guardrail: LambdaVpcGuardrail.deny({ vpcIds: VPC_IDS }),
    denied: waysTo('own', 'one of each', 'foreign subnet', 'mixed subnets', 'foreign group', 'mixed groups'),
    hole: [],
  },
  {
    title: 'G3: not in certain subnets',
    effect: 'Deny',
    condition: { 'ForAnyValue:StringEquals': { 'lambda:SubnetIds': SUBNETS.own } },
    guardrail: LambdaVpcGuardrail.deny({ subnetIds: SUBNETS.own }),
    denied: waysTo('own', 'one of each', 'foreign VPC', 'mixed subnets', 'foreign group', 'mixed groups'),
    hole: [],
  },
  {
    title: 'G4: not with certain security groups',
    effect: 'Deny',
    condition: { 'ForAnyValue:StringEquals': { 'lambda:SecurityGroupIds': GROUPS.own } },
    guardrail: LambdaVpcGuardrail.deny({ securityGroupIds: GROUPS.own }),
    denied: waysTo('own', 'one of each', 'foreign VPC', 'foreign subnet', 'mixed subnets', 'mixed groups'),
    hole: [],
  },
  {
    title: 'G5: only in certain VPCs',
    effect: 'Allow',
    condition: { StringEquals: { 'lambda:VpcIds': VPC_IDS } },
    guardrail: LambdaVpcGuardrail.allowOnly({ vpcIds: VPC_IDS }),
    denied: [...WITHOUT_VPC, ...waysTo('foreign VPC', 'all foreign')],
    hole: [],
  },
  {
    title: 'G6: only in certain subnets',
    effect: 'Allow',
    condition: { 'ForAllValues:StringEquals': { 'lambda:SubnetIds': SUBNETS.own } },
    guardrail: LambdaVpcGuardrail.allowOnly({ subnetIds: SUBNETS.own }),
    denied: [...WITHOUT_VPC, ...waysTo('foreign subnet', 'mixed subnets', 'all foreign')],
    hole: WITHOUT_VPC,
  },
  {
    title: 'G7: only with certain security groups',
    effect: 'Allow',
    condition: { 'ForAllValues:StringEquals': { 'lambda:SecurityGroupIds': GROUPS.own } },
    guardrail: LambdaVpcGuardrail.allowOnly({ securityGroupIds: GROUPS.own }),
    denied: [...WITHOUT_VPC, ...waysTo('foreign group', 'mixed groups', 'all foreign')],
    hole: WITHOUT_VPC,
  },
];

/** The textbook's policy. One that denies is put beside one that allows everything; one that allows stands alone. */
function textbook({ effect, condition }: Example): Policies {
  const statement = { Effect: effect, Action: ['lambda:CreateFunction', 'lambda:UpdateFunctionConfiguration'], Resource: '*', Condition: condition };
  return effect === 'Deny' ? inUse('identity', [statement]) : { identity: [documentWith([statement])] };
}

function statementsOf(guardrail: LambdaVpcGuardrail): object[] {
  return guardrail.statements.map((statement) => statement.toStatementJson() as object);
}

test('the requests differ in all that matters', () => {
  expect(Object.keys(REQUESTS)).toHaveLength(28);
  expect(WITHOUT_VPC).toEqual(['create, no VPC', 'create, empty lists', 'update, never a VPC', 'update, disconnect']);
});

describe.each(EXAMPLES)('$title', (example) => {
  const { guardrail, denied, hole } = example;

  test.each(FORMS)('ours, as %s', async (form) => {
    await expect(deniedBy(inUse(form, statementsOf(guardrail)))).resolves.toEqual([...denied].sort());
  });

  test(hole.length > 0 ? 'the textbook admits a function without a VPC besides' : 'the textbook decides the same', async () => {
    await expect(deniedBy(textbook(example))).resolves.toEqual(denied.filter((name) => !hole.includes(name)).sort());
  });
});

describe('G1, G5-G7: an update of something else, such as the memory, of a function in its VPC', () => {
  const update: Request = { action: 'lambda:UpdateFunctionConfiguration', before: CONFIGS.own, says: 'nothing' };
  const guardrail = LambdaVpcGuardrail.allowOnly({ vpcIds: VPC_IDS, subnetIds: SUBNETS.own, securityGroupIds: GROUPS.own });

  test.each(FORMS)('is allowed, as %s', async (form) => {
    await expect(isAllowed(inUse(form, statementsOf(guardrail)), update)).resolves.toBe(true);
  });

  test('is allowed even if Lambda told IAM its VPC only, which is all that is documented', async () => {
    await expect(isAllowed(inUse('identity', statementsOf(guardrail)), update, { 'lambda:VpcIds': OWN.vpc })).resolves.toBe(true);
  });

  test('a function without a VPC is denied even if Lambda told IAM empty lists', async () => {
    const context = { 'lambda:SubnetIds': [], 'lambda:SecurityGroupIds': [] };
    await expect(isAllowed(inUse('identity', statementsOf(guardrail)), { ...update, before: undefined }, context)).resolves.toBe(false);
  });

  test('new code is never a matter of the VPC', async () => {
    const code: Request = { action: 'lambda:UpdateFunctionCode', says: 'nothing' };
    await expect(isAllowed(inUse('identity', statementsOf(guardrail)), code)).resolves.toBe(true);
  });
});
