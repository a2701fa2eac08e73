import * as fs from 'fs';
import * as path from 'path';

/** A value in a template: literal, or an intrinsic function. */
export type Value = string | number | boolean | Value[] | { readonly [key: string]: Value };

/** A resource of a template. */
export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, Value>>;
  readonly Metadata?: Readonly<Record<string, Value>>;
}

/** Where a value leads: a resource in some template of the assembly. */
export interface Found {
  readonly template: Template;
  readonly logicalId: string;
  readonly resource: Resource;
}

/** One synthesized template. */
export interface Template {
  readonly name: string;
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<Record<string, { readonly Value: Value; readonly Export?: { readonly Name: string } }>>;
}

/** The templates of a cloud assembly, in which a reference is followed from stack to stack. */
export class Assembly {
  public static read(folder: string): Assembly {
    const files = fs.readdirSync(folder).filter((file) => file.endsWith('.template.json')).sort().reverse();
    return new Assembly(files.map((file) => ({
      name: file.replace('.template.json', ''), ...JSON.parse(fs.readFileSync(path.join(folder, file), 'utf8')) as Omit<Template, 'name'>,
    })));
  }

  private constructor(public readonly templates: readonly Template[]) {}

  /** The resources of a type. */
  public resources(type: string): Found[] {
    return this.templates.flatMap((template) => Object.entries(template.Resources)
      .filter(([, { Type }]) => Type === type)
      .map(([logicalId, resource]) => ({ template, logicalId, resource })));
  }

  /** The resource that a reference leads to, if it is one. */
  public follow(template: Template, value: Value): Found | undefined {
    if (typeof value !== 'object' || Array.isArray(value)) {
      return undefined;
    }
    if ('Fn::ImportValue' in value) {
      return this.followImport(value['Fn::ImportValue'] as string);
    }
    const logicalId = (value.Ref ?? (value['Fn::GetAtt'] as Value[] | undefined)?.[0]) as string | undefined;
    const resource = logicalId === undefined ? undefined : template.Resources[logicalId];
    return resource === undefined ? undefined : { template, logicalId: logicalId!, resource };
  }

  private followImport(exportName: string): Found | undefined {
    for (const template of this.templates) {
      const output = Object.values(template.Outputs ?? {}).find(({ Export }) => Export?.Name === exportName);
      if (output !== undefined) {
        return this.follow(template, output.Value);
      }
    }
    return undefined;
  }
}

/** The construct path of a resource below its stack, without the part that every resource has. */
export function shortPath({ template, logicalId, resource }: Found): string {
  const constructPath = (resource.Metadata?.['aws:cdk:path'] as string | undefined) ?? logicalId;
  return constructPath.replace(`${template.name}/`, '').replace(/\/(Resource|Default)$/, '');
}
