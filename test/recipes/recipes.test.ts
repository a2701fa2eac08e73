import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Shell } from './recipe';
import { blockOf, shellsOfBuildSpec, shellsOfGitLab, shellsOfWorkflow } from './recipe';
import type { Run, State } from './workplace';
import { removeWorkplaces, runRecipe } from './workplace';
import { MARKER } from '../../src/analysis/report/render-difference-markdown';
import { plain } from '../analysis/difference/apps/plain-app';
import { removeStates, stateOfApp } from '../analysis/difference/apps/state-of-app';
import { call } from '../analysis/support/call-command';

/*
 * D2, D4: the recipes of docs/guides/pipelines.md, run line by line in a shell as their services do, with programs that stand in for others.
 */

let open = '';
let narrow = '';

beforeAll(() => {
  // what AWS CDK warns of it prints
  jest.spyOn(console, 'error').mockImplementation();
  [open, narrow] = [stateOfApp(plain()), stateOfApp(plain({ port: 5432 }))];
});

afterAll(() => {
  removeStates();
  removeWorkplaces();
});

const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const COMMENTS = [{ id: 7, body: 'Looks good.' }, { id: 8, body: `${MARKER}\nold` }, { id: 9, body: 'Thanks!' }];
const PASSING: State = { synthesis: 'passes', commits: ['origin/main', COMMIT], comments: [] };

interface Recipe {
  readonly shells: () => Shell[];
  readonly env: Readonly<Record<string, string>>;
  readonly commit: string;

  /** The address of all comments, and that of one. */
  readonly comments: string;
  readonly comment: (id: number) => string;
  readonly update: string;
}

const RECIPES: Readonly<Record<string, Recipe>> = {
  GitHub: {
    shells: () => shellsOfWorkflow('.github/workflows/reachability.yml', 'compare', { 'github.token': 'secret', 'github.event.pull_request.number': '5' }),
    env: { GITHUB_BASE_REF: 'main', GITHUB_REPOSITORY: 'example/shop', GITHUB_STEP_SUMMARY: 'summary.md' },
    commit: 'origin/main',
    comments: 'repos/example/shop/issues/5/comments',
    comment: (id) => `repos/example/shop/issues/comments/${id}`,
    update: 'PATCH',
  },
  GitLab: {
    shells: () => shellsOfGitLab('.gitlab-ci.yml', 'reachability'),
    env: {
      CI_MERGE_REQUEST_DIFF_BASE_SHA: COMMIT, CI_API_V4_URL: 'https://gitlab.example/api/v4', CI_PROJECT_ID: '3', CI_MERGE_REQUEST_IID: '5',
      REACHABILITY_TOKEN: 'secret',
    },
    commit: COMMIT,
    comments: 'https://gitlab.example/api/v4/projects/3/merge_requests/5/notes',
    comment: (id) => `https://gitlab.example/api/v4/projects/3/merge_requests/5/notes/${id}`,
    update: 'PUT',
  },
};

describe.each(Object.entries(RECIPES))('%s', (_, { shells, env, commit, comments, comment, update }) => {
  const runWith = (base: string, head: string, state: Partial<State> = {}): Run => runRecipe(shells(), { base, head }, { ...PASSING, ...state }, env);
  const written = ({ calls }: Run) => calls.filter(({ body }) => body !== undefined);

  test('a change that loses nothing passes, with a comment', () => {
    const done = runWith(narrow, open);
    expect(done).toMatchObject({ status: 0, error: '' });
    expect(done.calls).toContainEqual({ name: 'git', call: 'worktree', path: '../base', commit });
    expect(done.calls.filter(({ call: what }) => what === 'synth').map(({ side }) => side).sort()).toEqual(['base', 'head']);
    expect(written(done)).toEqual([expect.objectContaining({ call: 'POST', path: comments, body: call('diff', narrow, open, '--format', 'markdown').out })]);
    expect(done.out).toContain('4 opened');
  });

  test('a change that loses something writes its comment, and does not pass', () => {
    const done = runWith(open, narrow);
    expect(done.status).toBe(1);
    expect(done.failedAt).toBe(shells().length - 1);
    expect(done.out).toContain('does not pass: lost: 4');
    expect(written(done).map(({ body }) => body)).toEqual([expect.stringContaining('Does not pass: lost: 4') as string]);
  });

  test('a comment that is there is replaced, and no other one', () => {
    const done = runWith(narrow, open, { comments: COMMENTS });
    expect(written(done)).toEqual([expect.objectContaining({ call: update, path: comment(8) })]);
    expect(done.status).toBe(0);
  });

  test('a synthesis that proves too little is compared all the same', () => {
    expect(runWith(open, narrow, { synthesis: 'unproven' })).toMatchObject({ status: 1, out: expect.stringContaining('does not pass: lost: 4') as string });
  });

  test('a synthesis that breaks ends it, with no comment', () => {
    const done = runWith(open, narrow, { synthesis: 'broken' });
    expect(done).toMatchObject({ status: 1, failedAt: 0 });
    expect(written(done)).toEqual([]);
  });

  test('what cannot be compared ends it, with no comment', () => {
    const done = runWith(__dirname, open);
    expect(done).toMatchObject({ status: 1, error: expect.stringMatching(/^cdk-lambda-network: /) as string });
    expect(done.out).not.toContain('unchanged');
    expect(written(done)).toEqual([]);
  });
});

