import { Annotations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { Destination } from './destination';

/** The options that name functions. */
export interface NamingOptions {
  readonly destinationsFor?: { readonly [pathOrId: string]: Destination[] };
  readonly leaveOut?: string[];
}

/** A function as options can name it. */
export interface NamedFunction {
  /** Its construct path below the stage. */
  readonly path: string;

  /** Its construct id. */
  readonly id: string;
}

/** The functions that somebody names for a network, by construct paths or ids, and which of the names are of functions. */
export class NamedFunctions {
  private readonly used = new Set<string>();

  constructor(private readonly network: IConstruct, private readonly options: NamingOptions) {
    network.node.addValidation({ validate: () => this.warnOfUnknownNames() });
  }

  /** The destinations that were given for a function by its name; a path goes before an id. */
  public destinationsFor({ path, id }: NamedFunction): Destination[] | undefined {
    const { destinationsFor = {} } = this.options;
    const name = [path, id].find((one) => one in destinationsFor);
    if (name === undefined) {
      return undefined;
    }
    this.used.add(name);
    return destinationsFor[name];
  }

  /** Returns whether a function is named in `leaveOut`, or lies in what is. */
  public isLeftOut({ path, id }: NamedFunction): boolean {
    const name = this.options.leaveOut?.find((one) => one === id || `${path}/`.startsWith(`${one}/`));
    if (name !== undefined) {
      this.used.add(name);
    }
    return name !== undefined;
  }

  /** Warn that a function stays outside. */
  public warnOfObstacle(scope: IConstruct, path: string, reason: string): void {
    Annotations.of(scope).addWarningV2(
      'cdk-lambda-network:notInNetwork',
      `the function ${path} is left out of the network ${this.network.node.path}, because ${reason}: name it by its path in leaveOut if that is right`,
    );
  }

  private warnOfUnknownNames(): string[] {
    const names = [...Object.keys(this.options.destinationsFor ?? {}), ...this.options.leaveOut ?? []];
    const unknown = names.filter((name) => !this.used.has(name)).sort();
    if (unknown.length > 0) {
      Annotations.of(this.network).addWarningV2(
        'cdk-lambda-network:unknownFunctions',
        `functions to be put into this network, or left out, were not defined: ${unknown.join(', ')}; name functions by their construct ids or their paths below the stage`,
      );
    }
    return [];
  }
}
