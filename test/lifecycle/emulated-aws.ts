import type {
  DescribeNetworkInterfaces, Ec2Api, FunctionConfiguration, FunctionPage, LambdaApi, NetworkInterface, NetworkInterfacePage,
  UpdateFunctionConfiguration, VpcConfig,
} from '../../src/lifecycle/release-handler/aws';
import type { CustomResourceAnswer, CustomResourceEvent } from '../../src/lifecycle/release-handler/custom-resource';
import { handle } from '../../src/lifecycle/release-handler/handle';
import { RELEASE_TAG } from '../../src/lifecycle/release-handler/release';

/*
 * Models: as much of Lambda and EC2 as the release of network interfaces meets, with a clock of its own. An interface belongs to a subnet and a
 * set of groups and is there as long as a function or published version has both; then Lambda gives it up, and deletes it still later,
 * unless the role it needs for that is gone. It knows nothing of how the release works.
 */

export const MINUTE = 60_000;
export const STACK = 'arn:aws:cloudformation:eu-west-1:111122223333:stack/Shop/0123';

export interface EmulatedFunction {
  readonly name: string;
  vpc?: VpcConfig;
  readonly tags?: Record<string, string>;

  /** Published versions. */
  readonly versions?: VpcConfig[];

  /** Until when an update is under way. */
  busyUntil?: number;
  fileSystems?: unknown[];

  /** How its updates end. */
  readonly failsToUpdate?: boolean;
}

interface EmulatedInterface {
  readonly id: string;
  readonly subnet: string;
  readonly groups: string[];
  readonly type: string;
  unusedSince?: number;
}

/** How fast Lambda is, in milliseconds. */
export interface Pace {
  readonly update: number;

  /** From the last use to the status `available`. */
  readonly available: number;

  /** From the last use to the deletion by Lambda itself. */
  readonly gone: number;
}

/** Decides whether a call fails, and how. */
export type Faults = (call: string, count: number) => string | undefined;

export class EmulatedAws {
  public time = 1_000_000;
  public readonly log: string[] = [];
  public readonly calls: string[] = [];
  public readonly answers: CustomResourceAnswer[] = [];
  public readonly deleted: string[] = [];
  private readonly functions = new Map<string, EmulatedFunction>();
  private interfaces: EmulatedInterface[] = [];
  private readonly queue: CustomResourceEvent[] = [];

  constructor(private readonly pace: Pace = { update: 20_000, available: 3 * MINUTE, gone: 12 * MINUTE }, public faults: Faults = () => undefined) {
  }

  public define(...functions: EmulatedFunction[]): this {
    for (const one of functions) {
      this.functions.set(one.name, one);
      [one.vpc, ...one.versions ?? []].forEach((vpc) => this.attach(vpc));
    }
    return this;
  }

  /** An interface that has nothing to do with Lambda, or with these functions. */
  public addInterface(subnet: string, groups: string[], type = 'interface'): void {
    this.interfaces.push({ id: `eni-${this.interfaces.length}`, subnet, groups, type, unusedSince: 0 });
  }

  public function(name: string): EmulatedFunction | undefined {
    return this.functions.get(name);
  }

  public deleteFunction(name: string): void {
    this.functions.delete(name);
    this.tick();
  }

  /** The interfaces of Lambda that exist at the moment. */
  public left(): string[] {
    this.tick();
    return this.interfaces.filter(({ type }) => type === 'lambda').map(({ subnet, groups }) => `${subnet}:${groups.join('+')}`).sort();
  }

  /** Have an event handled as Lambda would, with all invocations that follow from it; how long that takes. */
  public async request(event: CustomResourceEvent): Promise<number> {
    const start = this.time;
    this.queue.push(event);
    for (let next = this.queue.shift(); next !== undefined; next = this.queue.shift()) {
      await this.invocation(next);
    }
    return this.time - start;
  }

