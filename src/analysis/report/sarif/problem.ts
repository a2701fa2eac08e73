import type { SarifLevel, SarifResult } from './sarif-log';
import { describeSource } from '../../model/source';
import type { Written } from '../../model/written-place';
import { alike } from '../alike';

/*
 * Models: one problem, whichever command found it, before it is spelled as SARIF.
 */

/** A resource that a problem is about. */
export interface Subject {
  readonly name: string;
  readonly written: Written;
}

/** Something that a path passes. */
export interface Step {
  readonly text: string;

  /** Undefined of what no resource stands for. */
  readonly written?: Written;
  readonly isInTheWay: boolean;
}

export interface Problem {
  readonly rule: string;
  readonly level: SarifLevel;

  /** All that have it, the first one in the place of the problem. */
  readonly subjects: readonly [Subject, ...Subject[]];

  /** The word for one of them, where they are counted. */
  readonly counted: string;

  /** The rest of the sentence behind their names. */
  readonly text: string;

  /** The resources that stand in the way. */
  readonly causes: readonly Subject[];

  /** The path of the first of them; empty where there is none. */
  readonly steps: readonly Step[];

  /** The cause, which is the same however files are called, how they are ordered and on which line things stand. */
  readonly identity: readonly unknown[];

  /** The reasons for which somebody acknowledges it; undefined where nobody does. */
  readonly acknowledged?: readonly string[];
  readonly baselineState?: SarifResult['baselineState'];
  readonly properties?: Readonly<Record<string, readonly string[]>>;
}

/** A resource as the subject of a problem. */
export function subjectOf(source: Written & { readonly type: string }): Subject {
  return { name: describeSource(source), written: source };
}

/** The name of a resource that does not change with the name of its template; empty for a template itself. */
export function stableName({ constructPath, logicalId, template, id }: Written): string {
  return constructPath ?? logicalId ?? (id === template ? '' : id.slice(id.lastIndexOf('#') + 1));
}

/** The first text of each key, in their order. */
export function firstOfEach(texts: readonly (readonly [key: string, text: string])[]): string[] {
  return alike(texts, ([key]) => key).map(([[, text]]) => text);
}

/** Joins the sentences that differ, the first ones of many. */
export function joinDistinct(sentences: readonly string[]): string {
  const distinct = [...new Set(sentences)].filter((sentence) => sentence !== '');
  return distinct.length <= MOST_SENTENCES ? distinct.join('; ') : `${distinct.slice(0, MOST_SENTENCES).join('; ')}; and ${distinct.length - MOST_SENTENCES} more`;
}

const MOST_SENTENCES = 5;
