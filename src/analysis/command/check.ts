import type { CheckArguments } from './arguments';
import { UsageError } from './arguments';
import type { AskedDestination } from '../judge/destinations/asked-destination';
import { readAskedDestination } from '../judge/destinations/asked-destination';
import { Names } from '../judge/destinations/names';
import { judge } from '../judge/judge';
import { loadInput } from '../load/load-input';
import { loadParameters } from '../load/load-parameters';
import type { Analysis } from '../model/analysis';
import { isUnproven } from '../model/judgement';
import type { World } from '../model/network';
import { subnetNames } from '../report/describe';
import { renderJson } from '../report/render-json';
import { renderRunbook } from '../report/render-runbook';
import { renderText } from '../report/render-text';
import { readWorlds } from '../worlds/read-worlds';

/** What a check comes to. */
export interface CheckResult {
  readonly output: string;
  readonly proven: boolean;
}

/** Read, judge and render. */
export function check({ paths, to, require, format, params }: CheckArguments): CheckResult {
  const input = loadInput(paths, params === undefined ? undefined : loadParameters(params));
  const { worlds } = readWorlds(input.templates);
  const analysis = judge(worlds, { asked: readAsked(to, worlds), isUsualAsked: require });
  return { output: render(analysis, worlds, format), proven: isProven(analysis, require) };
}

function readAsked(texts: readonly string[], worlds: readonly World[]): AskedDestination[] {
  const names = texts.length === 0 ? [] : worlds.map(({ model }) => new Names(model));
  return texts.map((text) => {
    const asked = readAskedDestination(text, (name) => names.some((index) => index.has(name)));
    if (asked === undefined) {
      throw new UsageError(`--to is '${text}', expected internet, an AWS service such as s3, a CIDR block, or the logical id or construct path of a resource in the templates`);
    }
    return asked;
  });
}

function isProven({ functions, findings }: Analysis, require: boolean): boolean {
  const judgements = functions.flatMap((entry) => entry.judgements);
  return !judgements.some(isUnproven)
    && !(require && judgements.some(({ asked, verdict }) => asked && verdict !== 'reachable'))
    && !findings.some(({ code }) => code === 'LAMBDA_REACHES_UNDECLARED' || code === 'LAMBDA_REACHES_FORBIDDEN');
}

function render(analysis: Analysis, worlds: readonly World[], format: CheckArguments['format']): string {
  const nameOf = subnetNames(worlds);
  switch (format) {
    case 'text':
      return renderText(analysis, nameOf);
    case 'json':
      return `${JSON.stringify(renderJson(analysis, nameOf), undefined, 2)}\n`;
    case 'runbook':
      return `${JSON.stringify(renderRunbook(analysis, worlds, nameOf), undefined, 2)}\n`;
  }
}