  /** A single invocation, which Lambda would stop after 15 minutes. */
  private async invocation(event: CustomResourceEvent): Promise<void> {
    const endsAt = this.time + 15 * MINUTE;
    await handle({
      lambda: this.lambda(),
      ec2: this.ec2(),
      now: () => this.time,
      sleep: async (milliseconds) => {
        this.time += milliseconds;
        await Promise.resolve();
      },
      log: (message) => this.log.push(message),
      functionArn: 'arn:provider',
      endsAt,
      answer: async (_, answer) => {
        this.answers.push(answer);
        await Promise.resolve();
      },
    }, event);
    if (this.time > endsAt) {
      throw new Error(`the invocation took ${this.time - endsAt} ms too long`);
    }
  }

  private async call<T>(name: string, action: () => T): Promise<T> {
    this.time += 50;
    this.tick();
    this.calls.push(name);
    const fault = this.faults(name, this.calls.filter((one) => one === name).length);
    await Promise.resolve();
    if (fault !== undefined) {
      throw failure(fault);
    }
    return action();
  }

  private lambda(): LambdaApi {
    return {
      getFunctionConfiguration: async ({ FunctionName }) => this.call('getFunctionConfiguration', () => this.describe(this.existing(FunctionName))),
      listTags: async ({ Resource }) => this.call('listTags', () => ({ Tags: this.existing(Resource.replace('arn:', '')).tags })),
      listVersionsByFunction: async ({ FunctionName }) => this.call(
        'listVersionsByFunction', () => ({ Versions: this.versionsOf(this.existing(FunctionName)) }),
      ),
      listFunctions: async ({ Marker, MaxItems = 2 }) => this.call('listFunctions', () => this.page(Number(Marker ?? 0), MaxItems)),
      updateFunctionConfiguration: async (input) => this.call('updateFunctionConfiguration', () => this.update(input)),
      invoke: async ({ Payload }) => this.call('invoke', () => this.queue.push(JSON.parse(Payload) as CustomResourceEvent)),
    };
  }

  private ec2(): Ec2Api {
    return {
      describeNetworkInterfaces: async (input) => this.call('describeNetworkInterfaces', () => this.describeInterfaces(input)),
      deleteNetworkInterface: async ({ NetworkInterfaceId }) => this.call('deleteNetworkInterface', () => {
        const found = this.interfaces.find(({ id }) => id === NetworkInterfaceId);
        if (found === undefined) {
          throw failure('InvalidNetworkInterfaceID.NotFound');
        }
        if (this.statusOf(found) !== 'available') {
          throw failure('OperationNotPermitted');
        }
        this.deleted.push(found.id);
        this.interfaces = this.interfaces.filter((one) => one !== found);
      }),
    };
  }

  private update({ FunctionName, VpcConfig: config, FileSystemConfigs }: UpdateFunctionConfiguration): void {
    const { SubnetIds, SecurityGroupIds, Ipv6AllowedForDualStack } = config;
    const one = this.existing(FunctionName);
    if (this.isBusy(one)) {
      throw failure('ResourceConflictException');
    }
    if (Ipv6AllowedForDualStack || (one.fileSystems?.length ?? 0) > 0 && FileSystemConfigs?.length !== 0) {
      throw failure('InvalidParameterValueException');
    }
    one.busyUntil = this.time + this.pace.update;
    if (one.failsToUpdate !== true) {
      one.vpc = { SubnetIds, SecurityGroupIds };
    }
  }

  /** Two functions to a page, so that pages are turned. */
  private page(start: number, size: number): FunctionPage {
    const all = [...this.functions.values()].flatMap((one) => this.versionsOf(one));
    return { Functions: all.slice(start, start + size), ...start + size < all.length ? { NextMarker: String(start + size) } : {} };
  }

  private versionsOf(one: EmulatedFunction): FunctionConfiguration[] {
    return [this.describe(one), ...(one.versions ?? []).map((config, index) => ({ Version: String(index + 1), VpcConfig: config }))];
  }

