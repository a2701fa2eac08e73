import type { Finding } from '../model/finding';
import type { FindingCode } from '../model/finding-codes';
import { FINDING_CODES } from '../model/finding-codes';
import type { Source } from '../model/source';
import type { Mend } from '../model/verdict';

/** Makes a finding, which has the severity of its code. */
export function finding(code: FindingCode, source: Source, message: string, mend: Mend): Finding {
  return { code, severity: FINDING_CODES[code].severity, source, message, mend };
}
