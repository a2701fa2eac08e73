import { Lazy } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Construct, IConstruct } from 'constructs';
import { QUOTAS } from '../services/quotas';

/*
 * Models: the security groups that all interface endpoints of a network have: one, and a further one for each 50 rules by which callers are let in, as long as an
 * interface takes more.
 * Law: who is let in by a group stays with it for the whole synthesis, and no group has more rules than an account is given, up to five groups full of them.
 * Some room is left in each, because an update makes rules before it takes others away.
 */

const MOST_GROUPS = QUOTAS.securityGroupsOfNetworkInterface.value;
const ROOM = 10;
const MOST_RULES = QUOTAS.rulesOfSecurityGroup.value - ROOM;

const groupsBehind = new WeakMap<ec2.ISecurityGroup, EndpointGroups>();

/** The group that is to let a caller in, by so many rules: that of the endpoints, or another one that they have as well. */
export function admittingGroup(endpoints: ec2.ISecurityGroup, caller: IConstruct, rules: number): ec2.ISecurityGroup {
  return groupsBehind.get(endpoints)?.admit(caller, rules) ?? endpoints;
}

export class EndpointGroups {
  /** The ids of all groups, known when the app is complete. */
  public readonly ids: string[] = Lazy.list({ produce: () => this.groups.map(({ securityGroupId }) => securityGroupId) });
  private readonly groups: ec2.SecurityGroup[] = [];
  private readonly rules: number[] = [];
  private readonly places = new Map<IConstruct, number>();

  constructor(private readonly scope: Construct, private readonly vpc: ec2.IVpc) {
    groupsBehind.set(this.add(), this);
  }

  public get first(): ec2.SecurityGroup {
    return this.groups[0];
  }

  public admit(caller: IConstruct, rules: number): ec2.ISecurityGroup {
    const place = this.places.get(caller) ?? this.placeFor(rules);
    this.places.set(caller, place);
    this.rules[place] += rules;
    return this.groups[place];
  }

  private placeFor(rules: number): number {
    const free = this.rules.findIndex((count) => count + rules <= MOST_RULES);
    if (free >= 0 || this.groups.length >= MOST_GROUPS) {
      return free >= 0 ? free : this.groups.length - 1;
    }
    this.add();
    return this.groups.length - 1;
  }

  private add(): ec2.SecurityGroup {
    const number = this.groups.length + 1;
    const group = new ec2.SecurityGroup(this.scope, number === 1 ? 'SecurityGroup' : `SecurityGroup${number}`, {
      vpc: this.vpc,
      description: 'Interface endpoints: functions that declare a service are let in',
      allowAllOutbound: false,
      allowAllIpv6Outbound: false,
    });
    this.groups.push(group);
    this.rules.push(0);
    return group;
  }
}