  private describe(one: EmulatedFunction): FunctionConfiguration {
    const done = one.failsToUpdate === true && one.busyUntil !== undefined ? 'Failed' : 'Successful';
    return {
      FunctionArn: `arn:${one.name}`, Version: '$LATEST', VpcConfig: one.vpc, FileSystemConfigs: one.fileSystems,
      LastUpdateStatus: this.isBusy(one) ? 'InProgress' : done,
    };
  }

  private describeInterfaces({ Filters, NextToken }: DescribeNetworkInterfaces): NetworkInterfacePage {
    const values = (name: string) => Filters.find(({ Name }) => Name === name)?.Values ?? [];
    const found = this.interfaces
      .filter(({ type }) => values('interface-type').includes(type))
      .filter(({ groups }) => groups.some((group) => values('group-id').includes(group)));
    const start = Number(NextToken ?? 0);
    const NetworkInterfaces = found.slice(start, start + 1).map((one) => this.shown(one));
    return { NetworkInterfaces, ...start + 1 < found.length ? { NextToken: String(start + 1) } : {} };
  }

  private shown(one: EmulatedInterface): NetworkInterface {
    const { id, subnet, groups, type } = one;
    return {
      NetworkInterfaceId: id, SubnetId: subnet, InterfaceType: type, Status: this.statusOf(one), Groups: groups.map((GroupId) => ({ GroupId })),
    };
  }

  private statusOf({ unusedSince }: EmulatedInterface): string {
    return unusedSince !== undefined && this.time - unusedSince >= this.pace.available ? 'available' : 'in-use';
  }

  private existing(name: string): EmulatedFunction {
    const one = this.functions.get(name);
    if (one === undefined) {
      throw failure('ResourceNotFoundException');
    }
    return one;
  }

  private isBusy({ busyUntil }: EmulatedFunction): boolean {
    return busyUntil !== undefined && this.time < busyUntil;
  }

  private attach(vpc: VpcConfig | undefined): void {
    for (const subnet of vpc?.SubnetIds ?? []) {
      const groups = [...vpc?.SecurityGroupIds ?? []].sort();
      if (!this.interfaces.some((one) => one.subnet === subnet && one.groups.join() === groups.join())) {
        this.interfaces.push({ id: `eni-${this.interfaces.length}`, subnet, groups, type: 'lambda' });
      }
    }
  }

  /** Let time do its work on the interfaces. */
  private tick(): void {
    const configs = [...this.functions.values()].flatMap(({ vpc, versions }) => [vpc, ...versions ?? []]);
    for (const one of this.interfaces.filter(({ type }) => type === 'lambda')) {
      const isUsed = configs
        .filter((config) => config?.SubnetIds?.includes(one.subnet))
        .some((config) => [...config?.SecurityGroupIds ?? []].sort().join() === one.groups.join());
      one.unusedSince = isUsed ? undefined : one.unusedSince ?? this.time;
    }
    const isThere = ({ type, unusedSince }: EmulatedInterface): boolean =>
      type !== 'lambda' || unusedSince === undefined || this.time - unusedSince < this.pace.gone;
    this.interfaces = this.interfaces.filter(isThere);
  }
}

/** The deletion of the custom resource of a function, as CloudFormation asks for it. */
export function deletion(FunctionName: string, vpc: VpcConfig, more: Partial<CustomResourceEvent> = {}): CustomResourceEvent {
  return {
    RequestType: 'Delete', ResponseURL: 'https://example.com', StackId: STACK, RequestId: 'request', LogicalResourceId: 'Release', PhysicalResourceId: FunctionName,
    ResourceProperties: { FunctionName, SubnetIds: vpc.SubnetIds ?? [], SecurityGroupIds: vpc.SecurityGroupIds ?? [] }, ...more,
  };
}

/** The tag of a function that asks to be released with its stack. */
export const TAGGED = { [RELEASE_TAG]: STACK };

function failure(name: string): Error {
  return Object.assign(new Error(`${name} from the emulation`), { name });
}
