import * as fc from 'fast-check';
import type { Form, Request, VpcConfig } from './requests';
import { FORMS, effective, inUse, isAllowed } from './requests';
import type { GuardedVpcSettings } from '../../src';
import { LambdaVpcGuardrail } from '../../src';

/*
 * Whatever guardrails are combined, IAM allows exactly the requests that a plain reading of the guardrails allows. The reading, `admits`,
 * knows sets and nothing of policies.
 */

const VPCS = ['vpc-00000001', 'vpc-00000002', 'vpc-00000003'];
const SUBNETS = ['subnet-00000001', 'subnet-00000002', 'subnet-00000003', 'subnet-00000004'];
const GROUPS = ['sg-00000001', 'sg-00000002', 'sg-00000003'];
const ROLES = ['Developer', 'BreakGlass'];
const FUNCTIONS = ['orders', 'Shop-Provider-1'];

type Kind = 'require' | 'deny' | 'allowOnly';

interface Spec {
  readonly kind: Kind;
  readonly vpcs?: string[];
  readonly subnets?: string[];
  readonly groups?: string[];
  readonly exemptRole: boolean;
  readonly exemptFunction: boolean;
}

const some = (pool: string[]) => fc.subarray(pool, { minLength: 1 });
const lists = fc.record({ vpcs: some(VPCS), subnets: some(SUBNETS), groups: some(GROUPS) }, { requiredKeys: [] })
  .filter((record) => Object.keys(record).length > 0);

const specs: fc.Arbitrary<Spec> = fc.tuple(
  fc.constantFrom<Kind>('require', 'deny', 'allowOnly'), lists, fc.record({ exemptRole: sometimes(), exemptFunction: sometimes() }),
).map(([kind, named, exempt]) => ({ kind, ...kind === 'require' ? {} : named, ...exempt }));

function sometimes(): fc.Arbitrary<boolean> {
  return fc.integer({ min: 0, max: 3 }).map((number) => number === 0);
}

const configs: fc.Arbitrary<VpcConfig> = fc.record({ vpc: fc.constantFrom(...VPCS), subnets: some(SUBNETS), groups: some(GROUPS) });

const requests: fc.Arbitrary<Request> = fc.record({
  action: fc.constantFrom('lambda:CreateFunction' as const, 'lambda:UpdateFunctionConfiguration' as const),
  before: fc.option(configs, { nil: undefined }),
  says: fc.oneof({ weight: 3, arbitrary: configs }, { weight: 1, arbitrary: fc.constantFrom('nothing' as const, 'empty' as const) }),
  role: fc.constantFrom(...ROLES),
  functionName: fc.constantFrom(...FUNCTIONS),
});

function settingsOf({ vpcs, subnets, groups, exemptRole, exemptFunction }: Spec): GuardedVpcSettings {
  return {
    vpcIds: vpcs,
    subnetIds: subnets,
    securityGroupIds: groups,
    exemptPrincipalArns: exemptRole ? ['arn:aws:iam::*:role/Break*'] : undefined,
    exemptFunctionNames: exemptFunction ? ['*-Provider-*'] : undefined,
  };
}

function guardrailOf(spec: Spec): LambdaVpcGuardrail {
  switch (spec.kind) {
    case 'require': return LambdaVpcGuardrail.requireVpc(settingsOf(spec));
    case 'deny': return LambdaVpcGuardrail.deny(settingsOf(spec));
    case 'allowOnly': return LambdaVpcGuardrail.allowOnly(settingsOf(spec));
  }
}

/** The plain reading of one guardrail. */
function admits(spec: Spec, request: Request): boolean {
  if ((spec.exemptRole && request.role === 'BreakGlass') || (spec.exemptFunction && request.functionName === 'Shop-Provider-1')) {
    return true;
  }
  const config = effective(request);
  if (config === undefined) {
    return spec.kind === 'deny';
  }
  const pairs: [readonly string[] | undefined, readonly string[]][] = [
    [spec.vpcs, [config.vpc]], [spec.subnets, config.subnets], [spec.groups, config.groups],
  ];
  return pairs.every(([named, used]) => named === undefined || used.every((one) => named.includes(one) === (spec.kind === 'allowOnly')));
}

describe('G1-G8: IAM allows what a plain reading of the guardrails allows', () => {
  test.each(FORMS)('as %s', async (form: Form) => {
    const seen = { allowed: 0, denied: 0 };
    await fc.assert(fc.asyncProperty(fc.array(specs, { minLength: 1, maxLength: 3 }), requests, async (several, request) => {
      const guardrail = LambdaVpcGuardrail.combine(...several.map(guardrailOf));
      const policies = inUse(form, guardrail.statements.map((statement) => statement.toStatementJson() as object));
      const expected = several.every((spec) => admits(spec, request));
      seen[expected ? 'allowed' : 'denied'] += 1;
      expect(await isAllowed(policies, request)).toBe(expected);
    }), { numRuns: 400 });
    expect(Math.min(seen.allowed, seen.denied)).toBeGreaterThan(40);
  });
});
