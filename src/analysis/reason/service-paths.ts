import { familyName, serviceAddresses, someAddressOf, unknownAddress } from './address-set';
import type { CandidatePath } from './candidate-path';
import { egress, concat } from './candidate-path';
import { leadsToGatewayEndpoint, toService } from './gateway-endpoints';
import { endpointPath, ownsName } from './interface-endpoints';
import type { Flow, NetworkContext } from './network-context';
import type { ObstacleDetails } from './obstacles';
import { unknownResource, unless, violated } from './obstacles';
import { assumptionsOf, listens, publicFamily } from './service-facts';
import { canHavePrivateDns, hasGatewayEndpoints, hasGatewayEndpointsOnly } from '../../services/private-names';
import { readServiceName } from '../../services/service-names';
import type { AddressFamily } from '../model/address-block';
import { componentHop, destinationHop } from '../model/hop';
import type { VpcEndpoint } from '../model/network';
import type { ServiceQuestion } from '../model/question';
import { describeSource } from '../model/source';
import type { Ternary } from '../model/ternary';
import { any } from '../model/ternary';
import type { Obstacle } from '../model/verdict';

/*
 * Models: the paths to a service of AWS in the Region: its interface endpoint, its gateway endpoint, the internet; and the endpoint that is
 * missing. Names decide: where an endpoint owns the name of the service, nothing goes to the public addresses.
 * Law: at most one of the paths is taken, so that a path that is not taken is never open: it says what is in its way.
 */

export function servicePaths(
  context: NetworkContext, flow: Omit<Flow, 'to'>, question: ServiceQuestion, family: AddressFamily,
): readonly CandidatePath[] {
  const facts = { obstacles: listens(question), assumptions: assumptionsOf(question) };
  return pathsTo(context, flow, question.service, family).map((path) => concat(path, facts));
}

function pathsTo(context: NetworkContext, flow: Omit<Flow, 'to'>, service: string, family: AddressFamily): readonly CandidatePath[] {
  const { subnet } = flow;
  const endpoints = context.network.endpointsIn(subnet.vpc).filter((endpoint) => endpoint.service.known && endpoint.service.value === service);
  const interfaces = endpoints.filter(({ kind }) => kind.known && kind.value === 'interface');
  const precedence = precedenceOf(context, interfaces, service);
  const unreadable = unreadableEndpoints(context, subnet.vpc, service);
  const addresses = serviceAddresses(family, service);
  const whyNot = endpoints.length > 0 ? '' : `no endpoint for ${service} is in the VPC`;
  const ambiguities = unreadable.map((endpoint) => perhapsFor(endpoint, service));
  const open = concat(toService(context, { ...flow, to: addresses }, service, whyNot), {
    obstacles: [...precedence, ...ambiguities, ...publicFamily(service, family)],
  });
  const through = (endpoint: VpcEndpoint) => endpointPath(context, flow, endpoint, service, family);
  const missing = missingEndpoint(context, flow, service, family, endpoints);
  return [
    ...interfaces.map((endpoint) => concat(through(endpoint), { obstacles: otherOwners(context, interfaces, endpoint, service) })),
    ...unreadable.map((endpoint) => concat(through(endpoint), { obstacles: [...precedence, perhapsFor(endpoint, service)] })),
    interfaces.length > 0 ? open : withSuggestion(open, service, endpoints),
    ...isMissing(context, { ...flow, to: addresses }, service, open, interfaces) ? [concat(missing, { obstacles: precedence })] : [],
  ];
}

/** Returns what takes the name away from the public addresses. */
function precedenceOf(context: NetworkContext, interfaces: readonly VpcEndpoint[], service: string): readonly Obstacle[] {
  const owned: Ternary = any(interfaces.map((endpoint) => ownsName(context, endpoint)));
  const owner = interfaces.find((endpoint) => ownsName(context, endpoint) !== 'no');
  return owner === undefined ? [] : unless(owned === 'yes' ? 'no' : 'unknown', {
    code: 'VPCE_PRIVATE_DNS_TAKES_PRECEDENCE', source: owner.source,
    detail: `${describeSource(owner.source)} ${owned === 'yes' ? 'has' : 'may have'} private DNS, so that the name of ${service} leads to it and not to public addresses`,
    mend: 'PrivateDnsEnabled: false',
  });
}

/** AWS refuses a second owner of a name in a VPC; of two in a template it is not known which fails. */
function otherOwners(context: NetworkContext, interfaces: readonly VpcEndpoint[], endpoint: VpcEndpoint, service: string): readonly Obstacle[] {
  const other = interfaces.find((one) => one !== endpoint && ownsName(context, one) === 'yes');
  return other === undefined || ownsName(context, endpoint) === 'yes' ? [] : [violated({
    code: 'VPCE_PRIVATE_DNS_TAKES_PRECEDENCE', source: other.source, detail: `the name of ${service} leads to ${describeSource(other.source)}`,
    mend: 'PrivateDnsEnabled: true on one endpoint of a service alone',
  })];
}

/** Endpoints that can own the name of any service, because theirs is not known or they may be interface endpoints. */
function unreadableEndpoints({ network }: NetworkContext, vpc: string, service: string): readonly VpcEndpoint[] {
  return network.endpointsIn(vpc).filter((endpoint) => endpoint.privateDns !== 'no'
    && (endpoint.kind.known ? endpoint.kind.value === 'interface' && !endpoint.service.known : !endpoint.service.known || endpoint.service.value === service));
}

