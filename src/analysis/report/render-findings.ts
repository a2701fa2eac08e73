import { alike, spellOwnNames, withoutNames } from './alike';
import { spellMend } from './describe';
import { findingsToTell } from './failures';
import { foldNames } from './fold-names';
import type { Analysis } from '../model/analysis';
import type { Finding } from '../model/finding';
import { FINDING_CODES } from '../model/finding-codes';
import type { Workload } from '../model/network';
import { describeSource } from '../model/source';

/*
 * Models: findings for people, each once for all that it is the same of.
 */

/** The errors among the findings. */
export function renderErrors(analysis: Analysis): string[][] {
  const lines = renderFindings(findingsToTell(analysis).filter(({ severity }) => severity === 'error'), analysis);
  return lines.length === 0 ? [] : [lines];
}

/** Warnings, and merged for all functions what is only good to know. */
export function renderOtherFindings(analysis: Analysis): string[][] {
  const findings = findingsToTell(analysis);
  const noted = alike(findings.filter(({ severity }) => severity === 'info'), ({ code }) => code)
    .flatMap((group) => [`info: ${FINDING_CODES[group[0].code].title} (${group[0].code})`, `      ${foldNames(group.map(({ source }) => describeSource(source)))}`]);
  const lines = [...renderFindings(findings.filter(({ severity }) => severity === 'warning'), analysis), ...noted];
  return lines.length === 0 ? [] : [lines];
}

function renderFindings(findings: readonly Finding[], { functions }: Analysis): string[] {
  const workloads = new Map(functions.map(({ workload }) => [workload.source.id, workload]));
  return alike(findings, (found) => keyOf(found, workloads.get(found.source.id))).flatMap((group) => {
    const [{ code, severity, source, message, mend }] = group;
    const names = group.map((found) => describeSource(found.source));
    const isSame = group.every((found) => found.message === message);
    return [
      `${severity}: ${group.length === 1 ? names[0] : `${group.length} of the same, ${foldNames(names)}`}: ${message} (${code})`,
      ...isSame ? [] : [spellOwnNames(names[0])],
      `      mend: ${spellMend(mend, workloads.get(source.id))}`,
    ];
  });
}

function keyOf({ code, severity, source, message, mend }: Finding, workload?: Workload): string {
  const nameless = (text: string) => withoutNames(text, [describeSource(source)]);
  return JSON.stringify([code, severity, nameless(message), nameless(spellMend(mend, workload))]);
}
