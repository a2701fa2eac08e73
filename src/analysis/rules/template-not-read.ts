import { finding } from './finding';
import type { Finding } from '../model/finding';
import type { ReadingNote } from '../model/reading-note';

const MEND = 'write what is named there literally, or give the parameters it is made of with --params';

/** Finds what of a template is not read, rather than passing it over, and what CloudFormation refuses of its form. */
export function templateNotRead(notes: readonly ReadingNote[]): Finding[] {
  return notes.map(({ template, logicalId, reason, mend = MEND, isInvalid = false }) => {
    const source = {
      id: logicalId === undefined ? template : `${template}#${logicalId}`, type: 'AWS::CloudFormation::Template', template,
      ...logicalId === undefined ? {} : { logicalId },
    };
    return finding(isInvalid ? 'TEMPLATE_INVALID' : 'TEMPLATE_NOT_READ', source, reason, { inTemplate: mend });
  });
}