test('GitHub shows the difference in the summary of the job', () => {
  const { shells, env } = RECIPES.GitHub;
  const done = runRecipe(shells(), { base: open, head: narrow }, PASSING, env);
  expect(done.file('summary.md')).toBe(call('diff', open, narrow, '--format', 'markdown').out);
});

test('GitLab is given the report of tests that the job writes', () => {
  const { shells, env } = RECIPES.GitLab;
  const done = runRecipe(shells(), { base: open, head: narrow }, PASSING, env);
  const { reachability: { artifacts } } = blockOf('.gitlab-ci.yml') as { reachability: { artifacts: { paths: string[]; reports: { junit: string } } } };
  expect(done.file(artifacts.reports.junit)).toBe(call('check', narrow, '--format', 'junit').out);
  expect(artifacts.paths.map((path) => done.file(path).length > 0)).toEqual([true]);
});

interface BuildSpec {
  readonly reports: Readonly<Record<string, { readonly 'files': readonly string[]; readonly 'file-format': string }>>;
  readonly artifacts: { readonly files: readonly string[] };
}

describe('CodeBuild', () => {
  const env = { STATE_BUCKET: 'state' };
  const saved = (side: string) => call('check', side, '--format', 'json', '--json-version', '2').out;
  const build = (head: string, deployed?: string, state: Partial<State> = {}) =>
    runRecipe(shellsOfBuildSpec('buildspec.yml'), { base: head, head }, { ...PASSING, ...state }, env, deployed);

  test('the first build has nothing to compare with, and leaves what its reports and artifacts name', () => {
    const done = build(open);
    expect(done).toMatchObject({ status: 0, error: '', out: expect.stringContaining('nothing to compare with') as string });
    const { reports, artifacts } = blockOf('buildspec.yml') as BuildSpec;
    expect(reports.reachability['file-format']).toBe('JUNITXML');
    expect(reports.reachability.files.map((file) => done.file(file))).toEqual([call('check', open, '--format', 'junit').out]);
    expect(artifacts.files).toEqual(['cdk.out/**/*', 'reachability.json']);
    expect(done.file('reachability.json')).toBe(saved(open));
  });

  test('a change of what is deployed is compared with it, and does not pass where it loses something', () => {
    expect(build(narrow, saved(open))).toMatchObject({ status: 1, out: expect.stringContaining('does not pass: lost: 4') as string });
    expect(build(open, saved(narrow))).toMatchObject({ status: 0, out: expect.stringContaining('4 opened') as string });
    expect(build(open, saved(open))).toMatchObject({ status: 0, out: expect.stringContaining('nothing changed') as string });
  });

  test('a synthesis that proves too little does not pass, and leaves its report', () => {
    const declared = stateOfApp(plain({ declared: '10.77.0.0/16' }));
    const done = build(declared, undefined, { synthesis: 'unproven' });
    expect(done.status).toBe(1);
    expect(done.file('reachability.xml')).toContain('<failure');
  });

  test('behind the deployment, the analysis of the build is kept where the next one looks', () => {
    const keep = shellsOfBuildSpec('buildspec.deployed.yml');
    const build_ = shellsOfBuildSpec('buildspec.yml');
    const { status, calls } = runRecipe([...build_, ...keep], { base: open, head: open }, PASSING, env);
    expect(status).toBe(0);
    const [read, write] = calls.filter(({ name }) => name === 'aws');
    expect([read.from, write.to]).toEqual(['s3://state/deployed/', 's3://state/deployed/reachability.json']);
  });
});

test('a program that stands in refuses what the real one does not have', () => {
  const shell = (lines: string) => runRecipe([{ lines, env: {} }], { base: open, head: open }, PASSING, {});
  const wrong = [
    'gh api x --jsonpath y', 'git worktree add ../base nowhere', 'npx cdk synth --silent', 'aws s3 cp a b --all', 'curl --unknown x',
    'npx cdk-lambda-network diff a b --format pdf',
  ];
  for (const lines of wrong) {
    expect(shell(lines).status).not.toBe(0);
  }
});

test('the marker in the recipes is that of the comment', () => {
  const guide = readFileSync(join(__dirname, '../../docs/guides/pipelines.md'), 'utf8');
  const markers = [...guide.matchAll(/starts(?:w|W)ith\("([^"]*)"\)/g)].map(([, marker]) => marker);
  expect(markers.length).toBe(2);
  expect(new Set(markers)).toEqual(new Set([MARKER]));
});
