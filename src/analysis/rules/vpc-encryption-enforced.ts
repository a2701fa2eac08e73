import { finding } from './finding';
import { knownSubnets } from './rule';
import type { EncryptionControl } from '../model/deployment-facts';
import type { Finding } from '../model/finding';
import type { NatGateway, NetworkModel, VpcPeering } from '../model/network';
import type { ResourceId, Source } from '../model/source';
import { describeSource } from '../model/source';

/*
 * Models: encryption controls in enforce mode, which refuse what lets traffic through in the clear. Eight kinds of it can be excluded, each by a
 * property, and of the rest none. Whichever is made second fails, the control or what it refuses.
 * Refuses: to judge peering with a VPC of which no template shows the control, and services whose encryption hangs on their own settings.
 */

/** Something that the control of its VPC refuses without the exclusion; undefined where there is none. */
interface Refused {
  readonly source: Source;
  readonly exclusion?: string;
}

/** Finds what encryption controls of the templates refuse. */
export function vpcEncryptionEnforced(model: NetworkModel): Finding[] {
  return (model.encryptionControls ?? []).filter(({ mode }) => mode === 'enforce').flatMap((control) => {
    const refused = refusedIn(model, control).filter(({ exclusion }) => exclusion === undefined || control.exclusions.get(exclusion) === 'no');
    const functions = functionsIn(model, control.vpc).map(({ id }) => id);
    return refused.length === 0 ? [] : [{
      ...finding(
        'VPC_ENCRYPTION_NOT_EXCLUDED', control.source,
        `Mode is enforce, which refuses ${refused.map(({ source }) => `${describeSource(source)} (${source.type})`).join(', ')}`,
        mendOf(refused),
      ),
      functions,
    }];
  });
}

function mendOf(refused: readonly Refused[]) {
  const exclusions = [...new Set(refused.flatMap(({ exclusion }) => exclusion ?? []))].sort();
  const others = refused.filter(({ exclusion }) => exclusion === undefined).map(({ source }) => describeSource(source));
  const set = exclusions.length === 0 ? [] : [`set ${exclusions.map((exclusion) => `${exclusion}: enable`).join(', ')}`];
  const remove = others.length === 0 ? [] : [`remove ${others.join(', ')}, for which there is no exclusion`];
  return {
    inTemplate: `${[...set, ...remove].join(', and ')}; or set Mode: monitor`,
    ...exclusions.length === 0 ? {} : { inConstructs: 'network.addEncryptionControl() excludes what the network has; name the rest in its exclusions' },
  };
}

function refusedIn(model: NetworkModel, { vpc }: EncryptionControl): readonly Refused[] {
  const isHere = (id: ResourceId) => id === vpc;
  const inSubnets = (ids: readonly ResourceId[]) => ids.some((id) => model.subnets.get(id)?.vpc === vpc);
  const all = (exclusion: string, sources: readonly { readonly source: Source }[]) => sources.map(({ source }) => ({ source, exclusion }));
  return [
    ...all('InternetGatewayExclusionInput', [...model.internetGateways.values()].filter(({ attachedTo }) => attachedTo.some(isHere))),
    ...all('EgressOnlyInternetGatewayExclusionInput', [...model.egressOnlyInternetGateways.values()].filter((gateway) => isHere(gateway.vpc))),
    ...all('NatGatewayExclusionInput', [...model.natGateways.values()].filter((gateway) => isHere(vpcOf(model, gateway) ?? ''))),
    ...all('LambdaExclusionInput', functionsIn(model, vpc).map((source) => ({ source }))),
    ...all('ElasticFileSystemExclusionInput', [...model.listeners.values()]
      .filter(({ source, subnets }) => source.type === 'AWS::EFS::MountTarget' && subnets.known && inSubnets(subnets.value))),
    ...all('VpcPeeringExclusionInput', [...model.peerings.values()].filter((peering) => isPeeredInTheClear(model, peering, vpc))),
    ...(model.unencrypted ?? []).filter((resource) => isHere(resource.vpc)),
  ];
}

function vpcOf({ subnets }: NetworkModel, { place }: NatGateway): ResourceId | undefined {
  return !place.known ? undefined : place.value.kind === 'regional' ? place.value.vpc : subnets.get(place.value.subnet)?.vpc;
}

function functionsIn({ workloads, subnets }: NetworkModel, vpc: ResourceId): readonly Source[] {
  return [...workloads.values()].filter((workload) => workload.kind === 'function' && knownSubnets(workload).some((id) => subnets.get(id)?.vpc === vpc))
    .map(({ source }) => source);
}

/** Two VPCs that both enforce encryption need no exclusion. Of a peer that no template defines it is not known whether it does. */
function isPeeredInTheClear({ encryptionControls = [], vpcs }: NetworkModel, { requester, accepter }: VpcPeering, vpc: ResourceId): boolean {
  const ends = [requester, accepter].map((end) => end.known ? end.value : undefined);
  const peer = ends.find((end) => end !== vpc);
  return ends.includes(vpc) && peer !== undefined && vpcs.get(peer)?.defined === true && !encryptionControls.some((control) => control.vpc === peer);
}
