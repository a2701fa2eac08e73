import type { NameOf } from './describe';
import { spellBlock } from '../model/address-block';
import type { Analysis } from '../model/analysis';
import { describeHop } from '../model/hop';
import type { FunctionJudgement, Judgement } from '../model/judgement';
import type { NetworkModel, Route, Subnet, Workload } from '../model/network';
import type { ResourceId, Source } from '../model/source';
import { describeSource } from '../model/source';
import type { Obstacle, SubnetVerdict } from '../model/verdict';
import type { World } from '../model/world';

/*
 * Models: the analysis in the shape of what the Systems Manager runbook AWSSupport-TroubleshootLambdaInternetAccess puts out, so that
 * the verdict before deployment can be laid beside the runbook's after it.
 * Law: a field says `Allowed` only when it is known. Where the runbook would see a fact that the templates do not show, it says `unknown`.
 * Refuses: IPv6, endpoints and peering, of which the runbook knows nothing: only internet and CIDR destinations over IPv4 are shown.
 * See https://docs.aws.amazon.com/systems-manager-automation-runbooks/latest/userguide/AWSSupport-TroubleshootLambdaInternetAccess.html
 */

type Status = 'Allowed' | 'notAllowed' | 'unknown';

/** Codes that the runbook finds in its step checkSecurityGroups. */
const GROUP_CODES: ReadonlySet<string> = new Set(['ENI_SG_RULES_MISMATCH', 'SG_HAS_NO_RULES', 'SG_DEFAULT_EGRESS_CONTESTED']);

/** Codes that it finds in its step checkNACL. */
const ACL_CODES: ReadonlySet<string> = new Set(['SUBNET_ACL_RESTRICTION']);

/** One entry for each function and destination that the runbook could be asked about. */
export function renderRunbook(analysis: Analysis, worlds: readonly World[], nameOf: NameOf): object[] {
  const modelOf = ({ source }: Workload) => (worlds.find(({ model }) => model.workloads.has(source.id)) ?? worlds[0]).model;
  return analysis.functions
    .filter(({ workload }) => workload.kind === 'function')
    .flatMap((entry) => destinationsOf(entry).map((judgement) => renderRun(entry.workload, judgement, modelOf(entry.workload), nameOf)));
}

function destinationsOf({ judgements }: FunctionJudgement): Judgement[] {
  return judgements.filter(({ destination, family, forbidden }) => forbidden !== true && family === 'ipv4' && (/^internet(:|$)/.test(destination) || /^[\d.]+\/\d+(:|$)/.test(destination)));
}

function renderRun(workload: Workload, judgement: Judgement, model: NetworkModel, nameOf: NameOf): object {
  const { attachment } = workload;
  const groups = attachment.kind === 'vpc' && attachment.securityGroups.known ? attachment.securityGroups.value : [];
  const obstacles = judgement.subnets.flatMap(({ path }) => path.obstacles);
  return {
    function: describeSource(workload.source),
    destination: judgement.destination,
    verdict: judgement.verdict,
    checkVpc: {
      vpc: vpcOf(judgement, model),
      subnet: judgement.subnets.map(({ subnet }) => nameOf(subnet)),
      securityGroups: groups.map((id) => groupName(model, id)),
    },
    checkSubnet: { subnets: Object.fromEntries(judgement.subnets.map((verdict) => [nameOf(verdict.subnet), renderSubnet(verdict, model)])) },
    checkSecurityGroups: { secgrps: Object.fromEntries(groups.map((id) => [groupName(model, id), renderGroups(obstacles)])) },
    checkNACL: { NACL: Object.fromEntries(judgement.subnets.map((verdict) => [nameOf(verdict.subnet), renderAcl(verdict, model)])) },
  };
}

function vpcOf({ subnets }: Judgement, model: NetworkModel): string | undefined {
  const id = subnets.map(({ subnet }) => model.subnets.get(subnet)?.vpc).find((vpc) => vpc !== undefined);
  const source = id === undefined ? undefined : model.vpcs.get(id)?.source;
  return source === undefined ? id : describeSource(source);
}

function groupName(model: NetworkModel, id: ResourceId): string {
  const source = model.securityGroups.get(id)?.source;
  return source === undefined ? id : describeSource(source);
}

