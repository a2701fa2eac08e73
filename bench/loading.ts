import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { run, seconds } from './processes';
import { median } from './statistics';

/*
 * Loading the library and nothing else, against loading aws-cdk-lib and nothing else, in turns. Python is measured in the environment that
 * `npx projen verify:python` leaves behind.
 */

/** What an app imports that has functions in a VPC, whoever connects them: in Python each module of AWS CDK is loaded whole. */
const PYTHON_APP = 'import aws_cdk; from aws_cdk import aws_ec2, aws_iam, aws_lambda, aws_logs';

export interface LoadingTimes {
  readonly language: string;
  readonly plain: number;
  readonly ours: number;
  readonly ratio: number;
}

/** Medians for each language that is set up here. */
export function measureLoading(runs: number): LoadingTimes[] {
  const python = join(__dirname, '..', '.verify', 'python', 'venv', 'bin', 'python');
  return [
    measure('JavaScript', runs, (module) => run(['-e', `require(${JSON.stringify(module === 'ours' ? 'cdk-lambda-network' : 'aws-cdk-lib')})`])),
    ...existsSync(python) ? [
      measure('Python', runs, (module) => run(['-c', `import ${module === 'ours' ? 'cdk_lambda_network' : 'aws_cdk'}`], {}, python)),
      measure('Python, in an app that has functions', runs, (module) => run(['-c', `${PYTHON_APP}${module === 'ours' ? '; import cdk_lambda_network' : ''}`], {}, python)),
    ] : [],
  ];
}

function measure(language: string, runs: number, load: (module: 'plain' | 'ours') => void): LoadingTimes {
  const times = { plain: [] as number[], ours: [] as number[] };
  for (let turn = 0; turn < runs; turn++) {
    for (const module of ['plain', 'ours'] as const) {
      times[module].push(seconds(() => load(module)));
    }
  }
  const [plain, ours] = [median(times.plain), median(times.ours)];
  return { language, plain, ours, ratio: ours / plain };
}
