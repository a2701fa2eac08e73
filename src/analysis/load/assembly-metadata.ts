import { arrayOf, entry, objectOf } from '../template/raw';

/*
 * Models: the metadata that a cloud assembly has of a stack: which construct each resource comes from. Resources of nested stacks
 * stand there beside those of the stack itself, so that one logical id may stand for several; the construct of the nested stack tells
 * them apart.
 */

/** Construct paths, each with its logical id. */
type Entries = readonly (readonly [path: string, logicalId: string])[];

/** The constructs of a stack. */
export class ConstructPaths {
  private readonly entries: Entries;

  constructor(metadata: unknown) {
    this.entries = Object.entries(objectOf(metadata)).flatMap(([path, items]) => arrayOf(items).flatMap((item): [string, string][] => {
      const logicalId = entry(item, 'type') === 'aws:cdk:logicalId' ? entry(item, 'data') : undefined;
      return typeof logicalId === 'string' ? [[path.replace(/^\//, ''), logicalId]] : [];
    }));
  }

  /** The construct paths of one template, given the logical ids of the nested stacks that lead to it. */
  public in(nesting: readonly string[]): ReadonlyMap<string, string> | undefined {
    let inside: Entries = this.entries;
    for (const logicalId of nesting) {
      const scope = nestedScopes(inside).find(([, id]) => id === logicalId)?.[0];
      if (scope === undefined) {
        return undefined;
      }
      inside = inside.filter(([path]) => path.startsWith(`${scope}/`));
    }
    const deeper = nestedScopes(inside).map(([scope]) => `${scope}/`);
    return new Map(inside.filter(([path]) => !deeper.some((scope) => path.startsWith(scope))).map(([path, logicalId]) => [logicalId, path]));
  }
}

/** The constructs that are nested stacks, by the logical id of the resource that stands for each: AWS CDK names both after one another. */
function nestedScopes(entries: Entries): [scope: string, logicalId: string][] {
  return entries.flatMap(([path, logicalId]): [string, string][] => {
    const scope = /^(.*\/)?([^/]+)\.NestedStack\/\2\.NestedStackResource$/.exec(path);
    return scope === null ? [] : [[`${scope[1] ?? ''}${scope[2]}`, logicalId]];
  });
}
