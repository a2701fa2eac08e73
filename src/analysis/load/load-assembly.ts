import { basename, join, relative, resolve, sep } from 'node:path';
import { ConstructPaths } from './assembly-metadata';
import { InputError } from './input-error';
import type { Gathering } from './load-template';
import { loadTemplate } from './load-template';
import { real } from './nested-templates';
import type { ParameterValues } from './parameter-values';
import { parametersFor } from './parameter-values';
import { parseGenerated } from './parse-template';
import { awaitsLookups } from './pending-look-ups';
import { readTextFile, statusOf } from './read-text-file';
import { arrayOf, entry, isRawObject, objectOf } from '../template/raw';
import type { StackIdentity, TemplateInput } from '../template/template-input';

/*
 * Models: a cloud assembly, the folder that `cdk synth` writes: its manifest with the stacks and the assemblies of stages, the
 * templates, and the asset manifests that lead to the templates of nested stacks. Only files within the folder are read.
 */

/** What is found in an assembly. */
export interface Assembly {
  readonly templates: readonly TemplateInput[];

  /** Tells whether values are still to be looked up in an account, so that the templates hold stand-ins for parts of networks. */
  readonly awaitsLookups: boolean;

  /** The metadata of constructs, as it is in the manifests and beside them. */
  readonly metadata: readonly unknown[];
}

const MAX_STAGES = 1_000;

/** Load the stacks of an assembly, those of its stages among them. */
export function loadAssembly(root: string, gathering: Gathering, parameters?: ParameterValues): Assembly {
  const templates: TemplateInput[] = [];
  const folders = [resolve(root)];
  const manifests: unknown[] = [];
  const metadata: unknown[] = [];
  for (let index = 0; index < folders.length; index += 1) {
    const manifest = readManifest(folders[index]);
    manifests.push(manifest);
    for (const [id, artifact] of Object.entries(objectOf(entry(manifest, 'artifacts')))) {
      const type = entry(artifact, 'type');
      if (type === 'cdk:cloud-assembly') {
        addFolder(folders, within(folders[index], entry(entry(artifact, 'properties'), 'directoryName'), 'directoryName'));
      } else if (type === 'aws:cloudformation:stack') {
        templates.push(loadStack({ root: resolve(root), folder: folders[index], id, artifact, gathering, parameters, metadata }));
      }
    }
  }
  return { templates, awaitsLookups: awaitsLookups(manifests, templates), metadata };
}

function readManifest(folder: string): unknown {
  const path = join(folder, 'manifest.json');
  if (statusOf(path) === undefined) {
    throw new InputError(`the folder ${folder} is not a cloud assembly: it has no manifest.json. Name the folder that 'cdk synth' writes, cdk.out, or templates`);
  }
  const manifest = parseGenerated(readTextFile(path), path);
  if (!isRawObject(entry(manifest, 'artifacts'))) {
    throw new InputError(`${path} is not the manifest of a cloud assembly: it has no object artifacts`);
  }
  return manifest;
}

function addFolder(folders: string[], folder: string): void {
  if (folders.includes(folder) || folders.length >= MAX_STAGES) {
    throw new InputError(`the assembly of a stage in ${folder} is listed twice, or there are more than ${MAX_STAGES}`);
  }
  folders.push(folder);
}

interface StackArtifact {
  readonly root: string;
  readonly folder: string;
  readonly id: string;
  readonly artifact: unknown;
  readonly gathering: Gathering;
  readonly parameters?: ParameterValues;

  /** Takes the metadata of the stack. */
  readonly metadata: unknown[];
}

function loadStack({ root, folder, id, artifact, gathering, parameters, metadata }: StackArtifact): TemplateInput {
  const properties = entry(artifact, 'properties');
  const path = within(folder, entry(properties, 'templateFile'), 'templateFile');
  const stack = identityOf(id, artifact);
  const beside = entry(artifact, 'additionalMetadataFile');
  const own = {
    ...objectOf(entry(artifact, 'metadata')),
    ...typeof beside === 'string' ? objectOf(readJson(within(folder, beside, 'additionalMetadataFile'))) : {},
  };
  metadata.push(own);
  const constructs = new ConstructPaths(own);
  const assets = assetFiles(folder, artifact);
  const template = loadTemplate(path, {
    name: (file) => relative(root, file).split(sep).join('/'),
    find: (resource) => ({ file: nestedFile(folder, resource, assets) }),
    areSynthesized: true,
    constructPaths: (nesting) => constructs.in(nesting),
  }, gathering);
  const values = Object.entries(objectOf(entry(properties, 'parameters'))).filter((pair): pair is [string, string] => typeof pair[1] === 'string');
  const given = parametersFor(parameters, [basename(path), template.name, id, stack.name, stack.displayName]);
  return { ...template, stack, parameters: new Map([...values, ...given ?? []]) };
}

function identityOf(id: string, artifact: unknown): StackIdentity {
  const environment = /^aws:\/\/([^/]+)\/(.+)$/.exec(String(entry(artifact, 'environment') ?? ''));
  const [name, displayName] = [entry(entry(artifact, 'properties'), 'stackName'), entry(artifact, 'displayName')];
  const concrete = (text: string | undefined) => text === undefined || /^(unknown-|current_)/.test(text) ? undefined : text;
  const [account, region] = [concrete(environment?.[1]), concrete(environment?.[2])];
  return {
    name: typeof name === 'string' ? name : id,
    ...account === undefined ? {} : { account },
    ...region === undefined ? {} : { region },
    ...typeof displayName === 'string' ? { displayName } : {},
  };
}

/** The files of a stack's assets, by the hash that is part of their address. */
function assetFiles(folder: string, artifact: unknown): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const dependency of arrayOf(entry(artifact, 'dependencies'))) {
    const path = typeof dependency === 'string' && !/[/\\]/.test(dependency) ? join(folder, `${dependency}.json`) : undefined;
    const manifest = path?.endsWith('.assets.json') === true && statusOf(path) !== undefined ? readJson(path) : undefined;
    for (const [hash, asset] of Object.entries(objectOf(entry(manifest, 'files')))) {
      const file = entry(entry(asset, 'source'), 'path');
      if (typeof file === 'string') {
        files.set(hash, file);
      }
    }
  }
  return files;
}

/** The file of a nested stack: the metadata names it where the CDK command line ran the app, otherwise its address has the asset's hash. */
function nestedFile(folder: string, resource: unknown, assets: ReadonlyMap<string, string>): string | undefined {
  const named = entry(entry(resource, 'Metadata'), 'aws:asset:path');
  const address = JSON.stringify(entry(entry(resource, 'Properties'), 'TemplateURL')) ?? '';
  const hash = [...address.matchAll(/[0-9a-f]{64}/g)].map(([match]) => match).find((match) => assets.has(match));
  const file = typeof named === 'string' ? named : hash === undefined ? undefined : assets.get(hash);
  if (file === undefined) {
    return undefined;
  }
  const path = within(folder, file, 'the path of an asset');
  return statusOf(path)?.isFile() === true ? path : undefined;
}

function readJson(path: string): unknown {
  return parseGenerated(readTextFile(path), path);
}

/** A path within the assembly; nothing outside of it is read. */
function within(folder: string, name: unknown, what: string): string {
  const path = typeof name === 'string' ? resolve(folder, name) : undefined;
  if (path === undefined || !isWithin(path, folder) || !isWithin(real(path), real(folder))) {
    throw new InputError(`the manifest in ${folder} has ${typeof name === 'string' ? `'${name}', a path outside of the folder,` : 'no text'} for ${what}`);
  }
  return path;
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}${sep}`);
}
