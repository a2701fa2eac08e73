import type { CfnResource } from 'aws-cdk-lib';
import { Annotations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { includesPublicEndpoints, internetFamilies } from './declared-destinations';
import { Destination } from './destination';
import type { FunctionSecurityGroup } from './function-security-group';
import { internedSecurityGroup } from './interned-security-group';
import { needsOf } from './library-needs';
import type { NetworkFacts } from './network-facts';
import { knowledgeOf } from './network-knowledge';
import { declareDestinations, openDestinations } from './open-destinations';
import { awsEndpointService } from '../endpoints/aws-endpoint-service';
import type { DeclaredDestination } from '../metadata/declared-destination';
import { hasGatewayEndpointsOnly, canHavePrivateDns } from '../services/private-names';

/*
 * Models: the destinations that a construct of a library brings along for its function, beside those that its user declares.
 * Law: a group that functions share is not widened. The function moves to the group of all that reach the same as it does.
 * A call that nobody knows the endpoint of is taken to go to one that its user declares and nothing else calls.
 * Refuses: to open the internet for anybody who did not ask. What is reached in no other way is a warning.
 */

/** A function of a library, with what its connection has for it. */
export interface LibraryFunction {
  /** The construct that warnings are about. */
  readonly scope: Construct;
  readonly network: NetworkFacts;
  readonly destinations: readonly Destination[];
  readonly declared: readonly DeclaredDestination[];
  readonly securityGroup: FunctionSecurityGroup;
}

/** All destinations of a function, and the group that lets out what they need. */
export interface WithNeeds {
  readonly declared: readonly DeclaredDestination[];
  readonly securityGroup: FunctionSecurityGroup;
}

/** Declare and open what a function calls for its library; undefined when its user has declared all of it. */
export function declareNeeds(context: LibraryFunction, resource: CfnResource): WithNeeds | undefined {
  const { scope, network, destinations, securityGroup } = context;
  const added = destinationsNeeded(context, resource);
  if (added.length === 0) {
    return undefined;
  }
  const declared = [...context.declared, ...declareDestinations({ scope, network }, 'the function', added)];
  const all = [...destinations, ...added];
  const group = securityGroup.isShared ? internedSecurityGroup(scope, network, all)! : securityGroup;
  openDestinations({ scope, network, securityGroup: group, declared }, all);
  return { declared, securityGroup: group };
}

/** The destinations that a function calls for its library, that nobody declares, and to which this network has a way. A warning tells of the rest. */
export function destinationsNeeded({ scope, network, declared }: Omit<LibraryFunction, 'securityGroup' | 'destinations'>, resource: CfnResource): Destination[] {
  const { services, remarks } = needsOf(resource);
  const chosen = declared.flatMap((each) => each.kind === 'aws-service' ? [each.service] : []);
  const missing = services.filter((name) => !chosen.includes(name));
  const met = missing.filter((name) => hasWay(network, declared, name));
  const unmet = missing.filter((name) => !met.includes(name)).map((name) => `${name}, to which the network has no way: add Destination.awsService('${name}') to the destinations, and a way`);
  const others = chosen.filter((name) => !services.includes(name));
  const unanswered = remarks.filter(({ answeredBy = others }) => !answeredBy.some((name) => chosen.includes(name))).map(({ text }) => text);
  const open = internetFamilies(declared).length > 0 ? [] : [...unmet, ...new Set(unanswered)];
  if (open.length > 0) {
    Annotations.of(scope).addWarningV2(
      'cdk-lambda-network:frameworkNeeds',
      `the function ${resource.node.path} calls for its library what its connection does not declare: ${open.join('; ')}`,
    );
  }
  return met.map((name) => Destination.awsService(name));
}

/** Tells whether a network leads to a service, or is made to by an endpoint of its own. */
function hasWay(network: NetworkFacts, declared: readonly DeclaredDestination[], name: string): boolean {
  return network.gatewayPrefixListId(name) !== undefined
    || network.endpointSecurityGroup(name) !== undefined
    || knowledgeOf(network)?.endpointBlocks.has(name) === true
    || includesPublicEndpoints(declared, awsEndpointService(name).ports)
    || !hasGatewayEndpointsOnly(name) && canHavePrivateDns(name) && network.inferEndpoint(name) !== undefined;
}
