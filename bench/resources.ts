import type { Flavor } from './application';
import { APPLICATION, defineApplication, newApp } from './application';

/*
 * What the application comes to in the account: counted in its templates.
 */

interface Resource {
  readonly Type: string;
  readonly Properties?: { readonly VpcConfig?: { readonly SubnetIds: readonly unknown[]; readonly SecurityGroupIds: readonly unknown[] } };
}

export interface Footprint {
  /** Hyperplane network interfaces: one for each subnet and set of security groups in use. */
  readonly networkInterfaces: number;

  /** Resources that one more function adds, log groups apart, averaged. */
  readonly resourcesPerFunction: number;
}

/** What a number of functions needs. */
export function footprintOf(flavor: Flavor, functions: number): Footprint {
  const resources = templatesOf(flavor, functions);
  const fewer = templatesOf(flavor, APPLICATION.destinationSets);
  const added = functions - APPLICATION.destinationSets;
  return {
    networkInterfaces: networkInterfaces(resources),
    resourcesPerFunction: (count(resources) - count(fewer)) / added,
  };
}

function templatesOf(flavor: Flavor, functions: number): Resource[] {
  const app = newApp();
  defineApplication(app, flavor, functions);
  return app.synth().stacks.flatMap(({ template }) => Object.values((template as { Resources: Record<string, Resource> }).Resources));
}

function networkInterfaces(resources: readonly Resource[]): number {
  const interfaces = resources.flatMap(({ Type, Properties }) => Type === 'AWS::Lambda::Function' && Properties?.VpcConfig !== undefined
    ? Properties.VpcConfig.SubnetIds.map((subnet) => JSON.stringify([subnet, Properties.VpcConfig!.SecurityGroupIds]))
    : []);
  return new Set(interfaces).size;
}

function count(resources: readonly Resource[]): number {
  return resources.filter(({ Type }) => Type !== 'AWS::Logs::LogGroup' && Type !== 'AWS::CDK::Metadata').length;
}

