import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/*
 * The recipes of a guide, as what each service makes of them: shells, one after the other.
 */

const GUIDE = join(__dirname, '../../docs/guides/pipelines.md');

/** Lines that one shell runs. */
export interface Shell {
  readonly lines: string;

  /** The variables that the recipe gives to it. */
  readonly env: Readonly<Record<string, string>>;
}

/** The content of the block of YAML that begins with the name of its file. */
export function blockOf(file: string): unknown {
  const blocks = [...readFileSync(GUIDE, 'utf8').matchAll(/^```yaml\n# (\S+)\n([\s\S]*?)^```/gm)].filter(([, name]) => name === file);
  expect(blocks).toHaveLength(1);
  return parse(blocks[0][2]);
}

interface Workflow {
  readonly jobs: Readonly<Record<string, { readonly steps: readonly { readonly run?: string; readonly env?: Readonly<Record<string, string>> }[] }>>;
}

/** The shells of a job of GitHub; of expressions, those are known that are given. */
export function shellsOfWorkflow(file: string, job: string, expressions: Readonly<Record<string, string>>): Shell[] {
  const evaluate = (text: string) => text.replace(/\$\{\{ (.*?) \}\}/g, (_, expression: string) => {
    expect(Object.keys(expressions)).toContain(expression);
    return expressions[expression];
  });
  return (blockOf(file) as Workflow).jobs[job].steps.flatMap(({ run, env = {} }) => run === undefined ? [] : [{
    lines: evaluate(run), env: Object.fromEntries(Object.entries(env).map(([name, value]) => [name, evaluate(value)])),
  }]);
}

/** GitLab runs all lines of a script in one shell, which ends at the first that fails. */
export function shellsOfGitLab(file: string, job: string): Shell[] {
  const { script } = (blockOf(file) as Readonly<Record<string, { readonly script: readonly string[] }>>)[job];
  return [{ lines: script.join('\n'), env: {} }];
}

interface BuildSpec {
  readonly phases: Readonly<Record<string, { readonly commands: readonly string[] }>>;
}

/** CodeBuild runs all commands in one shell, and a phase ends with the first that fails. */
export function shellsOfBuildSpec(file: string): Shell[] {
  const { phases } = blockOf(file) as BuildSpec;
  return [{ lines: Object.values(phases).flatMap(({ commands }) => commands).join('\n'), env: {} }];
}
