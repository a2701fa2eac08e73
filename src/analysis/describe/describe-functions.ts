import type { Described } from './described';
import { ternaryOf } from './described';
import type { Workload } from '../model/network';
import type { ResourceId } from '../model/source';

/*
 * Models: functions that are deployed, and their published versions, each attached to the subnets that it has. Nothing says what they are meant to reach.
 */

export function describeFunctions(described: Described): ReadonlyMap<ResourceId, Workload> {
  return new Map(described.items('Functions').map((item) => {
    const { FunctionArn: arn = '', FunctionName: name = arn, Version: version = '$LATEST', VpcConfig: config, Environment: environment } = item;
    const subnets = config?.SubnetIds ?? [];
    const variable = environment?.Variables?.AWS_USE_DUALSTACK_ENDPOINT;
    return [arn, {
      source: { ...described.source(arn, 'AWS::Lambda::Function'), logicalId: version === '$LATEST' ? name : `${name}:${version}` },
      kind: 'function',
      attachment: subnets.length === 0 ? { kind: 'none' } : {
        kind: 'vpc', subnets: { known: true, value: subnets }, securityGroups: { known: true, value: config?.SecurityGroupIds ?? [] },
        ipv6Allowed: ternaryOf(config?.Ipv6AllowedForDualStack ?? false),
      },
      dualStackEndpoints: variable === undefined ? 'no' : variable.toLowerCase() === 'true' ? 'yes' : variable.toLowerCase() === 'false' ? 'no' : 'unknown',
      hasUrl: 'unknown',
      environment: described.environment,
    }];
  }));
}