/** The runbook looks at the default route; what else stands on the way is in the analysis. */
function renderSubnet({ subnet, path }: SubnetVerdict, model: NetworkModel): object {
  const found = model.subnets.get(subnet);
  const table = found?.routeTable.known === true ? model.routeTables.get(found.routeTable.value) : undefined;
  const route = table?.routes.find(isDefaultRoute);
  const inTheWay = path.obstacles.filter(({ code }) => !GROUP_CODES.has(code) && !ACL_CODES.has(code));
  return {
    ...route === undefined ? {} : { Route: renderRoute(route, model) },
    Analysis: inTheWay.length === 0 ? path.hops.map(describeHop).join(' → ') : inTheWay.map(({ detail }) => detail).join('; '),
    ...table === undefined ? {} : { RouteTable: describeSource(table.source) },
  };
}

function isDefaultRoute({ destination }: Route): boolean {
  return destination.kind === 'block' && destination.block.family === 'ipv4' && destination.block.prefixLength === 0;
}

function renderRoute({ destination, target }: Route, model: NetworkModel): object {
  const gateway = 'id' in target ? target.id : undefined;
  const source = gateway === undefined ? undefined : sourceOf(gateway, model);
  return {
    DestinationCidrBlock: destination.kind === 'block' ? spellBlock(destination.block) : undefined,
    ...gateway === undefined ? {} : { [GATEWAY_FIELDS[target.kind] ?? 'GatewayId']: source === undefined ? gateway : describeSource(source) },
    State: target.kind === 'missing' ? 'blackhole' : target.kind === 'unknown' ? 'unknown' : 'active',
  };
}

/** The names that EC2 gives to the targets of routes, as far as they have a field of their own. */
const GATEWAY_FIELDS: Readonly<Record<string, string>> = {
  'nat-gateway': 'NatGatewayId',
  'transit-gateway': 'TransitGatewayId',
  'network-interface': 'NetworkInterfaceId',
};

function sourceOf(gateway: ResourceId, model: NetworkModel): Source | undefined {
  const gateways = [model.natGateways, model.internetGateways, model.networkInterfaces, model.transitGateways];
  return gateways.map((ofKind) => ofKind.get(gateway)?.source).find((source) => source !== undefined);
}

function renderGroups(obstacles: readonly Obstacle[]): object {
  const found = obstacles.filter(({ code }) => GROUP_CODES.has(code));
  return { Status: statusOf(found), Analysis: found.length === 0 ? 'the outgoing rules of the groups allow it' : distinct(found) };
}

function renderAcl({ subnet, path }: SubnetVerdict, model: NetworkModel): object {
  const found = path.obstacles.filter(({ code }) => ACL_CODES.has(code));
  const { own, others } = byAcl(found, model.subnets.get(subnet));
  return {
    NACL: aclName(model.subnets.get(subnet), model),
    destinationIp_Egress: statusOf(own.filter(({ direction }) => direction !== 'ingress')),
    destinationIp_Ingress: statusOf(own.filter(({ direction }) => direction !== 'egress')),
    Analysis: own.length === 0 ? 'the network ACL allows it both ways' : distinct(own),
    ...others.length === 0 ? {} : {
      LambdaIpRules: {
        LambdaIp: {
          Egress: statusOf(others.filter(({ direction }) => direction !== 'ingress')),
          Ingress: statusOf(others.filter(({ direction }) => direction !== 'egress')),
          Analysis: distinct(others),
        },
      },
    },
  };
}

/** The function's own network ACL, and those of the subnets further on. */
function byAcl(obstacles: readonly Obstacle[], subnet: Subnet | undefined): { own: Obstacle[]; others: Obstacle[] } {
  const acl = subnet?.networkAcl.known === true ? subnet.networkAcl.value : undefined;
  return {
    own: obstacles.filter(({ source }) => source === undefined || source.id === acl),
    others: obstacles.filter(({ source }) => source !== undefined && source.id !== acl),
  };
}

function aclName(subnet: Subnet | undefined, model: NetworkModel): string {
  if (subnet?.networkAcl.known !== true) {
    return 'unknown';
  }
  const source = model.networkAcls.get(subnet.networkAcl.value)?.source;
  return source === undefined ? subnet.networkAcl.value : describeSource(source);
}

function statusOf(obstacles: readonly Obstacle[]): Status {
  return obstacles.some(({ status }) => status === 'violated') ? 'notAllowed' : obstacles.length > 0 ? 'unknown' : 'Allowed';
}

function distinct(obstacles: readonly Obstacle[]): string {
  return [...new Set(obstacles.map(({ detail }) => detail))].join('; ');
}
