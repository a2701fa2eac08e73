import type { FindingCode, Severity } from './finding-codes';
import type { ResourceId, Source } from './source';
import type { Mend } from './verdict';

/** Something worth saying of a function or its network, besides whether it reaches a destination. */
export interface Finding {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly source: Source;

  /** One sentence, lower case and without full stop. */
  readonly message: string;
  readonly mend: Mend;

  /** The functions that it is about, when its source is none of them. */
  readonly functions?: readonly ResourceId[];
}
