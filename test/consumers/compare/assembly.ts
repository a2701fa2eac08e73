import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The documents of a cloud assembly that must not depend on the language of the application, by their names. */
export type Documents = Readonly<Record<string, unknown>>;

/** The document that explains what failed. */
export const REPORT = 'validation-report.json';

interface AssetManifest {
  readonly files: Readonly<Record<string, { readonly source: { readonly path: string } }>>;
}

interface Violation {
  readonly violatingConstructs: readonly { readonly constructPath: string }[];
}

interface ValidationReport {
  readonly pluginReports: readonly { readonly violations: readonly Violation[] }[];
}

interface Resource {
  readonly Type: string;
  readonly Metadata?: Readonly<Record<string, unknown>>;
  readonly Properties?: object;
}

interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
}

/**
 * Read an assembly: its templates as they are, its assets, all verdicts, and the explanations of what failed.
 *
 * Not even the metadata of constructs is left out: no language writes it differently.
 */
export function readAssembly(folder: string): Documents {
  const read = (suffix: string): [string, unknown][] =>
    readdirSync(folder).filter((name) => name.endsWith(suffix)).sort().map((name) => [name, readJson(join(folder, name))]);
  return {
    ...Object.fromEntries([...read('.template.json'), ...read('reachability.json')]),
    ...Object.fromEntries(read('.assets.json').map(([name, manifest]) => [name, withoutTemplate(manifest as AssetManifest)])),
    [REPORT]: violations(readJson(join(folder, REPORT)) as ValidationReport),
  };
}

/**
 * Leave out what says how handlers came into a template.
 *
 * The example bundles them while it is synthesized, which only Node.js can; the consumers find them bundled.
 */
export function templatesWithoutCode(documents: Documents): Documents {
  return Object.fromEntries(Object.entries(documents)
    .filter(([name]) => name.endsWith('.template.json'))
    .map(([name, template]) => [name, withoutCode(template as Template)]));
}

function withoutCode(template: Template): Template {
  const resources = Object.entries(template.Resources).map(([logicalId, resource]) =>
    [logicalId, resource.Type === 'AWS::Lambda::Function' ? functionWithoutCode(resource) : resource] as const);
  return { ...template, Resources: Object.fromEntries(resources) };
}

function functionWithoutCode({ Metadata = {}, ...resource }: Resource): Resource {
  return {
    ...resource,
    Properties: { ...resource.Properties, Code: undefined },
    Metadata: Object.fromEntries(Object.entries(Metadata).filter(([key]) => !key.startsWith('aws:asset:'))),
  };
}

/** The template is among the assets of its stack, by the hash of its text; and maps of Java have no order. */
function withoutTemplate({ files }: AssetManifest): unknown {
  return Object.fromEntries(Object.entries(files).filter(([, { source }]) => !source.path.endsWith('.template.json')));
}

/** What was violated, by which constructs. The stack traces, which are of the language, are left out. */
function violations({ pluginReports }: ValidationReport): unknown {
  return pluginReports.flatMap((report) => report.violations.map((violation) => ({
    ...violation, violatingConstructs: violation.violatingConstructs.map(({ constructPath }) => constructPath),
  })));
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
