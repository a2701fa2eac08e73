import type { IPropertyInjector, InjectionContext } from 'aws-cdk-lib';
import { AspectPriority, Aspects, Stack, Stage } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { comesInPackage, enclosingCdkConstruct } from './library-function';
import type { Destination } from '../connection/destination';
import { withFileSystem } from '../connection/file-system-destination';
import type { IPrivateLambdaNetwork } from '../connection/lambda-network';
import { NamedFunctions } from '../connection/named-functions';
import { pathInStage } from '../connection/path-in-stage';
import { WhenComplete } from '../connection/when-complete';

/** The functions that are put into a network, and their destinations. */
export interface LambdaNetworkInjectorOptions {
  /**
   * The destinations of functions that `destinationsFor` does not name.
   *
   * @default - nothing is opened, and a warning for each function says so
   */
  readonly destinations?: Destination[];

  /**
   * The destinations of single functions, by their construct paths (below the stage, where the app has stages) or their construct ids.
   *
   * A path goes before an id. A function that is named by its path is put into the network even if it is a library's.
   *
   * @default - all functions talk to the same
   */
  readonly destinationsFor?: { [pathOrId: string]: Destination[] };

  /**
   * Functions that are left out, by their construct paths or ids, or by the paths of constructs that they lie in.
   *
   * @default - none but those of libraries
   */
  readonly leaveOut?: string[];
}

/**
 * Puts every function of an app, a stage or a stack into a network, without a change to the code that defines the functions.
 *
 * A function of any class is given what a connection has, and the connection is finished when the app is complete. Connections,
 * with role and log group, are siblings of the functions, with `Connection` after the function's id. Left as they are: functions that
 * have a VPC already; those whose code comes in an installed package, such as the CDK's own providers of custom resources; and, with
 * a warning, those inside a construct of AWS CDK and those of another stage, account or Region than the network.
 *
 * It acts on functions that are defined after it. Of the injectors for functions that apply at a place, AWS CDK asks the
 * innermost one alone.
 *
 * @example
 * import { App, PropertyInjectors, Stack } from 'aws-cdk-lib';
 * import { Destination, LambdaNetworkInjector, PrivateLambdaNetwork } from 'cdk-lambda-network';
 *
 * const app = new App();
 * const network = new PrivateLambdaNetwork(new Stack(app, 'Base'), 'Network');
 * PropertyInjectors.of(app).add(new LambdaNetworkInjector(network, {
 *   destinations: [Destination.awsService('dynamodb')],
 *   destinationsFor: { 'Shop/Payments': [Destination.internet()] },
 * }));
 */
export class LambdaNetworkInjector implements IPropertyInjector {
  /** The class that is injected into; all classes of functions derive from it. */
  public readonly constructUniqueId: string = lambda.Function.PROPERTY_INJECTION_ID;

  private readonly named: NamedFunctions;

  /**
   * @param network the network
   * @param options what functions talk to, and which are left out
   */
  constructor(private readonly network: IPrivateLambdaNetwork, private readonly options: LambdaNetworkInjectorOptions = {}) {
    this.named = new NamedFunctions(network, options);
  }

  /**
   * Called by AWS CDK before a function is defined.
   *
   * @param originalProps the props that the function was given
   * @param context where the function is going to be
   * @returns the props with what the connection has
   */
  public inject(originalProps: unknown, context: InjectionContext): unknown {
    const props = originalProps as lambda.FunctionProps;
    if (props.vpc !== undefined || this.isLeftOut(props, context)) {
      return props;
    }
    const { logRetention, logRemovalPolicy, ...others } = props;
    const { scope, id } = context;
    const connection = this.network.connect(scope, `${id}Connection`, {
      destinations: withFileSystem(this.destinationsOf(context), props.filesystem),
      vpcSubnets: props.vpcSubnets,
      securityGroups: props.securityGroups,
      role: props.role,
      logGroup: props.logGroup,
      logRetention,
      logRemovalPolicy,
    });
    const attach = (): void => connection.attach(scope.node.findChild(id) as lambda.Function);
    Aspects.of(connection).add(new WhenComplete(connection, attach), { priority: AspectPriority.MUTATING });
    return { ...others, ...connection.functionOptions, environment: { ...connection.environment, ...props.environment } };
  }

  private destinationsOf({ scope, id }: InjectionContext): Destination[] | undefined {
    return this.named.destinationsFor({ path: pathOf(scope, id), id }) ?? this.options.destinations;
  }

  private isLeftOut(props: lambda.FunctionProps, { scope, id }: InjectionContext): boolean {
    const path = pathOf(scope, id);
    if (this.named.isLeftOut({ path, id })) {
      return true;
    }
    const isNamed = path in (this.options.destinationsFor ?? {});
    if (!isNamed && comesInPackage(props)) {
      return true;
    }
    const obstacle = this.obstacleTo(scope) ?? (isNamed ? undefined : doubtIn(scope));
    if (obstacle !== undefined) {
      this.named.warnOfObstacle(scope, path, obstacle);
    }
    return obstacle !== undefined;
  }

  /** Returns the reason why a function in this place cannot be in the network, whatever anybody says. */
  private obstacleTo(scope: Construct): string | undefined {
    const [own, other] = [Stack.of(scope), Stack.of(this.network)];
    if (Stage.of(own) !== Stage.of(other)) {
      return 'it is of another stage';
    }
    return own.account === other.account && own.region === other.region ? undefined : 'it is of another account or Region';
  }
}

function pathOf(scope: Construct, id: string): string {
  return `${pathInStage(scope)}/${id}`;
}

/** Returns the reason why it is not known whose a function in this place is. */
function doubtIn(scope: Construct): string | undefined {
  const enclosing = enclosingCdkConstruct(scope);
  return enclosing === undefined ? undefined : `it lies in ${enclosing.node.path}, a construct of AWS CDK, which may have defined it for its own purposes`;
}
