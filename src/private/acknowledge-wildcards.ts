import { Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** The parts that an ARN can be made of in a template, as far as they matter here. */
interface Intrinsic {
  readonly 'Ref'?: string;
  readonly 'Fn::GetAtt'?: readonly string[];
  readonly 'Fn::ImportValue'?: string;
  readonly 'Fn::Join'?: readonly [string, readonly (string | Intrinsic)[]];
}

/**
 * Acknowledge, for cdk-nag, the wildcards in the resources of policies that are meant to be there.
 *
 * Only on the CloudFormation resource: what others add to a role later is judged as ever.
 *
 * @param owner the role or policy that has the policies
 * @param arns the resources that the policies name; those without a wildcard need no acknowledgement
 * @param reason why there are wildcards
 */
export function acknowledgeWildcards(owner: IConstruct, arns: readonly string[], reason: string): void {
  const resource = owner.node.defaultChild;
  const texts = arns.filter((arn) => arn.includes('*')).map((arn) => textOf(Stack.of(owner), arn));
  if (resource !== undefined) {
    Validations.of(resource).acknowledge(...texts.map((text) => ({ id: `AwsSolutions-IAM5[Resource::${text}]`, reason })));
  }
}

/** Most functions of a stack have the same ARNs. */
const TEXTS = new WeakMap<Stack, Map<string, string>>();

function textOf(stack: Stack, arn: string): string {
  const texts = TEXTS.get(stack) ?? new Map<string, string>();
  TEXTS.set(stack, texts);
  const text = texts.get(arn) ?? asNagWritesIt(stack.resolve(arn) as string | Intrinsic);
  texts.set(arn, text);
  return text;
}

/** The text by which cdk-nag identifies a value with references in it. */
function asNagWritesIt(value: string | Intrinsic): string {
  if (typeof value === 'string') {
    return value;
  }
  const { 'Ref': reference, 'Fn::GetAtt': attribute, 'Fn::ImportValue': exportName, 'Fn::Join': join } = value;
  if (reference !== undefined || attribute !== undefined) {
    return `<${reference ?? attribute?.join('.')}>`;
  }
  if (join !== undefined) {
    return join[1].map(asNagWritesIt).join(join[0]);
  }
  return exportName ?? JSON.stringify(value);
}
