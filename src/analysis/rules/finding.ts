import type { FindingCode, Severity } from '../model/finding-codes';
import { FINDING_CODES } from '../model/finding-codes';
import type { Source } from '../model/source';
import type { Mend } from '../model/verdict';

/** Something worth saying of a function or its network, besides whether it reaches a destination. */
export interface Finding {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly source: Source;

  /** One sentence, lower case and without full stop. */
  readonly message: string;
  readonly mend: Mend;
}

/** A finding with the severity of its code. */
export function finding(code: FindingCode, source: Source, message: string, mend: Mend): Finding {
  return { code, severity: FINDING_CODES[code].severity, source, message, mend };
}
