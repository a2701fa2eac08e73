import type { GroupSet } from './alike-groups';
import { AlikeGroups } from './alike-groups';
import { unknownResource } from './obstacles';
import { functionInOneVpc } from './one-vpc';
import { ShortNames } from './short-names';
import type { NetworkModel, Workload } from '../model/network';
import type { ResourceId } from '../model/source';
import { describeSource } from '../model/source';
import type { Obstacle } from '../model/verdict';

/*
 * Models: how functions are attached to VPCs: from which subnets they send, with which groups, and whether Lambda can attach them so.
 * Law: it is asked for with each destination, is the same with all, and is worked out once.
 */

/** The subnets and security groups of a function in a VPC. */
export interface Attached {
  /** There are none when they are not known, with the reason. */
  readonly subnets: readonly ResourceId[];
  readonly whyNoSubnets: string;

  /** Functions with the same subnets have the same. */
  readonly key: string;
  readonly groups?: GroupSet;

  /** These stand in the way to everything: subnets and groups that are not of one VPC, and groups that are not known. */
  readonly misplaced: readonly Obstacle[];
  readonly unknownGroups: readonly Obstacle[];
}

type InVpc = Workload['attachment'] & { readonly kind: 'vpc' };

export class Attachments {
  private readonly alike: AlikeGroups;
  private readonly known = new Map<Workload, Attached>();
  private readonly inOneVpc = new Set<string>();
  private readonly keys = new ShortNames();

  constructor(private readonly model: NetworkModel) {
    this.alike = new AlikeGroups(model);
  }

  of(workload: Workload, attachment: InVpc): Attached {
    const known = this.known.get(workload) ?? this.read(workload, attachment);
    this.known.set(workload, known);
    return known;
  }

  private read(workload: Workload, { subnets, securityGroups }: InVpc): Attached {
    const groups = securityGroups.known ? this.alike.setOf(securityGroups.value) : undefined;
    const key = this.keys.of(subnets.known ? subnets.value.join(' ') : '?');
    const { source } = workload;
    return {
      subnets: subnets.known ? subnets.value : [], whyNoSubnets: subnets.known ? 'the template names none' : subnets.reason, key, groups,
      misplaced: this.misplaced(workload, `${key} with ${groups?.likeness}`),
      unknownGroups: securityGroups.known ? [] : [unknownResource(`which security groups ${describeSource(source)} has`, securityGroups.reason, source)],
    };
  }

  /** If one function lies in one VPC, so do all that have the same subnets and groups that are alike. */
  private misplaced(workload: Workload, likeness: string): readonly Obstacle[] {
    if (this.inOneVpc.has(likeness)) {
      return [];
    }
    const obstacles = functionInOneVpc(this.model, workload);
    if (obstacles.length === 0) {
      this.inOneVpc.add(likeness);
    }
    return obstacles;
  }
}
