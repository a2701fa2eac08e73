import type { Workload } from './network';

/*
 * Models: workloads that are no functions of a template, and whose needs nobody writes down, because they follow from the template itself.
 */

/** The words for workloads of a kind. */
interface Words {
  /** The workload, in one phrase before its needs. */
  readonly title: string;

  /** One of them, where they are counted. */
  readonly counted: string;

  /** Those who need it. */
  readonly need: string;
}

const WORDS: Readonly<Partial<Record<Workload['kind'], Words>>> = {
  'event-source-mapping': { title: 'an event source mapping, whose pollers need', counted: 'event source mapping', need: 'its pollers need' },
  'secret-rotation': { title: 'a rotation of a secret, whose function needs', counted: 'rotation', need: 'its function needs' },
};

/** The kinds, in the order in which they are counted. */
export const CONNECTORS = ['event-source-mapping', 'secret-rotation'] as const;

/** The words for a workload whose needs follow from the template; undefined for others. */
export function connectorWords({ kind }: Pick<Workload, 'kind'>): Words | undefined {
  return WORDS[kind];
}
