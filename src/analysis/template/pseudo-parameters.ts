import type { EvaluationContext } from './evaluation-context';
import type { Value } from './value';
import { NONE, unknown } from './value';

/*
 * Models: the parameters that CloudFormation gives to every template. Of a stack whose environment is not known, they stand in
 * texts as they are written; whoever reads a template may also give them values, like other parameters.
 */

/** The value of a pseudo parameter. */
export function pseudoParameter(name: string, scope: EvaluationContext): Value {
  if (name === 'AWS::NoValue') {
    return NONE;
  }
  const given = scope.root.template.parameters?.get(name) ?? ownValue(name, scope) ?? scope.deployment.ledger.assumedValue(`\${${name}}`);
  if (given !== undefined) {
    return given;
  }
  switch (name) {
    case 'AWS::Region':
    case 'AWS::AccountId':
    case 'AWS::Partition':
    case 'AWS::URLSuffix':
      return `\${${name}}`;
    case 'AWS::StackName':
    case 'AWS::StackId':
      return `\${${name} of ${scope.id.replace(/[{}$]/g, '')}}`;
    default:
      return unknown(`${name} is known during deployment only`, `${name} of ${scope.id}`);
  }
}

/** The Region of a template, or the text that stands for it. */
export function regionOf(scope: EvaluationContext): string {
  const region = pseudoParameter('AWS::Region', scope);
  return typeof region === 'string' ? region : '${AWS::Region}';
}

function ownValue(name: string, scope: EvaluationContext): string | undefined {
  const region = scope.stack?.region ?? scope.root.template.parameters?.get('AWS::Region');
  switch (name) {
    case 'AWS::Region':
      return region;
    case 'AWS::AccountId':
      return scope.stack?.account;
    case 'AWS::Partition':
      return region === undefined ? undefined : region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : commercial(region, 'aws');
    case 'AWS::URLSuffix':
      return region === undefined ? undefined : region.startsWith('cn-') ? 'amazonaws.com.cn' : commercial(region, 'amazonaws.com');
    case 'AWS::StackName':
      return scope.nesting === undefined ? scope.stack?.name : undefined;
    default:
      return undefined;
  }
}

/** The value, in the Regions that are not isolated from the others. */
function commercial(region: string, value: string): string | undefined {
  return region.includes('iso') ? undefined : value;
}