function perhapsFor({ source, service, kind }: VpcEndpoint, wanted: string): Obstacle {
  const reason = !service.known ? service.reason : kind.known ? '' : kind.reason;
  return unknownResource(`whether ${describeSource(source)} is the interface endpoint for ${wanted}`, reason, source);
}

/** An endpoint would do where neither is there one nor does the missing route speak of it. */
function isMissing(
  context: NetworkContext, flow: Parameters<typeof leadsToGatewayEndpoint>[1], service: string, open: CandidatePath,
  interfaces: readonly VpcEndpoint[],
): boolean {
  return isHelpedByEndpoint(service) && interfaces.length === 0 && open.obstacles.every(({ code }) => code !== 'NO_ROUTE_TO_DESTINATION') && !leadsToGatewayEndpoint(context, flow);
}

function missingEndpoint({ network, acls }: NetworkContext, { subnet, ports }: Omit<Flow, 'to'>, service: string, family: AddressFamily, endpoints: readonly VpcEndpoint[]): CandidatePath {
  const blocks = network.blocksOf(subnet.vpc, family);
  const addressSets = blocks.length > 0 ? blocks.map(someAddressOf) : [unknownAddress(family)];
  return concat({
    hops: [componentHop('subnet', subnet, subnet.source.id), { kind: 'missing-endpoint', service }, destinationHop(service)],
    demands: addressSets.map((to) => egress(to, `an endpoint for ${service}`, ports)),
    obstacles: [...addressSets.flatMap((addresses) => acls.leaving(subnet, addresses, ports)), violated({
      code: 'NO_ROUTE_TO_DESTINATION', source: subnet.source,
      detail: `the VPC has no ${endpoints.length > 0 ? 'route of this subnet to its endpoint' : 'endpoint'} for ${service}, and the way to its public ${familyName(family)} addresses is not open`,
      ...suggestion(service, endpoints),
    })],
  });
}

/** Adds the endpoint to the advice where nothing leads out, because it is as good as an egress. */
function withSuggestion(candidate: CandidatePath, service: string, endpoints: readonly VpcEndpoint[]): CandidatePath {
  if (!isHelpedByEndpoint(service)) {
    return candidate;
  }
  const { mend, inConstructs } = suggestion(service, endpoints);
  return {
    ...candidate, obstacles: candidate.obstacles.map((obstacle) => obstacle.code !== 'NO_ROUTE_TO_DESTINATION' ? obstacle : {
      ...obstacle,
      mend: { inConstructs: either(inConstructs ?? mend, obstacle.mend.inConstructs), inTemplate: either(mend, obstacle.mend.inTemplate) },
    }),
  };
}

/** Tells whether there is an endpoint by which the usual name of the service is reached. */
function isHelpedByEndpoint(service: string): boolean {
  return canHavePrivateDns(service) || hasGatewayEndpoints(service);
}

function either(one: string, other: string | undefined): string {
  return other === undefined ? one : `${one}, or ${other}`;
}

function suggestion(service: string, endpoints: readonly VpcEndpoint[]): Pick<ObstacleDetails, 'mend' | 'inConstructs'> {
  const [gateway] = endpoints.filter(({ kind }) => kind.known && kind.value === 'gateway');
  if (gateway !== undefined) {
    return { mend: `add the route table of the subnet to RouteTableIds of ${describeSource(gateway.source)}` };
  }
  return hasGatewayEndpoints(service) ? {
    mend: `add an AWS::EC2::VPCEndpoint (VpcEndpointType: Gateway) for ${service} with the route table of the subnet`,
    ...hasGatewayEndpointsOnly(service) ? {} : { inConstructs: 'a PrivateLambdaNetwork has gateway endpoints for S3 and DynamoDB' },
  }
    : { mend: `add an AWS::EC2::VPCEndpoint (VpcEndpointType: Interface, PrivateDnsEnabled: true${inItsRegion(service)}) for ${service}`, inConstructs: `endpoints: [ec2.InterfaceVpcEndpointAwsService.${constantOf(service)}]` };
}

/** A full name stands for a service of another Region. */
function inItsRegion(service: string): string {
  const region = readServiceName(service)?.region;
  return region === undefined ? '' : `, ServiceRegion: ${region}`;
}

/** As the CDK spells the services that are asked for most; others are found by their endpoint name. */
function constantOf(service: string): string {
  const known: Record<string, string> = {
    'secretsmanager': 'SECRETS_MANAGER', 'logs': 'CLOUDWATCH_LOGS', 'monitoring': 'CLOUDWATCH_MONITORING', 'ecr.api': 'ECR', 'ecr.dkr': 'ECR_DOCKER',
    'states': 'STEP_FUNCTIONS', 'execute-api': 'APIGATEWAY', 'events': 'EVENTBRIDGE', 'email-smtp': 'EMAIL_SMTP', 'elasticfilesystem': 'ELASTIC_FILESYSTEM',
    'kinesis-streams': 'KINESIS_STREAMS', 'kinesis-firehose': 'KINESIS_FIREHOSE', 'xray': 'XRAY', 'bedrock-runtime': 'BEDROCK_RUNTIME',
  };
  return known[service] ?? service.toUpperCase().replace(/[^A-Z0-9]+/g, '_');
}
